import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { insertAfter, outsideTransaction } from '../../src/core/edit.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { reporterOf } from '../../src/core/failure.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { indexKey } from '../../src/core/schema.js';
import { shortName } from '../../src/core/wording.js';
import { operationsOfStatement } from '../../src/core/later.js';
import { dropIndexConcurrently } from '../../src/plans/drop-index.js';
import { blockedBy } from '../../src/postgres/blocking.js';

export default defineRule({
  id: 'require-concurrent-drop-index',
  family: 'locking',
  severity: 'warning',
  summary: 'An index of a table in use is dropped without CONCURRENTLY.',
  messages: {
    blocksReads: {
      message: 'DROP INDEX {{index}} takes an {{lock}} lock on {{table}}, which blocks {{blocked}}.',
      why: 'The drop itself is quick, but it waits for every query that is running on the table, and while it waits all new queries queue behind it.',
      instead:
        'Use DROP INDEX CONCURRENTLY, which waits without blocking anyone, in a migration that runs outside a transaction.',
    },
    concurrentlyOnPartitioned: {
      severity: 'error',
      message: 'DROP INDEX CONCURRENTLY fails: {{index}} is the index of a partitioned table.',
      why: 'PostgreSQL drops no index of a partitioned table concurrently, on any version; the migration stops here.',
      instead: 'Drop it without CONCURRENTLY, with a short lock_timeout, and try again when the lock is not granted.',
    },
  },
  operations: ['drop-index'],
  check(operation, { felt, schema }) {
    const index = displayName(operation.index);
    const known = schema.indexes.get(indexKey(schema, operation.index));
    if (operation.concurrently) {
      const failure = effectsOfKind(felt, 'fails').filter(
        (each) => each.certain && reporterOf(operation, each) === 'require-concurrent-drop-index',
      );
      if (failure.length === 0) return undefined;
      const data = { index };
      return { messageId: 'concurrentlyOnPartitioned', data, effects: failure };
    }
    const lock = strongestLock(felt);
    const blocked = lock && blockedBy(lock.mode);
    if (lock === undefined || blocked === undefined) return undefined;
    // There is no better way for an index of a partitioned table; a lock_timeout is another rule's concern.
    if (known !== undefined && schema.tables.get(known.table)?.partitionBy !== undefined) return undefined;
    const table = known === undefined ? 'its table' : shortName(known.table);
    const data = { index, table, lock: lock.mode, blocked };
    return { messageId: 'blocksReads', data, effects: disturbancesOf(felt) };
  },
  repair(operation, problem, { migration, transaction }) {
    // PostgreSQL drops concurrently one index at a time, and never with CASCADE.
    const together = operationsOfStatement(migration, operation);
    if (problem.messageId !== 'blocksReads' || operation.cascade || together.length > 1) return undefined;
    const edit = insertAfter(migration, operation, /^drop\s+index\b/i, ' CONCURRENTLY');
    const applicability = outsideTransaction(migration, transaction);
    return edit && { title: 'Drop the index CONCURRENTLY', applicability, edits: [edit] };
  },
  plan: dropIndexConcurrently,
});
