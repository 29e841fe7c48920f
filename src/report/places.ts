import type { Report } from '../core/report.js';
import { lineIndexOf } from '../core/source.js';
import type { LineIndex, Source } from '../core/source.js';
import type { Span } from '../core/span.js';

/** Where something begins and ends as people and editors count it; the end lies behind the last character. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The place of a span. */
export function placeOf(index: LineIndex, span: Span): Place {
  const start = index.position(span.start);
  const end = index.position(span.end);
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** Answers where spans of the files of a report lie. The findings of a file stand together, and share its line index. */
export function placesOf({ sources }: Pick<Report, 'sources'>): (path: string, span: Span) => Place {
  let last: { readonly path: string; readonly index: LineIndex } | undefined;
  return (path, span) => {
    if (last?.path !== path) last = { path, index: lineIndexOf(sourceOf(sources, path).text) };
    return placeOf(last.index, span);
  };
}

/** The source of a file that findings point into. */
export function sourceOf(sources: Report['sources'], path: string): Source {
  return sources.get(path) ?? { path, text: '' };
}
