import { restOfTransaction } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import { isNewFunction, siblingKey } from '../../src/core/newness.js';
import { earlierInTransaction } from '../../src/core/renames.js';
import {
  functionKey,
  isFunctionNamedAgain,
  isTriggerFunction,
  takesVacatedFunctionName,
} from '../../src/core/routines.js';
import { defineRule } from '../../src/core/rule.js';

export default defineRule({
  id: 'rename-function',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Renaming a function breaks the code that still calls it under the old name.',
  operations: ['rename-function'],
  messages: {
    breaksCallers: {
      message: 'Renaming the {{kind}} {{name}} to {{newName}} breaks every query that calls {{name}}.',
      why: 'Running code that calls {{name}} fails from the commit until its next deployment is through. Views, defaults and triggers follow the rename; PL/pgSQL functions that call it do not, and fail when they run.',
      instead:
        'Create {{newName}} beside it, let the code move over, and drop the old one in a later deployment. Or, in the transaction of the rename, create one under the old name that calls {{newName}}.',
    },
  },
  check(operation, { schema, effects, migration, transaction, before }) {
    const { function: renamed, newName, objectType } = operation;
    if (isNewFunction(schema, renamed) || isTriggerFunction(schema, renamed)) return undefined;
    const key = functionKey(schema, renamed);
    if (isFunctionNamedAgain(key, restOfTransaction(migration, operation, transaction), schema)) return undefined;
    const earlier = earlierInTransaction(before, transaction, newName);
    if (takesVacatedFunctionName(siblingKey(key, newName), earlier, schema)) return undefined;
    return {
      messageId: 'breaksCallers',
      data: { kind: objectType, name: displayName(renamed), newName },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
});
