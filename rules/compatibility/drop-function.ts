import { restOfTransaction, writtenOfKind } from '../../src/core/later.js';
import type { Migration } from '../../src/core/migration.js';
import { displayName } from '../../src/core/name.js';
import { isNewFunction } from '../../src/core/newness.js';
import { functionKey, isFunctionNamedAgain, isRoutine, isTriggerFunction } from '../../src/core/routines.js';
import { defineRule } from '../../src/core/rule.js';
import { dropObjectLast } from '../../src/plans/drop-object.js';

export default defineRule({
  id: 'drop-function',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Dropping a function breaks the code that still calls it.',
  operations: ['drop-object'],
  messages: {
    breaksCallers: {
      message: 'Dropping the {{kind}} {{name}} breaks every query that calls it.',
      why: 'Running code that still calls {{name}} fails from the commit until its next deployment is through. PL/pgSQL functions that call it are not checked and fail when they run.',
      instead:
        'Drop it in a later deployment, when no running code calls it. To change its body use CREATE OR REPLACE; to change its arguments create the new one beside it.',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    const { objectType, name } = operation;
    if (!isRoutine(objectType) || name === undefined || isNewFunction(schema, name)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (isFunctionNamedAgain(functionKey(schema, name), rest, schema)) return undefined;
    if (isTriggerFunction(schema, name) || tidiesUp(migration)) return undefined;
    return {
      messageId: 'breaksCallers',
      data: { kind: objectType, name: displayName(name) },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
  plan: dropObjectLast,
});

/** Clients do not call the function of a trigger. A migration that drops triggers or tables tidies up after them. */
function tidiesUp(migration: Migration): boolean {
  return writtenOfKind(migration, 'drop-trigger').length > 0 || writtenOfKind(migration, 'drop-table').length > 0;
}
