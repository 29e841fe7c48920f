import type { Edit } from '../core/finding.js';

/** The lines that edits touch, from the first to the last, as they read afterwards. Empty when there are none. */
export function rewrittenLines(text: string, edits: readonly Edit[]): readonly string[] {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const first = ordered[0];
  const last = ordered.at(-1);
  if (first === undefined || last === undefined) return [];
  const from = Math.max(text.lastIndexOf('\n', first.span.start - 1) + 1, first.span.start - longest);
  const lineEnd = text.indexOf('\n', last.span.end);
  const to = Math.min(lineEnd === -1 ? text.length : lineEnd, last.span.end + longest);
  let rewritten = '';
  let at = from;
  for (const edit of ordered) {
    rewritten += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return (rewritten + text.slice(at, to)).trimEnd().split(/\r?\n/);
}

/** No more than this is copied of a line on either side of the edits. */
const longest = 500;
