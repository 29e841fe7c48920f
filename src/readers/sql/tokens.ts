/**
 * A light tokenizer for PostgreSQL's lexical structure, good enough to find where things begin and end; libpg-query
 * judges whether they are right. https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */
export type TokenKind = 'word' | 'quoted' | 'string' | 'dollar' | 'number' | 'operator' | 'punctuation' | 'parameter';

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** True when the text ended before the quote did. */
  readonly unterminated?: true;
}

/** A comment as it was scanned; `unterminated` for a block comment that never closes. */
export interface ScannedComment {
  readonly start: number;
  readonly end: number;
  readonly block: boolean;
  /** How many comments were open at once; PostgreSQL's block comments nest. */
  readonly depth: number;
  readonly unterminated?: true;
}

/** All tokens of `text` between two offsets, comments and white space left out. */
export function tokenize(
  text: string,
  start = 0,
  end = text.length,
  onComment?: (comment: ScannedComment) => void,
): Token[] {
  const tokens: Token[] = [];
  let at = start;
  for (;;) {
    at = skipBlank(text, at, end, onComment);
    if (at >= end) return tokens;
    const token = scanToken(text, at, end);
    tokens.push(token);
    at = token.end;
  }
}

/** The next offset that is neither white space nor inside a comment. */
export function skipBlank(
  text: string,
  start: number,
  end: number,
  onComment?: (comment: ScannedComment) => void,
): number {
  let at = start;
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (isSpace(unit)) at++;
    else if (unit === 45 && text.charCodeAt(at + 1) === 45) {
      const stop = lineEnd(text, at, end);
      onComment?.({ start: at, end: stop, block: false, depth: 1 });
      at = stop;
    } else if (unit === 47 && text.charCodeAt(at + 1) === 42) {
      const comment = blockComment(text, at, end);
      onComment?.(comment);
      at = comment.end;
    } else break;
  }
  return at;
}

/** The token that begins at `at`, which must not be white space or the start of a comment. */
export function scanToken(text: string, at: number, end: number): Token {
  const unit = text.charCodeAt(at);
  if (isIdentifierStart(unit)) return prefixedString(text, at, end, unit) ?? word(text, at, end);
  if (isDigit(unit) || (unit === 46 && isDigit(text.charCodeAt(at + 1)))) return number(text, at, end);
  if (unit === 39) return quoted(text, at, at + 1, end, 39, false, 'string');
  if (unit === 34) return quoted(text, at, at + 1, end, 34, false, 'quoted');
  if (unit === 36) return dollar(text, at, end);
  if (isOperator(unit)) return operator(text, at, end);
  if (unit === 58 && text.charCodeAt(at + 1) === 58) return { kind: 'punctuation', start: at, end: at + 2 };
  if (unit === 58 && text.charCodeAt(at + 1) === 61) return { kind: 'punctuation', start: at, end: at + 2 };
  return { kind: 'punctuation', start: at, end: at + 1 };
}

/** White space as PostgreSQL's scanner sees it: space, tab, newline, return, vertical tab, form feed. */
export function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13);
}

export function isIdentifierStart(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95 || unit >= 128;
}

function isIdentifierPart(unit: number): boolean {
  return isIdentifierStart(unit) || isDigit(unit) || unit === 36;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

const operatorUnits = new Set(Array.from('+-*/<>=~!@#%^&|`?', (character) => character.charCodeAt(0)));

function isOperator(unit: number): boolean {
  return operatorUnits.has(unit);
}

function lineEnd(text: string, at: number, end: number): number {
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || unit === 13) break;
    at++;
  }
  return at;
}

function blockComment(text: string, start: number, end: number): ScannedComment {
  let open = 1;
  let depth = 1;
  let at = start + 2;
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (unit === 42 && text.charCodeAt(at + 1) === 47) {
      at += 2;
      if (--open === 0) return { start, end: Math.min(at, end), block: true, depth };
    } else if (unit === 47 && text.charCodeAt(at + 1) === 42) {
      depth = Math.max(depth, ++open);
      at += 2;
    } else at++;
  }
  return { start, end, block: true, depth, unterminated: true };
}

function word(text: string, start: number, end: number): Token {
  let at = start + 1;
  while (at < end && isIdentifierPart(text.charCodeAt(at))) at++;
  return { kind: 'word', start, end: at };
}

/** `E'...'`, `B'...'`, `X'...'`, `N'...'`, `U&'...'` and `U&"..."`. */
function prefixedString(text: string, at: number, end: number, unit: number): Token | undefined {
  const next = text.charCodeAt(at + 1);
  if (next === 39 && at + 1 < end) {
    const letter = unit | 32;
    if (letter === 101) return quoted(text, at, at + 2, end, 39, true, 'string');
    if (letter === 98 || letter === 120 || letter === 110) return quoted(text, at, at + 2, end, 39, false, 'string');
  }
  if (next === 38 && (unit | 32) === 117 && at + 2 < end) {
    const quote = text.charCodeAt(at + 2);
    if (quote === 39) return quoted(text, at, at + 3, end, 39, false, 'string');
    if (quote === 34) return quoted(text, at, at + 3, end, 34, false, 'quoted');
  }
  return undefined;
}

function quoted(
  text: string,
  start: number,
  from: number,
  end: number,
  quote: number,
  backslashes: boolean,
  kind: TokenKind,
): Token {
  let at = from;
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (unit === quote) {
      if (at + 1 < end && text.charCodeAt(at + 1) === quote) at += 2;
      else return { kind, start, end: at + 1 };
    } else at += backslashes && unit === 92 ? 2 : 1;
  }
  return { kind, start, end, unterminated: true };
}

function dollar(text: string, start: number, end: number): Token {
  let at = start + 1;
  if (isDigit(text.charCodeAt(at))) {
    while (at < end && isDigit(text.charCodeAt(at))) at++;
    return { kind: 'parameter', start, end: at };
  }
  if (isIdentifierStart(text.charCodeAt(at))) {
    while (at < end && text.charCodeAt(at) !== 36 && isIdentifierPart(text.charCodeAt(at))) at++;
  }
  if (at >= end || text.charCodeAt(at) !== 36) return { kind: 'punctuation', start, end: start + 1 };
  const tag = text.slice(start, at + 1);
  const close = text.indexOf(tag, at + 1);
  if (close < 0 || close + tag.length > end) return { kind: 'dollar', start, end, unterminated: true };
  return { kind: 'dollar', start, end: close + tag.length };
}

function number(text: string, start: number, end: number): Token {
  let at = start;
  while (at < end) {
    const unit = text.charCodeAt(at);
    // `1..10` in PL/pgSQL is two numbers with two dots between them.
    if (unit === 46 && text.charCodeAt(at + 1) === 46) break;
    const sign =
      (unit === 43 || unit === 45) && (text.charCodeAt(at - 1) | 32) === 101 && isDigit(text.charCodeAt(at + 1));
    if (!isIdentifierPart(unit) && unit !== 46 && !sign) break;
    at++;
  }
  return { kind: 'number', start, end: at };
}

function operator(text: string, start: number, end: number): Token {
  let at = start;
  while (at < end && isOperator(text.charCodeAt(at))) {
    const unit = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (at > start && ((unit === 45 && next === 45) || (unit === 47 && next === 42))) break;
    at++;
  }
  // A run may end in + or - only if it holds one of ~ ! @ # % ^ & | ` ?; else the sign belongs to what follows.
  while (
    at - start > 1 &&
    (text[at - 1] === '+' || text[at - 1] === '-') &&
    !/[~!@#%^&|`?]/.test(text.slice(start, at))
  )
    at--;
  return { kind: 'operator', start, end: at };
}
