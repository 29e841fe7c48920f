import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { insertAfter, outsideTransaction } from '../../src/core/edit.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { reindexConcurrently } from '../../src/plans/reindex.js';
import { blockedBy } from '../../src/postgres/blocking.js';

export default defineRule({
  id: 'require-concurrent-reindex',
  family: 'locking',
  severity: 'error',
  summary: 'Indexes in use are rebuilt without CONCURRENTLY.',
  messages: {
    blocksWrites: {
      message:
        'REINDEX {{target}} takes a SHARE lock on the table and an ACCESS EXCLUSIVE lock on each index it rebuilds, until the rebuild is done.',
      why: 'Writes wait for the table. Reads wait as well: planning a query opens every index of its tables.',
      instead:
        'Use REINDEX {{kind}} CONCURRENTLY {{name}}, outside a transaction. If it fails, it leaves an invalid index whose name ends in _ccnew: drop that and try again.',
    },
    blocksWritesBefore12: {
      message:
        'REINDEX {{target}} takes a SHARE lock on the table and an ACCESS EXCLUSIVE lock on each index it rebuilds, until the rebuild is done.',
      why: 'Writes wait for the table. Reads wait as well: planning a query opens every index of its tables.',
      instead:
        'REINDEX knows CONCURRENTLY from PostgreSQL 12 on. Before, build a new index with CREATE INDEX CONCURRENTLY, drop the old one with DROP INDEX CONCURRENTLY and rename the new one.',
    },
    everything: {
      message:
        'REINDEX {{target}} rebuilds the indexes of table after table, each under a SHARE lock that blocks writes and ACCESS EXCLUSIVE locks that block reads through the index.',
      why: 'Every table of the application stands still in its turn, for as long as its indexes take to build.',
      instead: 'Rebuild the indexes that need it, one at a time: REINDEX INDEX CONCURRENTLY (PostgreSQL 12 and newer).',
    },
  },
  operations: ['reindex'],
  check(operation, { felt, postgres }) {
    if (operation.concurrently) return undefined;
    const kind = operation.target.toUpperCase();
    const name = operation.name === undefined ? '' : displayName(operation.name);
    const target = `${kind} ${name}`.trimEnd();
    const data = { target, kind, name };
    const evidence = disturbancesOf(felt);
    if (operation.target === 'database' || operation.target === 'system' || operation.target === 'schema') {
      return { messageId: 'everything', data, effects: evidence };
    }
    const lock = strongestLock(felt);
    if (lock === undefined || blockedBy(lock.mode) === undefined) return undefined;
    const messageId = postgres < 12 ? 'blocksWritesBefore12' : 'blocksWrites';
    return { messageId, data, effects: evidence };
  },
  repair(operation, problem, { migration, transaction }) {
    if (problem.messageId !== 'blocksWrites') return undefined;
    const edit = insertAfter(migration, operation, /^reindex\s+(\([^)]*\)\s*)?(index|table)\b/i, ' CONCURRENTLY');
    const applicability = outsideTransaction(migration, transaction);
    return edit && { title: 'Rebuild CONCURRENTLY', applicability, edits: [edit] };
  },
  plan: reindexConcurrently,
});
