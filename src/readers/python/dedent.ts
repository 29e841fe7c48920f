import type { Span } from '../../core/span.js';
import { concatenated, sliced } from './text.js';
import type { PythonString } from './value.js';

/** `textwrap.dedent(text)`: the margin all lines share is taken away, and blank lines lose their spaces. */
export function dedented(string: PythonString, span: Span): PythonString {
  const lines = linesOf(string.text);
  const margins = lines
    .map(({ start, end }) => string.text.slice(start, end))
    .filter((line) => !/^[ \t]*\n?$/.test(line))
    .map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
  const margin = margins.reduce(commonStart, margins[0] ?? '').length;
  const parts = lines.map(({ start, end }) => {
    const blank = /^[ \t]*(?=\n?$)/.exec(string.text.slice(start, end));
    return sliced(string, start + (blank === null ? margin : blank[0].length), end);
  });
  return concatenated(parts, span);
}

/** `text.strip()` and its halves. */
export function stripped(string: PythonString, how: 'strip' | 'lstrip' | 'rstrip', span: Span): PythonString {
  const start = how === 'rstrip' ? 0 : string.text.length - string.text.trimStart().length;
  const end = how === 'lstrip' ? string.text.length : string.text.trimEnd().length;
  return { ...sliced(string, start, Math.max(start, end)), span };
}

function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  for (let start = 0; start < text.length;) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed + 1;
    lines.push({ start, end });
    start = end;
  }
  return lines;
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
