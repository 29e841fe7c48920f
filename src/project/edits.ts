import type { Edit, Rewrite } from '../core/finding.js';

/** What came of the rewrites that were offered for one text. */
export interface Edited {
  readonly text: string;
  /** How many of the rewrites were applied; the others were in the way of one of them. */
  readonly applied: number;
}

/**
 * Applies rewrites to a text, each as a whole or not at all. Of those that touch the same place the first is taken; the
 * others can be offered anew for the text that comes out. The line endings of the text are kept.
 */
export function applyRewrites(text: string, rewrites: readonly Rewrite[]): Edited {
  const taken: Edit[] = [];
  let applied = 0;
  for (const { edits } of [...rewrites].sort((a, b) => startOf(a) - startOf(b))) {
    if (edits.length === 0 || edits.some((edit) => taken.some((other) => touch(edit, other)))) continue;
    taken.push(...edits);
    applied++;
  }
  return { text: spliced(text, taken), applied };
}

function startOf({ edits }: Rewrite): number {
  return Math.min(...edits.map(({ span }) => span.start));
}

/** Whether two edits overlap or meet, where their order would matter. */
function touch({ span: a }: Edit, { span: b }: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function spliced(text: string, edits: readonly Edit[]): string {
  const lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n';
  let result = '';
  let at = 0;
  for (const { span, text: inserted } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    result += text.slice(at, span.start) + inserted.replaceAll(/\r?\n/g, lineEnd);
    at = span.end;
  }
  return result + text.slice(at);
}
