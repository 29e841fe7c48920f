import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import { contractStep, inContract, labelOf } from './contract.js';
import { dropViewStep, viewsFromTheTop } from './dependents.js';

type DropView = OperationOf<'drop-view' | 'drop-materialized-view'>;
type DropNamed = OperationOf<'drop-sequence' | 'drop-type' | 'drop-domain' | 'drop-object'>;

/** Drops a view when no running code reads it any more, and the views over it one by one. */
export function dropViewLast(operation: DropView, { schema }: PlanContext): OperationPlan {
  const { view, cascade } = operation;
  const key = relationKey(schema, view);
  const above = cascade ? viewsFromTheTop(schema, [...(schema.viewsOf.get(key) ?? [])]) : [];
  const shown = displayName(view);
  const isKnown = schema.views.has(key);
  return {
    title: `Drop ${shown} when no code uses it`,
    steps: [
      ...above.map((each) => dropViewStep(each, view, schema)),
      contractStep(labelOf(operation), `Drops ${shown}.`, [[{ ...draftOf(operation), cascade: cascade && !isKnown }]]),
    ],
    deploy: { switch: deployWithout(shown) },
    notes: [],
    holes: [],
  };
}

/** Drops a sequence, type, function or the like when no running code uses it any more. */
export function dropObjectLast(operation: DropNamed): OperationPlan | undefined {
  const name = nameOf(operation);
  // What CASCADE takes along may be columns: that must be said, not planned.
  if (name === undefined || operation.cascade) return undefined;
  const shown = displayName(name);
  return inContract(operation, {
    title: `Drop ${shown} when no code uses it`,
    purpose: `Drops ${shown}.`,
    deploy: deployWithout(shown),
  });
}

/** Takes a default away when no running code leaves the column out any more. */
export function dropDefaultLast(operation: OperationOf<'drop-default'>): OperationPlan {
  const shown = `${displayName(operation.table)}.${operation.column}`;
  return inContract(operation, {
    title: `Drop the default of ${shown} when no code needs it`,
    purpose: `Takes the default of ${shown} away. An INSERT that leaves the column out then stores NULL, or is refused.`,
    deploy: `Deploy code that writes ${shown} in every INSERT, and wait until no older code is running.`,
  });
}

function nameOf(operation: DropNamed) {
  switch (operation.kind) {
    case 'drop-sequence':
      return operation.sequence;
    case 'drop-type':
      return operation.type;
    case 'drop-domain':
      return operation.domain;
    case 'drop-object':
      return operation.name;
  }
}

function deployWithout(shown: string): string {
  return `Deploy code that no longer uses ${shown}, and wait until no older code is running.`;
}
