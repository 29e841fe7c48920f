import { phaseNames } from '../core/plan.js';
import type { PhaseName, PlanStep } from '../core/plan.js';

/** The steps, none of them in an earlier phase than the one given: what a plan borrows from another comes after its own. */
export function notBefore(phase: PhaseName, steps: readonly PlanStep[]): readonly PlanStep[] {
  const first = phaseNames.indexOf(phase);
  return steps.map((step) => (phaseNames.indexOf(step.phase) < first ? { ...step, phase } : step));
}
