import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import { hasUniqueIndex } from '../postgres/view-index.js';

/** REFRESH MATERIALIZED VIEW: CONCURRENTLY, for a view with a unique index over columns. */
export function refreshConcurrently(
  operation: OperationOf<'refresh-materialized-view'>,
  { schema }: PlanContext,
): OperationPlan | undefined {
  const view = displayName(operation.view);
  if (operation.withNoData || hasUniqueIndex(schema, operation.view) !== true) return undefined;
  // PostgreSQL refuses CONCURRENTLY while the view has never been filled.
  if (schema.views.get(relationKey(schema, operation.view))?.populated !== true) return undefined;
  return {
    title: 'Refresh the view CONCURRENTLY',
    steps: [
      {
        phase: 'expand',
        label: `refresh_${operation.view.name}`,
        purpose: `Refreshes ${view} CONCURRENTLY: it can be read meanwhile.`,
        transaction: 'file',
        work: [[{ ...draftOf(operation), concurrently: true }]],
      },
    ],
    deploy: {},
    notes: [],
    holes: [],
  };
}
