import type { Operation, OperationKind } from '../core/operation.js';
import type { PhaseName, PlanContext, PlanStep } from '../core/plan.js';

/** The steps in another phase: what a plan borrows from another comes when its own rows are ready for it. */
export function inPhase(phase: PhaseName, steps: readonly PlanStep[]): readonly PlanStep[] {
  return steps.map((step) => ({ ...step, phase }));
}

/**
 * Whether a later operation of the migration renames or drops something that the text of a trigger or of batches may
 * speak of: unlike a default or an index, that text does not follow.
 */
export function mustComeFirst(operation: Operation, { operations = [] }: PlanContext): boolean {
  const place = operations.indexOf(operation);
  return place !== -1 && operations.slice(place + 1).some(({ kind }) => renaming.has(kind));
}

const renaming: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'rename-type',
  'drop-type',
  'drop-domain',
  'rename-function',
  'drop-object',
  'rename-table',
  'rename-schema',
  'drop-schema',
  'set-schema',
]);
