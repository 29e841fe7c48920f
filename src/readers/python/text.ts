import type { Span } from '../../core/span.js';
import type { PythonString, TextSegment } from './value.js';

/** The offset in the file of a character of an evaluated string; of an escape, where the escape begins. */
export function fileOffset(string: PythonString, offset: number): number {
  const segment = segmentAt(string.segments, offset);
  if (segment !== undefined) return isVerbatim(segment) ? segment.start + offset - segment.from : segment.start;
  const last = string.segments.at(-1);
  return last === undefined ? string.span.start : last.end;
}

/**
 * The span in the file of a range of an evaluated string, in the string's own offsets. Where the characters come from
 * several places of the file (a constant put together), it covers those of the first.
 */
export function fileSpan(string: PythonString, from: number, to: number): Span {
  const start = fileOffset(string, from);
  if (to <= from) return { start, end: start };
  const last = segmentAt(string.segments, to - 1);
  const end = last === undefined ? start : isVerbatim(last) ? last.start + to - last.from : last.end;
  if (end > start) return { start, end };
  return { start, end: Math.max(start, segmentAt(string.segments, from)?.end ?? start) };
}

/** Strings in a row, as `+` and adjacent literals join them. */
export function concatenated(strings: readonly PythonString[], span: Span): PythonString {
  const segments: TextSegment[] = [];
  let text = '';
  for (const string of strings) {
    for (const { from, to, start, end } of string.segments) {
      segments.push({ from: from + text.length, to: to + text.length, start, end });
    }
    text += string.text;
  }
  return { kind: 'string', text, segments, span };
}

/** Part of a string, in its own offsets. */
export function sliced(string: PythonString, from: number, to: number): PythonString {
  const segments: TextSegment[] = [];
  for (const segment of string.segments) {
    const first = Math.max(from, segment.from);
    const last = Math.min(to, segment.to);
    if (first >= last) continue;
    const cut = isVerbatim(segment)
      ? { start: segment.start + first - segment.from, end: segment.start + last - segment.from }
      : { start: segment.start, end: segment.end };
    segments.push({ from: first - from, to: last - from, ...cut });
  }
  return { kind: 'string', text: string.text.slice(from, to), segments, span: string.span };
}

/** A string as a whole in another's place: all its characters stand for one span, such as `{name}` in an f-string. */
export function standingFor(text: string, span: Span): PythonString {
  const segments = text === '' ? [] : [{ from: 0, to: text.length, start: span.start, end: span.end }];
  return { kind: 'string', text, segments, span };
}

function isVerbatim({ from, to, start, end }: TextSegment): boolean {
  return to - from === end - start;
}

function segmentAt(segments: readonly TextSegment[], offset: number): TextSegment | undefined {
  let low = 0;
  let high = segments.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle];
    if (segment === undefined || offset < segment.from) high = middle - 1;
    else if (offset >= segment.to) low = middle + 1;
    else return segment;
  }
  return undefined;
}
