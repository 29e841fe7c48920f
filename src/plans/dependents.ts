import type { ObjectKey, QualifiedName } from '../core/name.js';
import type { OperationDraft } from '../core/operation.js';
import type { PlanStep } from '../core/plan.js';
import type { Schema } from '../core/schema.js';
import { shortName } from '../core/wording.js';
import type { PlacedConstraint } from '../postgres/effects/dependencies.js';
import { contractStep } from './contract.js';
import { nameBeside } from './names.js';

/** The views over some views, those at the top first: the order in which they can be dropped one by one. */
export function viewsFromTheTop(schema: Schema, views: readonly ObjectKey[]): readonly ObjectKey[] {
  const order: ObjectKey[] = [];
  const visit = (view: ObjectKey): void => {
    if (order.includes(view)) return;
    for (const above of schema.viewsOf.get(view) ?? []) if (above !== view) visit(above);
    order.push(view);
  };
  for (const view of views) visit(view);
  return order;
}

/** DROP VIEW or DROP MATERIALIZED VIEW of what stands over something that goes, in place of its CASCADE. */
export function dropViewStep(view: ObjectKey, like: QualifiedName, schema: Schema): PlanStep {
  const name = nameBeside(schema, view, like);
  const materialized = schema.views.get(view)?.materialized === true;
  const draft: OperationDraft = {
    kind: materialized ? 'drop-materialized-view' : 'drop-view',
    view: name,
    ifExists: false,
    cascade: false,
  };
  return contractStep(
    `drop_${name.name}`,
    `Drops the ${materialized ? 'materialized view' : 'view'} ${shortName(view)}, which CASCADE would have taken along.`,
    [[draft]],
  );
}

/**
 * Drops a foreign key in a transaction of its own. That locks both its tables for a moment, and whoever drops more than
 * one thing at once would hold all of their locks together.
 */
export function dropForeignKeyStep(
  { table, constraint }: PlacedConstraint,
  like: QualifiedName,
  schema: Schema,
): PlanStep {
  const name = nameBeside(schema, table, like);
  const other = constraint.references === undefined ? 'the table it points to' : shortName(constraint.references);
  return contractStep(
    `drop_${constraint.name}`,
    `Drops the foreign key ${constraint.name} by itself, because that locks ${shortName(table)} and ${other} for a moment.`,
    [[{ kind: 'drop-constraint', table: name, name: constraint.name, ifExists: false, cascade: false }]],
  );
}
