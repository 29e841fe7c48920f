import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { insertAtEnd } from '../../src/core/edit.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { reporterOf } from '../../src/core/failure.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import type { ObjectKey } from '../../src/core/name.js';
import { planFor } from '../../src/plans/plan-for.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { quoteQualified } from '../../src/postgres/names.js';
import { supports } from '../../src/postgres/features.js';

export default defineRule({
  id: 'require-concurrent-detach',
  family: 'locking',
  severity: 'warning',
  summary: 'A partition is detached without CONCURRENTLY (PostgreSQL 14 and newer).',
  messages: {
    blocksReads: {
      message:
        'DETACH PARTITION takes an {{lock}} lock on {{table}}, which blocks {{blocked}} of all its partitions, not only of {{partition}}.',
      why: 'The detach itself is quick, but it waits for every query that is running on {{table}}, and while it waits all new queries queue behind it.',
      instead:
        'Use DETACH PARTITION {{sqlPartition}} CONCURRENTLY, outside a transaction. If it is interrupted, finish it with DETACH PARTITION {{sqlPartition}} FINALIZE.',
    },
    concurrentlyFails: {
      severity: 'error',
      message: 'DETACH PARTITION CONCURRENTLY fails: {{because}}.',
      why: 'The migration stops here.',
      instead:
        'Detach without CONCURRENTLY, with a short lock_timeout, and try again when the lock is not granted; or move the rows out of the default partition and drop it first.',
    },
  },
  operations: ['detach-partition'],
  check(operation, { felt, schema, postgres }) {
    if (operation.concurrently) {
      const failure = effectsOfKind(felt, 'fails').find(
        (each) => each.certain && reporterOf(operation, each) === 'require-concurrent-detach',
      );
      if (failure === undefined) return undefined;
      const data = { because: failure.because };
      return { messageId: 'concurrentlyFails', data, effects: [failure] };
    }
    const key = relationKey(schema, operation.table);
    const lock = strongestLock(felt, key);
    const blocked = lock && blockedBy(lock.mode);
    // Before 14, and beside a default partition, there is no better way.
    if (
      lock === undefined ||
      blocked === undefined ||
      !supports(postgres, 'detach-concurrently') ||
      hasDefaultPartition(schema, key)
    )
      return undefined;
    const { table, partition } = operation;
    const data = {
      table: displayName(table),
      partition: displayName(partition),
      sqlPartition: quoteQualified(partition),
      lock: lock.mode,
      blocked,
    };
    return { messageId: 'blocksReads', data, effects: disturbancesOf(felt) };
  },
  repair(operation, problem, { migration }) {
    if (problem.messageId !== 'blocksReads') return undefined;
    const edit = insertAtEnd(migration, operation, ' CONCURRENTLY');
    return edit && { title: 'Detach CONCURRENTLY', applicability: 'unsafe', edits: [edit] };
  },
  plan: planFor,
});

function hasDefaultPartition(schema: Schema, table: ObjectKey): boolean {
  const partitions = [...(schema.childrenOf.get(table) ?? [])];
  return partitions.some((partition) => schema.tables.get(partition)?.partitionOf?.bound.kind === 'default');
}
