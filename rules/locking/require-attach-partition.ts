import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey } from '../../src/core/schema.js';
import { planFor } from '../../src/plans/plan-for.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { quoteQualified } from '../../src/postgres/names.js';
import { supports } from '../../src/postgres/features.js';

export default defineRule({
  id: 'require-attach-partition',
  family: 'locking',
  severity: 'warning',
  summary: 'A partition is created with PARTITION OF, which locks the partitioned table (PostgreSQL 12 and newer).',
  messages: {
    blocksReads: {
      message:
        'CREATE TABLE {{partition}} PARTITION OF takes an {{lock}} lock on {{table}}, which blocks {{blocked}} of all its partitions.',
      why: 'The change itself is quick, but it waits for every query that is running on {{table}}, and while it waits all new queries queue behind it.',
      instead:
        'CREATE TABLE {{sqlPartition}} (LIKE {{sqlTable}} INCLUDING DEFAULTS INCLUDING CONSTRAINTS), and then ALTER TABLE {{sqlTable}} ATTACH PARTITION {{sqlPartition}}, which lets others read and write {{table}}.',
    },
  },
  operations: ['create-table'],
  check(operation, { felt, schema, postgres }) {
    const { partitionOf } = operation;
    // Before 12 ATTACH PARTITION takes the same lock.
    if (partitionOf === undefined || !supports(postgres, 'attach-beside-queries')) return undefined;
    const lock = strongestLock(felt, relationKey(schema, partitionOf.parent));
    const blocked = lock && blockedBy(lock.mode);
    if (lock === undefined || blocked === undefined) return undefined;
    const data = {
      partition: displayName(operation.table),
      table: displayName(partitionOf.parent),
      sqlPartition: quoteQualified(operation.table),
      sqlTable: quoteQualified(partitionOf.parent),
      lock: lock.mode,
      blocked,
    };
    return { messageId: 'blocksReads', data, effects: disturbancesOf(felt, lock.relation) };
  },
  plan: planFor,
});
