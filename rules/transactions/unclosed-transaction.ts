import { defineRule } from '../../src/core/rule.js';
import { transactionSigns } from '../../src/core/transaction-signs.js';

export default defineRule({
  id: 'unclosed-transaction',
  family: 'transactions',
  severity: 'error',
  summary: 'BEGIN without COMMIT, COMMIT without BEGIN, or a migration that rolls itself back.',
  operations: ['begin', 'commit', 'rollback', 'prepare-transaction'],
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
  check(operation, { migration }) {
    // Where the runner is known to wrap the file, nested-transaction speaks of it.
    if (migration.transaction === 'file' && migration.transactionSource === 'stated') return undefined;
    const { opened, unopened } = transactionSigns(migration);
    const command = operation.kind.replaceAll('-', ' ').toUpperCase();
    if (opened.some(({ begin, end }) => begin === operation && end === undefined)) {
      return { messageId: 'neverCommitted', data: { command }, effects: [] };
    }
    if (operation.kind === 'rollback' && opened.some(({ end }) => end === operation)) {
      return { messageId: 'rolledBack', data: { command }, effects: [] };
    }
    if (unopened.some((end) => end === operation)) return { messageId: 'nothingOpen', data: { command }, effects: [] };
    return undefined;
  },
  repair(operation, problem, { migration: { source } }) {
    if (problem.messageId === 'rolledBack') {
      return {
        title: 'Commit in place of rolling back',
        applicability: 'unsafe',
        edits: [{ span: operation.span, text: 'COMMIT' }],
      };
    }
    if (problem.messageId !== 'neverCommitted') return undefined;
    const written = source.text.trimEnd();
    const text = `${written.endsWith(';') ? '' : '\n;'}\nCOMMIT;`;
    const end = { start: written.length, end: written.length };
    return { title: 'Commit at the end', applicability: 'unsafe', edits: [{ span: end, text }] };
  },
});
