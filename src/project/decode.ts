import { isUtf8 } from 'node:buffer';
import type { Span } from '../core/span.js';

/** Text, or what keeps the bytes from being text. Then `text` shows the bytes one by one so that `span` can be shown. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly text: string; readonly span: Span; readonly message: string };

/**
 * Decodes a file: UTF-8 with or without a byte order mark, UTF-16 of either order with one. The mark is removed.
 * NUL characters are left for the reader, which knows what they do to SQL.
 */
export function decode(bytes: Buffer): Decoded {
  const first = bytes[0];
  const second = bytes[1];
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 'little');
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 'big');
  if (!isUtf8(bytes)) return invalidUtf8(bytes);
  if (looksLikeUtf16(bytes)) {
    return refuse(
      bytes,
      0,
      'The file looks like UTF-16 without a byte order mark, which cannot be told from text for certain. Save it as UTF-8.',
    );
  }
  const hasMark = first === 0xef && second === 0xbb && bytes[2] === 0xbf;
  return { ok: true, text: bytes.toString('utf8', hasMark ? 3 : 0) };
}

/** The bytes of a text, in the encoding and with or without the byte order mark of the bytes it was decoded from. */
export function encodeLike(text: string, original: Buffer): Buffer {
  const [first, second, third] = original;
  if (first === 0xff && second === 0xfe) return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (first === 0xfe && second === 0xff) return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  const mark = first === 0xef && second === 0xbb && third === 0xbf;
  return Buffer.from(mark ? `\ufeff${text}` : text, 'utf8');
}

function decodeUtf16(bytes: Buffer, order: 'little' | 'big'): Decoded {
  if (order === 'little' && bytes.length >= 4 && bytes[2] === 0 && bytes[3] === 0) {
    return refuse(bytes, 0, 'The file is UTF-32. Save it as UTF-8.');
  }
  if (bytes.length % 2 !== 0) {
    const message = `The file is UTF-16, but its ${bytes.length} bytes are an odd number: the last character is cut. Save it as UTF-8.`;
    return refuse(bytes, bytes.length - 1, message);
  }
  const content = bytes.subarray(2);
  const littleEndian = order === 'little' ? content : Buffer.from(content).swap16();
  return { ok: true, text: littleEndian.toString('utf16le') };
}

/** Every other byte of the beginning is NUL, as in ASCII text that was written as UTF-16. */
function looksLikeUtf16(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, 64);
  if (sample.length < 4 || !sample.includes(0)) return false;
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = sample.length >> 1;
  return zeros.some((count) => count >= half - 2 && count > half / 2);
}

function invalidUtf8(bytes: Buffer): Decoded {
  const offset = firstInvalid(bytes);
  const byte = bytes[offset] ?? 0;
  const hex = `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  const latin = byte >= 0xa0 ? ` (in Latin-1 it would be "${String.fromCharCode(byte)}")` : '';
  const message = `The file is not valid UTF-8: byte ${hex} at offset ${offset}${latin}. Save it as UTF-8, for example with iconv -f LATIN1 -t UTF-8.`;
  return refuse(bytes, offset, message);
}

/**
 * Offset of the first byte that is not part of a whole UTF-8 character. A streaming decoder accepts exactly the
 * prefixes that could still become valid, so the shortest refused prefix is found by halving; the character that
 * broke begins at most three bytes before its end.
 */
function firstInvalid(bytes: Buffer): number {
  let accepted = 0;
  let refused = bytes.length + 1;
  while (refused - accepted > 1) {
    const middle = (accepted + refused) >> 1;
    if (couldBecomeValid(bytes.subarray(0, middle))) accepted = middle;
    else refused = middle;
  }
  for (let start = Math.min(accepted, bytes.length - 1); start > accepted - 4 && start >= 0; start--) {
    if (isUtf8(bytes.subarray(0, start))) return start;
  }
  return accepted;
}

function couldBecomeValid(prefix: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(prefix, { stream: true });
    return true;
  } catch {
    // The decoder has no other way to say that the bytes are invalid.
    return false;
  }
}

function refuse(bytes: Buffer, offset: number, message: string): Decoded {
  return { ok: false, text: bytes.toString('latin1'), span: { start: offset, end: offset + 1 }, message };
}
