import type { Operation } from './operation.js';
import type { Step } from './rule.js';

/** The steps of each transaction of a migration, in order. Steps that run on their own are left out. */
export function stepsByTransaction(steps: readonly Step[]): readonly (readonly Step[])[] {
  const transactions = new Map<number, Step[]>();
  for (const step of steps) {
    if (step.transaction === undefined) continue;
    const known = transactions.get(step.transaction);
    if (known === undefined) transactions.set(step.transaction, [step]);
    else known.push(step);
  }
  return [...transactions.values()];
}

/** Whether two operations are parts of one statement, such as two commands of one ALTER TABLE. */
export function isSameStatement(a: Operation, b: Operation): boolean {
  // Statements in the body of a block count with the block, but each has a place of its own.
  return a.statement === b.statement && a.statementSpan.start === b.statementSpan.start;
}
