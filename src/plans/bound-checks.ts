import type { Expression } from '../core/expression.js';
import type { ObjectKey, QualifiedName } from '../core/name.js';
import { displayName } from '../core/name.js';
import type { PartitionBound, StatementDraft } from '../core/operation.js';
import type { PlanStep } from '../core/plan.js';
import { descendantsOf, relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import type { TypeReference } from '../core/type.js';
import { excludesBound, provesBound } from '../postgres/expressions/index.js';
import { checkAgainstBound, checkForBound } from '../postgres/partition-checks.js';
import { freeConstraintName, nameBeside } from './names.js';
import { validateStep } from './validate.js';

/** A CHECK that spares a table the scan when a partition is attached. It goes when that is done. */
export interface BoundCheck {
  readonly table: QualifiedName;
  readonly name: string;
  readonly body: string;
  /** What it says, as the end of a sentence. */
  readonly meaning: string;
}

/** The CHECK that proves the bound of a partition; none when it is proven already, undefined when no CHECK proves it. */
export function boundCheck(
  schema: Schema,
  parent: QualifiedName,
  partition: QualifiedName,
  bound: PartitionBound,
): readonly BoundCheck[] | undefined {
  const key = relationKey(schema, partition);
  const by = schema.tables.get(relationKey(schema, parent))?.partitionBy;
  if (by === undefined) return undefined;
  const holds = (table: ObjectKey, body?: string): boolean =>
    provesBound(checksOf(schema, [key, table], body), by, bound, ...known(schema, table));
  if (leavesOf(schema, key).every((leaf) => holds(leaf))) return [];
  const body = checkForBound(by, bound);
  if (body === undefined || !leavesOf(schema, key).every((leaf) => holds(leaf, body))) return undefined;
  const name = freeConstraintName(schema, key, undefined, 'bound');
  return [{ table: partition, name, body, meaning: `its rows fit the bound of the partition` }];
}

/** The CHECK that proves that the default partition, if there is one, holds no row of a new bound. */
export function exclusionCheck(
  schema: Schema,
  parent: QualifiedName,
  partition: ObjectKey,
  bound: PartitionBound,
): readonly BoundCheck[] | undefined {
  const above = relationKey(schema, parent);
  const by = schema.tables.get(above)?.partitionBy;
  const fallback = defaultPartition(schema, above);
  if (fallback === undefined || bound.kind === 'default') return [];
  if (by === undefined) return undefined;
  const holds = (table: ObjectKey, body?: string): boolean =>
    excludesBound(checksOf(schema, [fallback, table], body), by, bound, ...known(schema, table));
  if (leavesOf(schema, fallback).every((leaf) => holds(leaf))) return [];
  const body = checkAgainstBound(by, bound);
  if (body === undefined || !leavesOf(schema, fallback).every((leaf) => holds(leaf, body))) return undefined;
  const name = freeConstraintName(schema, partition, undefined, 'excluded');
  return [{ table: nameBeside(schema, fallback, parent), name, body, meaning: `it holds no row of the new partition` }];
}

export function defaultPartition(schema: Schema, parent: ObjectKey): ObjectKey | undefined {
  return [...(schema.childrenOf.get(parent) ?? [])].find(
    (child) => schema.tables.get(child)?.partitionOf?.bound.kind === 'default',
  );
}

/** The files that add the CHECKs NOT VALID and validate them. */
export function provingSteps(checks: readonly BoundCheck[]): readonly PlanStep[] {
  return [
    ...checks.map(({ table, name, body, meaning }): PlanStep => ({
      phase: 'expand',
      label: `add_${name}`,
      purpose: `Adds a CHECK to ${displayName(table)} that says that ${meaning}. NOT VALID: no row is read yet, so the lock is brief.`,
      transaction: 'file',
      work: [
        [
          {
            kind: 'add-constraint',
            table,
            constraint: {
              kind: 'check',
              name,
              expression: { text: body },
              notValid: true,
              noInherit: false,
              enforced: true,
            },
            only: false,
          },
        ],
      ],
    })),
    ...checks.map(({ table, name }) => validateStep('expand', table, name)),
  ];
}

/** The statements that take the CHECKs away again. */
export function dropChecks(checks: readonly BoundCheck[]): readonly StatementDraft[] {
  return checks.map(({ table, name }) => [{ kind: 'drop-constraint', table, name, ifExists: false, cascade: false }]);
}

function checksOf(schema: Schema, tables: readonly ObjectKey[], further: string | undefined): readonly Expression[] {
  const valid = tables.flatMap((table) =>
    (schema.tables.get(table)?.constraints ?? []).flatMap(({ definition, valid, enforced }) =>
      definition.kind === 'check' && valid && enforced ? [definition.expression] : [],
    ),
  );
  return further === undefined ? valid : [...valid, { text: further }];
}

/** What is known of the columns: whether they are NOT NULL, and their types. */
function known(
  schema: Schema,
  table: ObjectKey,
): [(column: string) => boolean, (column: string) => TypeReference | undefined] {
  const columns = schema.tables.get(table)?.columns;
  return [(column) => columns?.get(column)?.notNull === true, (column) => columns?.get(column)?.type];
}

/** The tables that hold the rows: the table itself, or the partitions below it. */
function leavesOf(schema: Schema, key: ObjectKey): readonly ObjectKey[] {
  const all = [key, ...descendantsOf(schema, key)];
  return all.filter((each) => schema.tables.get(each)?.partitionBy === undefined);
}
