import { transactionSigns } from '../../src/core/transaction-signs.js';
import { defineRule } from '../../src/core/rule.js';

export default defineRule({
  id: 'nested-transaction',
  family: 'transactions',
  severity: 'error',
  summary: 'BEGIN or COMMIT in a file that the runner already wraps in a transaction.',
  messages: {
    begins: {
      message:
        'The runner already runs this file in a transaction: BEGIN does nothing but warn, and the COMMIT that belongs to it ends the transaction of the runner.',
      why: 'What follows runs on its own, and the runner records the migration outside the transaction it believes in: when something fails half of it stays, marked as done or to be run again.',
      instead: 'Leave BEGIN and COMMIT out, or tell the runner not to wrap this file.',
    },
    ends: {
      message: '{{command}} ends the transaction that the runner has opened around this file.',
      why: 'What follows runs on its own, and the runner records the migration outside the transaction it believes in: when something fails half of it stays, marked as done or to be run again.',
      instead: 'Leave {{command}} out, or tell the runner not to wrap this file.',
    },
  },
  checkMigration({ migration }) {
    if (migration.transaction !== 'file' || migration.transactionSource !== 'stated') return undefined;
    const { opened, unopened } = transactionSigns(migration);
    return [
      ...opened.map(({ begin }) => ({ messageId: 'begins' as const, data: { command: 'BEGIN' }, operation: begin })),
      ...unopened.map((operation) => ({
        messageId: 'ends' as const,
        data: { command: operation.kind.toUpperCase() },
        operation,
      })),
    ];
  },
});
