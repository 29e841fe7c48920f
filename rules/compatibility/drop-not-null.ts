import { displayName } from '../../src/core/name.js';
import { isNewColumn } from '../../src/core/newness.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';

export default defineRule({
  id: 'drop-not-null',
  family: 'compatibility',
  severity: 'warning',
  strictOnly: true,
  summary: 'A column that may be NULL again surprises the code that reads it.',
  operations: ['drop-not-null'],
  messages: {
    readsNull: {
      message: 'From this statement on {{table}}.{{column}} may be NULL, which code that runs already does not expect.',
      why: 'As soon as new code writes a NULL, old code reads it: a null pointer, a failed conversion, a row that a comparison leaves out.',
      instead:
        'Deploy code that can read NULL first, drop the NOT NULL in a later deployment, and only then let code write NULL.',
    },
  },
  check(operation, { schema }) {
    const { table, column } = operation;
    if (isNewColumn(schema, table, column)) return undefined;
    if (tableOf(schema, table)?.columns.get(column)?.notNull === false) return undefined;
    return { messageId: 'readsNull', data: { table: displayName(table), column }, effects: [] };
  },
});
