import type { ObjectKey } from '../core/name.js';
import { displayName, nameOf, schemaOf } from '../core/name.js';
import type { OperationOf, StatementDraft } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { supports } from '../postgres/features.js';
import { quoteQualified } from '../postgres/names.js';
import { defaultPartition } from './bound-checks.js';
import { freeConstraintName } from './names.js';

type DetachPartition = OperationOf<'detach-partition'>;

/**
 * DETACH PARTITION: CONCURRENTLY (14+), in a file of its own. PostgreSQL refuses that beside a default partition, and
 * foreign keys to the table have both sides read under a lock whichever way it is done.
 */
export function detachConcurrently(
  operation: DetachPartition,
  { schema, postgres }: PlanContext,
): OperationPlan | undefined {
  const { table, partition } = operation;
  const parent = relationKey(schema, table);
  const key = relationKey(schema, partition);
  if (!supports(postgres, 'detach-concurrently') || operation.finalize) return undefined;
  if (schema.tables.get(key)?.partitionOf?.parent !== parent) return undefined;
  if (defaultPartition(schema, parent) !== undefined || (schema.referencedBy.get(parent)?.size ?? 0) > 0) {
    return undefined;
  }
  const [shown, above] = [displayName(partition), displayName(table)];
  const isKnown = schema.tables.get(key)?.complete === true;
  return {
    title: `Detach ${shown} CONCURRENTLY`,
    steps: [
      {
        phase: 'contract',
        label: `detach_${partition.name}`,
        purpose:
          `Detaches ${shown} CONCURRENTLY: ${above} can be read and written meanwhile. Run again when that is done, ALTER TABLE IF EXISTS must find nothing to do: then ${above} is hidden from it. ` +
          'When it is interrupted half-way, PostgreSQL asks for DETACH PARTITION ... FINALIZE.',
        transaction: 'none',
        work: detachOnce(parent, key),
      },
      ...(isKnown ? [dropCopyOfBound(operation, schema)] : []),
    ],
    deploy: { switch: `Deploy code that does not look for the rows of ${shown} in ${above}.` },
    notes: isKnown ? [] : [`PostgreSQL leaves a CHECK with the former bound on ${shown}.`],
    holes: [],
  };
}

/** There is no IF ATTACHED; what hides the table is an empty search path. */
function detachOnce(parent: ObjectKey, key: ObjectKey): readonly StatementDraft[] {
  const [above, below] = [parent, key].map(literalOf);
  const text = `SELECT set_config('search_path', '', false)
WHERE NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = ${below ?? ''}::regclass AND inhparent = ${above ?? ''}::regclass)`;
  const relations = [{ name: 'pg_inherits' }];
  const query = { relations, columns: [], star: false, functions: [{ name: 'set_config' }], output: [] };
  return [
    [{ kind: 'set-parameter', parameter: 'search_path', values: [schemaOf(parent)], local: false }],
    [{ kind: 'select', text, query, locksRows: false, literals: [] }],
    [
      {
        kind: 'detach-partition',
        ifRelationExists: true,
        table: { name: nameOf(parent) },
        partition: { schema: schemaOf(key), name: nameOf(key) },
        concurrently: true,
        finalize: false,
      },
    ],
    [{ kind: 'reset-parameter', parameter: 'search_path' }],
  ];
}

function literalOf(key: ObjectKey): string {
  return `'${quoteQualified({ schema: schemaOf(key), name: nameOf(key) }).replaceAll("'", "''")}'`;
}

/**
 * CONCURRENTLY leaves the former bound behind as a CHECK with a generated name, unless another implies it
 * (DetachAddConstraintIfNeeded in tablecmds.c). Without CONCURRENTLY there would be none.
 */
function dropCopyOfBound({ table, partition }: DetachPartition, schema: Schema): PlanStep {
  const name = freeConstraintName(schema, relationKey(schema, partition), boundColumn(schema, table), 'check');
  return {
    phase: 'contract',
    label: `drop_${name}`,
    purpose: `Drops the CHECK that DETACH CONCURRENTLY leaves on ${displayName(partition)}, a copy of the bound it had.`,
    transaction: 'file',
    work: [[{ kind: 'drop-constraint', table: partition, name, ifExists: true, cascade: false }]],
  };
}

/** The column of the bound and of those above it, when it is one and the same. */
function boundColumn(schema: Schema, table: DetachPartition['table']): string | undefined {
  const [only, ...others] = new Set(keysAbove(schema, relationKey(schema, table)));
  return others.length === 0 ? only : undefined;
}

function keysAbove(schema: Schema, key: ObjectKey): readonly (string | undefined)[] {
  const { partitionBy, partitionOf } = schema.tables.get(key) ?? {};
  const own = (partitionBy?.keys ?? []).map((part) => ('column' in part ? part.column : undefined));
  return [...own, ...(partitionOf === undefined ? [] : keysAbove(schema, partitionOf.parent))];
}
