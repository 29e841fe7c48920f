import type { ReadProblem } from '../../core/migration.js';
import { isSpace, scanToken, type Token } from './tokens.js';

/** PostgreSQL's error as a sentence, at the token it stopped at. */
export function syntaxError(text: string, message: string, offset: number, end: number): ReadProblem {
  // The text PostgreSQL quotes may be as long as the file.
  const words = message.replace(/at or near "([^]{60})[^]*"$/, 'at or near "$1..."').replaceAll('\n', ' ');
  return {
    kind: kindOf(message),
    message: `PostgreSQL cannot parse this: ${words}.`,
    span: tokenSpan(text, offset, end),
  };
}

/** A quote that never closes, which hides the rest of the file. */
export function unterminated(text: string, token: Token): ReadProblem {
  const what = token.kind === 'quoted' ? 'name' : 'string';
  const sign = token.kind === 'dollar' ? text.slice(token.start, text.indexOf('$', token.start + 1) + 1) : undefined;
  const quote =
    sign === undefined ? `The quoted ${what} that begins here never ends` : `The text that ${sign} begins never ends`;
  return {
    kind: 'unbalanced',
    message: `${quote}: the closing quote is missing here or before.`,
    span: { start: token.start, end: Math.min(token.start + (sign?.length ?? 1), text.length) },
  };
}

export function tooComplex(start: number, end: number): ReadProblem {
  const message =
    'This statement is nested too deeply to be read; PostgreSQL itself would likely refuse it. Split it, or generate it differently.';
  return { kind: 'too-complex', message, span: { start, end } };
}

function kindOf(message: string): ReadProblem['kind'] {
  return /^unterminated/i.test(message) ? 'unbalanced' : 'syntax-error';
}

/** The token at an offset; at the end of a statement, the last character of it. */
function tokenSpan(text: string, offset: number, end: number): ReadProblem['span'] {
  if (offset < end && !isSpace(text.charCodeAt(offset))) {
    return { start: offset, end: Math.max(offset + 1, scanToken(text, offset, end).end) };
  }
  let last = Math.min(offset, end);
  while (last > 0 && isSpace(text.charCodeAt(last - 1))) last--;
  return { start: Math.max(0, last - 1), end: last };
}
