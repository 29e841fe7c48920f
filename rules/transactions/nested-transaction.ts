import type { Edit } from '../../src/core/finding.js';
import type { Migration } from '../../src/core/migration.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { transactionSigns } from '../../src/core/transaction-signs.js';

export default defineRule({
  id: 'nested-transaction',
  family: 'transactions',
  severity: 'error',
  summary: 'BEGIN or COMMIT in a file that the runner already wraps in a transaction.',
  operations: ['begin', 'commit', 'rollback', 'prepare-transaction'],
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
  check(operation, { migration }) {
    if (migration.transaction !== 'file' || migration.transactionSource !== 'stated') return undefined;
    const { opened, unopened } = transactionSigns(migration);
    const command = operation.kind.replaceAll('-', ' ').toUpperCase();
    if (opened.some(({ begin }) => begin === operation)) {
      return { messageId: 'begins', data: { command }, effects: [] };
    }
    if (unopened.some((end) => end === operation)) return { messageId: 'ends', data: { command }, effects: [] };
    return undefined;
  },
  repair(operation, problem, { migration }) {
    const pair = transactionSigns(migration).opened.find(({ begin }) => begin === operation);
    if (problem.messageId === 'begins' && pair?.end?.kind !== 'commit') return undefined;
    if (problem.messageId === 'ends' && operation.kind !== 'commit') return undefined;
    const superfluous = [operation, ...(pair?.end === undefined ? [] : [pair.end])];
    // Unsafe: what used to be committed in parts is then committed as one.
    return {
      title: 'Leave the transaction to the runner',
      applicability: 'unsafe',
      edits: superfluous.map((statement) => removal(statement, migration)),
    };
  },
});

/** Takes a statement out with its semicolon and the rest of its line, when that is empty. */
function removal({ statementSpan }: Operation, { source }: Migration): Edit {
  const rest = /^\s*;?[ \t]*(\r?\n)?/.exec(source.text.slice(statementSpan.end))?.[0] ?? '';
  return { span: { start: statementSpan.start, end: statementSpan.end + rest.length }, text: '' };
}
