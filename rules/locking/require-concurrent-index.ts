import { disturbancesOf, isLasting, strongestLock } from '../../src/core/disturbance.js';
import { insertAfter, outsideTransaction } from '../../src/core/edit.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { reporterOf } from '../../src/core/failure.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import { createIndexConcurrently } from '../../src/plans/create-index.js';
import { blockedBy } from '../../src/postgres/blocking.js';

export default defineRule({
  id: 'require-concurrent-index',
  family: 'locking',
  severity: 'error',
  summary: 'An index is built on a table in use without CONCURRENTLY.',
  messages: {
    blocksWrites: {
      message: 'CREATE INDEX takes a {{lock}} lock on {{table}}, which blocks {{blocked}} while {{index}} is built.',
      why: 'The build reads all of {{table}}. Every INSERT, UPDATE and DELETE waits until it is done and its transaction ends, and the application fills up with waiting connections.',
      instead:
        'Use CREATE INDEX CONCURRENTLY, in a migration of its own that runs outside a transaction. If it fails, drop the invalid index it leaves with DROP INDEX CONCURRENTLY and try again.',
    },
    partitioned: {
      message:
        'CREATE INDEX on the partitioned table {{table}} takes a {{lock}} lock on it and on every partition, which blocks {{blocked}} while all their indexes are built.',
      why: 'The locks are kept until the last partition is done, and CONCURRENTLY is not possible on a partitioned table.',
      instead:
        'Create the index with CREATE INDEX ... ON ONLY {{table}}, which is quick and leaves it invalid. Then, for each partition, CREATE INDEX CONCURRENTLY and ALTER INDEX ... ATTACH PARTITION; the parent becomes valid with the last one.',
    },
    concurrentlyOnPartitioned: {
      message: 'CREATE INDEX CONCURRENTLY fails: {{table}} is a partitioned table.',
      why: 'PostgreSQL builds no index of a partitioned table concurrently, on any version; the migration stops here.',
      instead:
        'Create the index with CREATE INDEX ... ON ONLY {{table}}. Then, for each partition, CREATE INDEX CONCURRENTLY and ALTER INDEX ... ATTACH PARTITION.',
    },
  },
  operations: ['create-index'],
  check(operation, { felt, schema }) {
    const table = displayName(operation.table);
    if (operation.concurrently) {
      const failure = effectsOfKind(felt, 'fails').filter(
        (each) => each.certain && reporterOf(operation, each) === 'require-concurrent-index',
      );
      if (failure.length === 0) return undefined;
      const data = { table };
      return { messageId: 'concurrentlyOnPartitioned', data, effects: failure };
    }
    // Readers are not in the way of an index, and nobody but REFRESH writes to a materialized view.
    const relation = strongestLock(felt)?.relation ?? '';
    if (schema.views.get(relation)?.materialized === true) return undefined;
    const lock = strongestLock(felt);
    const blocked = lock && blockedBy(lock.mode);
    if (lock === undefined || blocked === undefined || !felt.some(isLasting)) return undefined;
    const index = operation.index ?? 'the index';
    const partitioned = tableOf(schema, operation.table)?.partitionBy !== undefined;
    const data = { table, index, lock: lock.mode, blocked };
    return { messageId: partitioned ? 'partitioned' : 'blocksWrites', data, effects: disturbancesOf(felt) };
  },
  repair(operation, problem, { migration, transaction }) {
    if (problem.messageId !== 'blocksWrites') return undefined;
    const edit = insertAfter(migration, operation, /^create\s+(unique\s+)?index\b/i, ' CONCURRENTLY');
    const applicability = outsideTransaction(migration, transaction);
    return edit && { title: 'Build the index CONCURRENTLY', applicability, edits: [edit] };
  },
  plan: createIndexConcurrently,
});
