import type { Migration } from '../core/migration.js';
import type { Step } from '../core/rule.js';

/** A step with those that ran inside it: the body of a DO block or of a function it called. */
export interface NestedStep {
  readonly step: Step;
  readonly inner: readonly NestedStep[];
}

/**
 * Puts the steps of a migration, which follow each other as they run, back into the statements that hold them: a step
 * that is no operation of the file itself ran inside the last one that is.
 */
export function nestSteps(migration: Migration, steps: readonly Step[]): readonly NestedStep[] {
  const outermost = new Set(migration.up);
  const nested: { readonly step: Step; readonly inner: NestedStep[] }[] = [];
  for (const step of steps) {
    const holder = nested.at(-1);
    if (outermost.has(step.operation) || holder === undefined) nested.push({ step, inner: [] });
    else holder.inner.push({ step, inner: [] });
  }
  return nested;
}
