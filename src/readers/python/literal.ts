import type { Span } from '../../core/span.js';
import type { PythonNumber, PythonString, PythonUnknown, TextSegment } from './value.js';

/** A string or bytes literal, from its prefix to its closing quote. */
export function stringLiteral(source: string, { start, end }: Span): PythonString | PythonUnknown {
  const opening = openingOf(source, start);
  const { raw, bytes, bodyStart } = opening;
  const bodyEnd = closingOf(source, opening, end);
  const decoded = decode(source, bodyStart, bodyEnd, raw, bytes);
  const span = { start, end };
  if (decoded === undefined) return { kind: 'unknown', reason: 'a character given by its Unicode name', span };
  return { kind: 'string', ...decoded, span, ...(bytes && { bytes }) };
}

/** What the prefix and the quotes of a literal say. */
export interface StringOpening {
  readonly raw: boolean;
  readonly bytes: boolean;
  readonly quotes: string;
  readonly bodyStart: number;
}

/** Reads the prefix and the quotes at an offset. */
export function openingOf(source: string, start: number): StringOpening {
  let at = start;
  let raw = false;
  let bytes = false;
  for (; source[at] !== '"' && source[at] !== "'" && at < source.length; at++) {
    const letter = source[at]?.toLowerCase();
    if (letter === 'r') raw = true;
    if (letter === 'b') bytes = true;
  }
  const quote = source[at] ?? '';
  const quotes = source[at + 1] === quote && source[at + 2] === quote ? quote.repeat(3) : quote;
  return { raw, bytes, quotes, bodyStart: at + quotes.length };
}

/** Where the body of a literal that ends at an offset ends; literals that were cut off have no closing quotes. */
export function closingOf(source: string, { quotes, bodyStart }: StringOpening, end: number): number {
  return source.endsWith(quotes, end) && end - quotes.length >= bodyStart ? end - quotes.length : end;
}

interface Decoded {
  readonly text: string;
  readonly segments: readonly TextSegment[];
}

/** Resolves the escapes of a body. Undefined when one needs the Unicode names, which are not at hand. */
export function decode(source: string, start: number, end: number, raw: boolean, bytes: boolean): Decoded | undefined {
  const body = source.slice(start, end);
  const special = raw ? /\r\n?/g : escape;
  const segments: TextSegment[] = [];
  let text = '';
  let done = 0;
  const verbatim = (to: number): void => {
    if (to === done) return;
    segments.push({ from: text.length, to: text.length + to - done, start: start + done, end: start + to });
    text += body.slice(done, to);
  };
  if (raw ? body.includes('\r') : body.includes('\\') || body.includes('\r')) {
    for (const match of body.matchAll(special)) {
      const replacement = unescaped(match[0], bytes);
      if (replacement === undefined) return undefined;
      if (replacement === match[0]) continue;
      verbatim(match.index);
      done = match.index + match[0].length;
      if (replacement === '') continue;
      segments.push({
        from: text.length,
        to: text.length + replacement.length,
        start: start + match.index,
        end: start + done,
      });
      text += replacement;
    }
  }
  verbatim(body.length);
  return { text, segments };
}

/** https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences; line ends become a line feed. */
const escape = /\\(?:\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[^])|\r\n?/g;

/** An unknown escape stands for itself, backslash included. */
function unescaped(sequence: string, bytes: boolean): string | undefined {
  const letter = sequence[1] ?? '';
  if (sequence.startsWith('\r')) return '\n';
  if (letter === '\n' || letter === '\r') return '';
  if (letter >= '0' && letter <= '7') return String.fromCodePoint(Number.parseInt(sequence.slice(1), 8));
  if (letter === 'x' && sequence.length > 2) return String.fromCodePoint(Number.parseInt(sequence.slice(2), 16));
  if (bytes && /[uUN]/.test(letter)) return sequence;
  if (/[uU]/.test(letter) && sequence.length > 2) {
    const code = Number.parseInt(sequence.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : sequence;
  }
  if (letter === 'N') return undefined;
  return simpleEscapes[letter] ?? sequence;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** A number literal. Undefined for imaginary numbers, which no column holds. */
export function numberLiteral(written: string, span: Span): PythonNumber | undefined {
  const digits = written.replaceAll('_', '').toLowerCase();
  if (/^(0[xob][0-9a-f]+|[0-9]+)$/.test(digits)) {
    // Python 2 wrote octal numbers with a zero alone.
    const octal = /^0+[1-7][0-7]*$/.exec(digits);
    const value = BigInt(octal === null ? digits : `0o${digits}`);
    return { kind: 'number', value: Number(value), text: value.toString(), integer: true, span };
  }
  if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(digits)) return undefined;
  return { kind: 'number', value: Number(digits), text: digits, integer: false, span };
}
