import type { Token } from './tokens.js';

/** What a string constant means, and where each unit of that stands in the text it was written in. */
export interface DecodedString {
  readonly value: string;
  toText(offset: number): number;
}

/** Decodes a `'...'`, `E'...'` or `$$...$$` token; undefined for the other forms (`U&'...'`, bit strings). */
export function decodeString(text: string, token: Token): DecodedString | undefined {
  if (token.unterminated === true) return undefined;
  if (token.kind === 'dollar') {
    const open = text.indexOf('$', token.start + 1) + 1;
    const close = token.end - (open - token.start);
    return { value: text.slice(open, close), toText: (offset) => open + offset };
  }
  if (token.kind !== 'string') return undefined;
  const unit = text.charCodeAt(token.start);
  if (unit === 39) return unescape(text, token.start + 1, token.end - 1, false);
  if ((unit | 32) === 101) return unescape(text, token.start + 2, token.end - 1, true);
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescape(text: string, start: number, end: number, backslashes: boolean): DecodedString {
  const pieces: string[] = [];
  /** Offsets in the value and in the text right after each escape; between them both run alike. */
  const anchors: { readonly value: number; readonly text: number }[] = [{ value: 0, text: start }];
  let length = 0;
  let from = start;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== 39 && !(backslashes && unit === 92)) continue;
    const { value, size } = unit === 39 ? { value: "'", size: 2 } : escape(text, at);
    pieces.push(text.slice(from, at), value);
    length += at - from + value.length;
    at += size - 1;
    from = at + 1;
    anchors.push({ value: length, text: from });
  }
  pieces.push(text.slice(from, end));
  return { value: pieces.join(''), toText: (offset) => anchored(anchors, offset) };
}

/** https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE */
function escape(text: string, at: number): { readonly value: string; readonly size: number } {
  const letter = text[at + 1] ?? '';
  const named = escapes[letter];
  if (named !== undefined) return { value: named, size: 2 };
  const coded = /^\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3}))/.exec(
    text.slice(at, at + 10),
  );
  if (coded === null) return { value: letter, size: 2 };
  const [whole, short, long, hex, octal] = coded;
  const code = octal === undefined ? parseInt(short ?? long ?? hex ?? '0', 16) : parseInt(octal, 8);
  return { value: code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code), size: whole.length };
}

function anchored(anchors: readonly { readonly value: number; readonly text: number }[], offset: number): number {
  let low = 0;
  let high = anchors.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((anchors[middle]?.value ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const anchor = anchors[low] ?? { value: 0, text: 0 };
  return anchor.text + offset - anchor.value;
}
