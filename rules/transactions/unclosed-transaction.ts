import { transactionSigns } from '../../src/core/transaction-signs.js';
import { defineRule } from '../../src/core/rule.js';

export default defineRule({
  id: 'unclosed-transaction',
  family: 'transactions',
  severity: 'error',
  summary: 'BEGIN without COMMIT, COMMIT without BEGIN, or a migration that rolls itself back.',
  messages: {
    neverCommitted: {
      message: 'This BEGIN is never followed by a COMMIT.',
      why: 'When the connection is closed all of the migration is rolled back, although the runner may have marked it as done; when it is kept, the locks are held and later migrations run in the same transaction.',
      instead: 'Put COMMIT at the end, or leave out the BEGIN and let the runner open the transaction.',
    },
    nothingOpen: {
      message: '{{command}} stands without a BEGIN in front of it.',
      why: 'Where the runner wraps the file it ends the transaction of the runner too early; where it does not, it does nothing but warn, and the statements before it were never one unit.',
      instead: 'Put BEGIN in front of the statements that belong together, or leave {{command}} out.',
      severity: 'warning',
    },
    rolledBack: {
      message: 'The ROLLBACK at the end undoes all that the transaction has done.',
      why: 'The runner marks the migration as done, and the database is as it was before.',
      instead: 'Use COMMIT; ROLLBACK at the end is left over from trying the migration out.',
    },
  },
  checkMigration({ migration }) {
    // Where the runner is known to wrap the file, nested-transaction speaks of it.
    if (migration.transaction === 'file' && migration.transactionSource === 'stated') return undefined;
    const { opened, unopened } = transactionSigns(migration);
    return [
      ...opened.flatMap(({ begin, end }) => {
        if (end === undefined) return { messageId: 'neverCommitted' as const, data: { command: '' }, operation: begin };
        return end.kind === 'rollback'
          ? { messageId: 'rolledBack' as const, data: { command: '' }, operation: end }
          : [];
      }),
      ...unopened.map((operation) => ({
        messageId: 'nothingOpen' as const,
        data: { command: operation.kind.replaceAll('-', ' ').toUpperCase() },
        operation,
      })),
    ];
  },
});
