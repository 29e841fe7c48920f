import { displayName } from '../core/name.js';
import type { QualifiedName } from '../core/name.js';
import { expressionFor } from '../core/hole.js';
import type { Expression } from '../core/expression.js';
import type { Hole, PlanContext } from '../core/plan.js';

/** A value that only the user can know: what was answered, or the hole that stands in its place. */
export interface Answered {
  readonly value: Expression;
  /** Empty when there is an answer. */
  readonly holes: readonly Hole[];
}

/** The value of a column, as `--set table.column=expression` gives it. */
export function answerFor(table: QualifiedName, column: string, question: string, { answers }: PlanContext): Answered {
  const name = `${displayName(table)}.${column}`;
  const answer = answers.get(name);
  if (answer !== undefined) return { value: { text: answer }, holes: [] };
  const hole: Hole = { name, question };
  return { value: expressionFor(hole), holes: [hole] };
}
