import { draftOf } from '../core/draft.js';
import { namesIn } from '../core/operation-names.js';
import type { Operation } from '../core/operation.js';
import type { OperationPlan, PlanStep, PlannedWork } from '../core/plan.js';

/** What is said about something that goes or becomes stricter. */
export interface Contraction {
  readonly title: string;
  readonly purpose: string;
  /** What must be deployed before, as a sentence. */
  readonly deploy: string;
  readonly notes?: readonly string[];
}

/** The operation as it is, when the code that needs the old state is gone. */
export function inContract(operation: Operation, { title, purpose, deploy, notes = [] }: Contraction): OperationPlan {
  return {
    title,
    steps: [contractStep(labelOf(operation), purpose, [[draftOf(operation)]])],
    deploy: { switch: deploy },
    notes,
    holes: [],
  };
}

/** One short transaction of the last phase. */
export function contractStep(label: string, purpose: string, work: readonly PlannedWork[]): PlanStep {
  return { phase: 'contract', label, purpose, transaction: 'file', work };
}

/** `drop_column_users_email` */
export function labelOf(operation: Operation): string {
  return [...operation.kind.split('-'), ...namesIn(operation).slice(0, 1)].join('_');
}
