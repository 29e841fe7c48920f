import type { PhaseName, PlanStep } from '../core/plan.js';

/** The steps in another phase: what a plan borrows from another comes when its own rows are ready for it. */
export function inPhase(phase: PhaseName, steps: readonly PlanStep[]): readonly PlanStep[] {
  return steps.map((step) => ({ ...step, phase }));
}
