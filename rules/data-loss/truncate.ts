import { displayName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import { defineRule } from '../../src/core/rule.js';
import { quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'truncate',
  family: 'data-loss',
  severity: 'error',
  summary: 'TRUNCATE deletes all rows of a table.',
  operations: ['truncate-table'],
  messages: {
    losesRows: {
      message: 'TRUNCATE deletes all rows of {{table}}.',
      why: 'Only a backup brings them back. No DELETE trigger runs, and sessions with an older snapshot find the table empty.',
      instead:
        'Delete the rows that are meant with DELETE ... WHERE, in batches, or keep the old rows aside first: ALTER TABLE {{sqlTable}} RENAME TO ... and CREATE TABLE {{sqlTable}} (LIKE ... INCLUDING ALL).',
    },
  },
  check(operation, { schema, effects }) {
    if (isNewTable(schema, operation.table)) return undefined;
    return {
      messageId: 'losesRows',
      data: { table: displayName(operation.table), sqlTable: quoteQualified(operation.table) },
      effects: effects.filter((effect) => effect.kind === 'loses' && effect.cascaded !== true),
    };
  },
});
