import { disturbancesOf, isLasting, strongestLock } from '../../src/core/disturbance.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import type { ConstraintDefinition } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import { planFor } from '../../src/plans/plan-for.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { quoteIdentifier, quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'require-using-index',
  family: 'locking',
  severity: 'error',
  summary: 'A UNIQUE or PRIMARY KEY constraint builds its index under the lock.',
  messages: {
    buildsIndex: {
      message:
        'Adding the {{constraint}} constraint builds its index under an {{lock}} lock on {{table}}, which blocks {{blocked}} until the index is built.',
      why: 'Nothing can use {{table}} for as long as the build takes.',
      instead:
        'Build the index first, in a migration of its own and outside a transaction: CREATE UNIQUE INDEX CONCURRENTLY {{sqlIndex}} ON {{sqlTable}} ({{sqlColumns}}). Then ALTER TABLE {{sqlTable}} ADD CONSTRAINT {{sqlIndex}} {{constraint}} USING INDEX {{sqlIndex}}, which takes the lock for a moment only.',
    },
    inline: {
      message:
        'Adding the column {{columns}} with an inline {{constraint}} builds an index on {{table}} under an {{lock}} lock, which blocks {{blocked}} until the index is built.',
      why: 'Nothing can use {{table}} for as long as the build takes.',
      instead:
        'Add the column without {{constraint}}. Then CREATE UNIQUE INDEX CONCURRENTLY {{sqlIndex}} ON {{sqlTable}} ({{sqlColumns}}) outside a transaction, and ALTER TABLE {{sqlTable}} ADD CONSTRAINT {{sqlIndex}} {{constraint}} USING INDEX {{sqlIndex}}.',
    },
    partitioned: {
      message:
        'Adding the {{constraint}} constraint to the partitioned table {{table}} builds an index on every partition under {{lock}} locks, which block {{blocked}} until the last one is built.',
      why: 'Nothing can use {{table}} for as long as the builds take, and a partitioned table cannot take over an index with USING INDEX.',
      instead:
        'Add the constraint to the parent alone with ALTER TABLE ONLY {{sqlTable}} ADD {{constraint}} ({{sqlColumns}}). Then, for each partition, CREATE UNIQUE INDEX CONCURRENTLY, ADD CONSTRAINT ... USING INDEX, and ALTER INDEX ... ATTACH PARTITION.',
    },
  },
  operations: ['add-constraint', 'add-column'],
  check(operation, { felt, schema }) {
    const constraint = operation.kind === 'add-column' ? operation.constraints.find(buildsIndex) : operation.constraint;
    const lock = strongestLock(felt);
    if (constraint === undefined || !buildsIndex(constraint) || lock === undefined || !felt.some(isLasting))
      return undefined;
    // A rewrite builds all indexes in passing; avoid-rewriting-column speaks about it.
    if (effectsOfKind(felt, 'rewrites').length > 0) return undefined;
    const columns = operation.kind === 'add-column' ? [operation.column.name] : constraint.columns;
    const suffix = constraint.kind === 'unique' ? 'key' : 'pkey';
    const partitioned = tableOf(schema, operation.table)?.partitionBy !== undefined;
    const parts = [operation.table.name, ...(suffix === 'key' ? columns : []), suffix];
    return {
      messageId: partitioned ? 'partitioned' : operation.kind === 'add-column' ? 'inline' : 'buildsIndex',
      data: {
        table: displayName(operation.table),
        constraint: constraint.kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY',
        columns: columns.join(', '),
        sqlTable: quoteQualified(operation.table),
        sqlColumns: columns.map(quoteIdentifier).join(', '),
        sqlIndex: quoteIdentifier(constraint.name ?? parts.join('_')),
        lock: lock.mode,
        blocked: blockedBy(lock.mode) ?? 'nothing',
      },
      effects: disturbancesOf(felt),
    };
  },
  plan: planFor,
});

function buildsIndex(
  constraint: ConstraintDefinition,
): constraint is Extract<ConstraintDefinition, { kind: 'unique' | 'primary-key' }> {
  return (constraint.kind === 'unique' || constraint.kind === 'primary-key') && constraint.usingIndex === undefined;
}
