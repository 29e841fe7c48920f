import { describe, expect, test } from 'vitest';
import { decode } from '../../src/project/decode.js';

const sql = "SELECT 'Größe 😀';\n";

describe('text is decoded', () => {
  test.each([
    ['UTF-8', Buffer.from(sql)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${sql}`)],
    ['UTF-16 little endian', Buffer.from(`\uFEFF${sql}`, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\uFEFF${sql}`, 'utf16le').swap16()],
  ])('%s', (_, bytes) => {
    expect(decode(bytes)).toEqual({ ok: true, text: sql });
  });

  test('an empty file, and one that is only a mark', () => {
    expect(decode(Buffer.alloc(0))).toEqual({ ok: true, text: '' });
    expect(decode(Buffer.from('\uFEFF'))).toEqual({ ok: true, text: '' });
  });

  test('a NUL character is left to the reader', () => {
    expect(decode(Buffer.from('SELECT 1;\0 DROP TABLE t;'))).toMatchObject({
      ok: true,
      text: 'SELECT 1;\0 DROP TABLE t;',
    });
  });
});

describe('what is not text is refused at its place', () => {
  test.each([
    ['Latin-1 in the middle', Buffer.from("SELECT 'Größe';", 'latin1'), 10, '0xF6'],
    ['a stray continuation byte', Buffer.from([0x41, 0x42, 0x80, 0x43]), 2, '0x80'],
    ['a character cut by the end', Buffer.concat([Buffer.from('ab'), Buffer.from('😀').subarray(0, 3)]), 2, '0xF0'],
    ['an overlong form', Buffer.from([0x61, 0xc0, 0xaf]), 1, '0xC0'],
    ['the first byte', Buffer.from([0xe9, 0x20]), 0, '0xE9'],
  ])('%s', (_, bytes, offset, byte) => {
    const decoded = decode(bytes);
    expect(decoded).toMatchObject({ ok: false, span: { start: offset } });
    expect(decoded).toHaveProperty('message', expect.stringContaining(`byte ${byte} at offset ${offset}`));
  });

  test('UTF-16 without a mark', () => {
    expect(decode(Buffer.from('SELECT 1;', 'utf16le'))).toMatchObject({ ok: false });
    expect(decode(Buffer.from('SELECT 1;', 'utf16le').swap16())).toMatchObject({ ok: false });
  });

  test('UTF-16 with a cut character, and UTF-32', () => {
    expect(decode(Buffer.from([0xff, 0xfe, 0x41]))).toMatchObject({ ok: false });
    expect(decode(Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]))).toMatchObject({ ok: false });
  });
});
