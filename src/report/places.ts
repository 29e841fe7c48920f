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

/** Answers where spans of the files of a report lie, with one line index per file. */
export function placesOf({ sources }: Pick<Report, 'sources'>): (path: string, span: Span) => Place {
  const indexes = new Map<string, LineIndex>();
  return (path, span) => {
    let index = indexes.get(path);
    if (index === undefined) {
      index = lineIndexOf(sourceOf(sources, path).text);
      indexes.set(path, index);
    }
    return placeOf(index, span);
  };
}

/** The source of a file that findings point into. */
export function sourceOf(sources: Report['sources'], path: string): Source {
  return sources.get(path) ?? { path, text: '' };
}
