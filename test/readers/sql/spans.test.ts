import { beforeAll, describe, expect, it } from 'vitest';
import { lineIndexOf } from '../../../src/core/source.js';
import { loadSqlParser } from '../../../src/readers/sql/index.js';
import { at, read } from './read.js';

beforeAll(loadSqlParser);

function spans(text: string): string[] {
  return read(text).up.map(({ span }) => at(text, span));
}

describe('spans', () => {
  it('begin at the first token and end after the last, without the semicolon', () => {
    const text = '/* why */ CREATE INDEX users_email_idx ON users (a); -- done';
    expect(spans(text)).toEqual(['CREATE INDEX users_email_idx ON users (a)']);
    expect(spans('-- a\n\n  DROP TABLE a /* b */ -- c\n ; \n')).toEqual(['DROP TABLE a']);
    expect(spans('(SELECT 1) UNION (SELECT 2)')).toEqual(['(SELECT 1) UNION (SELECT 2)']);
  });

  it('give each command of an ALTER TABLE its own, and all the statement', () => {
    const text = `SELECT 1; ALTER TABLE IF EXISTS ONLY "a,b".t ADD c numeric(1, 2) DEFAULT f(1, 2), DROP d;`;
    const [, first, second] = read(text).up;
    expect([at(text, first?.span), at(text, second?.span)]).toEqual(['ADD c numeric(1, 2) DEFAULT f(1, 2)', 'DROP d']);
    expect(at(text, first?.statementSpan)).toBe(text.slice(10, -1));
    expect(first?.statementSpan).toEqual(second?.statementSpan);
    expect([first?.statement, second?.statement]).toEqual([1, 1]);
  });

  it('give each of several objects its name', () => {
    expect(spans('DROP TABLE IF EXISTS a, "x y".b, c CASCADE;')).toEqual(['a', '"x y".b', 'c']);
    expect(spans('DROP FUNCTION a.f(int, text), g;')).toEqual(['a.f(int, text)', 'g']);
    expect(spans('TRUNCATE a, ONLY b.c RESTART IDENTITY')).toEqual(['a', 'b.c']);
    expect(spans('LOCK TABLE a, b IN SHARE MODE')).toEqual(['a', 'b']);
    expect(spans('VACUUM a, b (c)')).toEqual(['a', 'b']);
  });

  it.each([
    ['Latin', 'é ü ñ'],
    ['astral', '😀 👩‍👩‍👧 𝒳'],
    ['combining', 'e\u0301 n\u0303'],
    ['other scripts', '日本語 عربى'],
  ])('are right after %s text', (_, words) => {
    const text = `-- ${words}\r\nSELECT '${words}'; ALTER TABLE "${words}" ADD a text DEFAULT '${words}', DROP b;\r\nDROP TABLE c;`;
    expect(spans(text).slice(1)).toEqual([`ADD a text DEFAULT '${words}'`, 'DROP b', 'DROP TABLE c']);
    expect(read(text).up[1]).toMatchObject({ table: { name: words }, column: { default: { text: `'${words}'` } } });
  });

  it('count a byte order mark that the decoder left', () => {
    const [operation] = read('\ufeffDROP TABLE a;').up;
    expect(operation?.span).toEqual({ start: 1, end: 13 });
  });

  it('point errors at the token, in characters of any size', () => {
    const text = "SELECT 'é😀';\r\nSELECT '😀é' frm 日本 x;\r\nDROP TABLE a;";
    const { problems, up } = read(text);
    expect(problems.map(({ span }) => at(text, span))).toEqual(['日本']);
    expect(lineIndexOf(text).position(problems[0]?.span.start ?? 0)).toEqual({ line: 2, column: 18 });
    expect(spans(text).at(-1)).toBe('DROP TABLE a');
    expect(up.map(({ statement }) => statement)).toEqual([0, 2]);
  });
});
