import { restOfTransaction } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import { isNewType } from '../../src/core/newness.js';
import { isTypeNamedAgain } from '../../src/core/renames.js';
import { defineRule } from '../../src/core/rule.js';
import { typeKey } from '../../src/core/schema.js';

export default defineRule({
  id: 'rename-type',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Renaming a type breaks the code that casts to it.',
  operations: ['rename-type'],
  messages: {
    breaksCasts: {
      message: 'Renaming the {{kind}} {{type}} to {{newName}} breaks the queries that name it.',
      why: 'Columns follow the rename, but casts and typed parameters in running code fail with "type {{type}} does not exist", and drivers that looked the type up by name no longer find it.',
      instead: 'Deploy code that does not name the type first, or leave its name as it is and map it in the code.',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    const { type, newName, objectType } = operation;
    if (isNewType(schema, type)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (isTypeNamedAgain(typeKey(schema, type), rest, schema)) return undefined;
    return {
      messageId: 'breaksCasts',
      data: { type: displayName(type), newName, kind: objectType },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
});
