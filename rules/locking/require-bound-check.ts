import { disturbancesOf } from '../../src/core/disturbance.js';
import { effectsOfKind } from '../../src/core/effect.js';
import type { Effect } from '../../src/core/effect.js';
import type { ObjectKey, QualifiedName } from '../../src/core/name.js';
import { displayName } from '../../src/core/name.js';
import type { PartitionBound } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { shortName } from '../../src/core/wording.js';
import { planFor } from '../../src/plans/plan-for.js';
import { quoteIdentifier, quoteQualified } from '../../src/postgres/names.js';
import { checkAgainstBound, checkForBound } from '../../src/postgres/partition-checks.js';

export default defineRule({
  id: 'require-bound-check',
  family: 'locking',
  severity: 'error',
  summary: 'A partition is attached or created so that PostgreSQL reads a whole table to check the bound.',
  messages: {
    scansPartition: {
      message:
        'ATTACH PARTITION reads all of {{partition}} under an ACCESS EXCLUSIVE lock, to check that every row fits the bound.',
      why: 'Reads and writes of {{partition}} wait until it has been read.',
      instead:
        'First add the bound as a constraint, in migrations of their own: ALTER TABLE {{sqlPartition}} ADD CONSTRAINT {{name}} CHECK ({{check}}) NOT VALID, then VALIDATE CONSTRAINT {{name}}. ATTACH PARTITION then skips the read, and the constraint can be dropped.',
    },
    scansHashPartition: {
      message:
        'ATTACH PARTITION reads all of {{partition}} under an ACCESS EXCLUSIVE lock, to check that every row fits the bound.',
      why: 'Reads and writes of {{partition}} wait until it has been read, and no CHECK constraint can prove the bound of a hash partition.',
      instead:
        'Create {{partition}} empty with CREATE TABLE ... PARTITION OF, and move the rows into the partitioned table in batches.',
    },
    scansDefault: {
      message:
        '{{command}} reads all of the default partition {{default}} under an ACCESS EXCLUSIVE lock, to check that none of its rows belong in {{partition}}.',
      why: 'Reads and writes that reach {{default}} wait until it has been read; through {{table}} that is most of them.',
      instead:
        'First exclude the rows, in migrations of their own: ALTER TABLE {{default}} ADD CONSTRAINT {{name}} CHECK ({{check}}) NOT VALID, then VALIDATE CONSTRAINT {{name}}. The read is then skipped, and the constraint can be dropped.',
    },
  },
  operations: ['attach-partition', 'create-table'],
  check(operation, { felt, schema }) {
    if (operation.kind === 'create-table') {
      if (operation.partitionOf === undefined) return undefined;
      const { parent, bound } = operation.partitionOf;
      return scannedDefault(felt, schema, parent, operation.table, bound, 'CREATE TABLE ... PARTITION OF');
    }
    const { table, partition, bound } = operation;
    const own = relationKey(schema, partition);
    const scanned = effectsOfKind(felt, 'scans').some(({ relation }) => !isDefault(schema, relation, table));
    const key = schema.tables.get(relationKey(schema, table))?.partitionBy;
    const problem = {
      messageId: bound.kind === 'hash' ? ('scansHashPartition' as const) : ('scansPartition' as const),
      data: {
        partition: displayName(partition),
        sqlPartition: quoteQualified(partition),
        name: quoteIdentifier(`${partition.name}_bound`),
        check: checkForBound(key, bound) ?? 'the bound as an expression that implies it',
      },
      effects: disturbancesOf(felt, own),
    };
    return [
      ...(scanned ? [problem] : []),
      ...scannedDefault(felt, schema, table, partition, bound, 'ATTACH PARTITION'),
    ];
  },
  plan: planFor,
});

function scannedDefault(
  felt: readonly Effect[],
  schema: Schema,
  table: QualifiedName,
  partition: QualifiedName,
  bound: PartitionBound,
  command: string,
) {
  const scan = effectsOfKind(felt, 'scans').find(({ relation }) => isDefault(schema, relation, table));
  if (scan === undefined) return [];
  const key = schema.tables.get(relationKey(schema, table))?.partitionBy;
  const data = {
    command,
    table: displayName(table),
    partition: displayName(partition),
    default: shortName(scan.relation),
    name: quoteIdentifier(`${partition.name}_excluded`),
    check: checkAgainstBound(key, bound) ?? 'an expression that excludes the bound',
  };
  return [{ messageId: 'scansDefault' as const, data, effects: disturbancesOf(felt, scan.relation) }];
}

function isDefault(schema: Schema, relation: ObjectKey, parent: QualifiedName): boolean {
  const { partitionOf } = schema.tables.get(relation) ?? {};
  return partitionOf?.bound.kind === 'default' && partitionOf.parent === relationKey(schema, parent);
}
