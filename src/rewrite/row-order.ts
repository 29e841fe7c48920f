import { phaseNames } from '../core/plan.js';
import type { PhaseName } from '../core/plan.js';
import type { Unit } from './units.js';

/**
 * Keeps changes of rows in their place among the statements around them when all is put in order of phases. What stands
 * behind an UPDATE may rely on its rows: a unique index, a constraint, a query.
 */
export function keepRowOrder(statements: readonly (readonly Unit[])[]): readonly (readonly Unit[])[] {
  let reached: PhaseName = 'expand';
  return statements.map((units) => {
    const placed = units.map((unit) => ({ ...unit, phase: later(reached, unit.phase) }));
    // The batches of a new column are its own matter; a statement that is nothing but batches changed rows itself.
    if (units.every(({ operations }) => operations === undefined)) {
      for (const { phase } of placed) reached = later(reached, phase);
    }
    return placed;
  });
}

/** The later of two phases. */
export function later(a: PhaseName, b: PhaseName): PhaseName {
  return phaseNames.indexOf(a) < phaseNames.indexOf(b) ? b : a;
}
