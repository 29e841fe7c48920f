import type { Position, Span } from './span.js';

/** A path and its text. The text has no byte order mark: whoever decodes the bytes removes it. */
export interface Source {
  /** As findings shall name it: relative to the working directory, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Answers in which line and column an offset lies. Lines end with LF, CRLF or a lone CR. */
export interface LineIndex {
  position(offset: number): Position;
}

/** Builds the line index of a text once; each lookup is a binary search. */
export function lineIndexOf(text: string): LineIndex {
  let starts: number[] | undefined;
  return {
    position(offset) {
      starts ??= lineStarts(text);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
    },
  };
}

/** The text a span covers. */
export function textOf(source: Source, span: Span): string {
  return source.text.slice(span.start, span.end);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
