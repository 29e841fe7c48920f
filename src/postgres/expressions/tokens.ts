import type { Span } from '../../core/span.js';

/**
 * One lexical unit of an expression. `text` of a word is folded to lower case, that of a quoted name and of a string is
 * what it stands for; numbers, operators and signs stay as written.
 */
export interface Token extends Span {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'operator' | 'sign' | 'parameter';
  readonly text: string;
}

/**
 * Cuts an expression into tokens the way src/backend/parser/scan.l does, without comments. Undefined when the text holds
 * something that is no SQL: an unterminated quote, a stray character.
 */
export function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const skipped = skipBlank(text, at);
    if (skipped === undefined) return undefined;
    at = skipped;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    if (token === undefined) return undefined;
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

const wordPattern = /[a-z_\u0080-\uffff][a-z0-9_$\u0080-\uffff]*/iy;
const numberPattern = /(?:0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?)/iy;
const operatorPattern = /[+\-*/<>=~!@#%^&|`?]+/y;
const dollarPattern = /\$(?:[a-z_\u0080-\uffff][a-z0-9_\u0080-\uffff]*)?\$/iy;
const parameterPattern = /\$\d+/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function tokenAt(text: string, at: number): Token | undefined {
  const character = text[at] ?? '';
  if (character === "'") return quoted(text, at, at, 'string', false);
  if (character === '"') return quoted(text, at, at, 'quoted', false);
  if (character === '$') return dollar(text, at);
  if ('()[],;'.includes(character)) return { kind: 'sign', text: character, start: at, end: at + 1 };
  if (character === ':') return colon(text, at);
  if (/[0-9]/.test(character) || (character === '.' && /[0-9]/.test(text[at + 1] ?? ''))) return number(text, at);
  if (character === '.') return { kind: 'sign', text: '.', start: at, end: at + 1 };
  const word = match(wordPattern, text, at);
  if (word !== undefined) return prefixed(text, at, word) ?? foldedWord(word, at);
  return operator(text, at);
}

function number(text: string, at: number): Token | undefined {
  const found = match(numberPattern, text, at);
  return found === undefined ? undefined : { kind: 'number', text: found, start: at, end: at + found.length };
}

/** PostgreSQL folds ASCII letters only, as long as the encoding has more than one byte. */
function foldedWord(word: string, at: number): Token {
  const text = word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return { kind: 'word', text, start: at, end: at + word.length };
}

/** `E''`, `B''`, `X''`, `N''`, `U&''` and `U&""`. */
function prefixed(text: string, at: number, word: string): Token | undefined {
  const next = text[at + word.length];
  if (next === "'" && /^[ebxn]$/i.test(word)) return quoted(text, at, at + 1, 'string', /^e$/i.test(word));
  if (/^u$/i.test(word) && next === '&') {
    if (text[at + 2] === "'") return quoted(text, at, at + 2, 'string', false);
    if (text[at + 2] === '"') return quoted(text, at, at + 2, 'quoted', false);
  }
  return undefined;
}

function quoted(
  text: string,
  start: number,
  open: number,
  kind: 'string' | 'quoted',
  escapes: boolean,
): Token | undefined {
  const quote = text[open];
  let value = '';
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (escapes && character === '\\') {
      value += character + (text[++at] ?? '');
    } else if (character !== quote) {
      value += character;
    } else if (text[at + 1] === quote) {
      value += quote;
      at++;
    } else {
      return { kind, text: value, start, end: at + 1 };
    }
  }
  return undefined;
}

function dollar(text: string, at: number): Token | undefined {
  const parameter = match(parameterPattern, text, at);
  if (parameter !== undefined) {
    return { kind: 'parameter', text: parameter, start: at, end: at + parameter.length };
  }
  const tag = match(dollarPattern, text, at);
  if (tag === undefined) return undefined;
  const close = text.indexOf(tag, at + tag.length);
  if (close === -1) return undefined;
  return { kind: 'string', text: text.slice(at + tag.length, close), start: at, end: close + tag.length };
}

function colon(text: string, at: number): Token {
  const two = text.slice(at, at + 2);
  const sign = two === '::' || two === ':=' ? two : ':';
  return { kind: 'sign', text: sign, start: at, end: at + sign.length };
}

/** An operator ends before a comment begins, and ends with + or - only if it holds one of `~!@#%^&|?` or a backtick. */
function operator(text: string, at: number): Token | undefined {
  let found = match(operatorPattern, text, at);
  if (found === undefined) return undefined;
  const comment = /--|\/\*/.exec(found);
  if (comment !== null) found = found.slice(0, comment.index);
  while (found.length > 1 && /[+-]$/.test(found) && !/[~!@#%^&|`?]/.test(found)) found = found.slice(0, -1);
  return { kind: 'operator', text: found, start: at, end: at + found.length };
}

function skipBlank(text: string, at: number): number | undefined {
  for (;;) {
    while (at < text.length && /\s/.test(text[at] ?? '')) at++;
    if (text.startsWith('--', at)) {
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
    } else if (text.startsWith('/*', at)) {
      const end = blockCommentEnd(text, at);
      if (end === undefined) return undefined;
      at = end;
    } else {
      return at;
    }
  }
}

/** Block comments nest. */
function blockCommentEnd(text: string, at: number): number | undefined {
  let depth = 0;
  const edge = /\/\*|\*\//g;
  edge.lastIndex = at;
  for (let found = edge.exec(text); found !== null; found = edge.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return undefined;
}
