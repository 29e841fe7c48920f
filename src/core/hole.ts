import type { Expression } from './expression.js';
import type { Hole } from './plan.js';

/**
 * The mark of a hole in a written file: a call of a function that nobody has, so that PostgreSQL refuses the file as
 * surely as the linter does, and a person sees what is missing.
 */
const mark = 'lockstep_hole';

/** The expression that stands where the value of a hole belongs. */
export function expressionFor({ question }: Hole): Expression {
  return { text: `${mark}('${question.replaceAll("'", "''")}')` };
}

/** Where in a text holes were left, with what they ask for. */
export function holesIn(text: string): readonly { readonly start: number; readonly end: number; question: string }[] {
  if (!text.includes(mark)) return [];
  return [...text.matchAll(/\blockstep_hole\('((?:[^']|'')*)'\)/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    question: (match[1] ?? '').replaceAll("''", "'"),
  }));
}
