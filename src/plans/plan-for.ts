import type { Operation } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { addColumnInSteps } from './add-column.js';
import { addConstraint } from './add-constraint.js';
import { createIndexConcurrently } from './create-index.js';

/** The way out of what an operation does, by its kind: for rules that see operations of several kinds. */
export function planFor(operation: Operation, context: PlanContext): OperationPlan | undefined {
  switch (operation.kind) {
    case 'add-column':
      return addColumnInSteps(operation, context);
    case 'add-constraint':
      return addConstraint(operation, context);
    case 'create-index':
      return createIndexConcurrently(operation, context);
    default:
      return undefined;
  }
}
