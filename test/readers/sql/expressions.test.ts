import { beforeAll, describe, expect, it } from 'vitest';
import type { Expression } from '../../../src/core/expression.js';
import { loadSqlParser, readSql } from '../../../src/readers/sql/index.js';
import { at, only, read } from './read.js';

beforeAll(loadSqlParser);

/** Every expression in a migration, wherever it stands. */
function expressionsIn(value: unknown): Expression[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('text' in value && typeof value.text === 'string' && !('reason' in value)) return [value as Expression];
  return Object.values(value).flatMap(expressionsIn);
}

const cases: readonly (readonly [string, ...string[]])[] = [
  ['CREATE TABLE t (a int DEFAULT 1 NOT NULL)', '1'],
  ['CREATE TABLE t (a text DEFAULT (\'x\' || f(1, 2)) COLLATE "C" NOT NULL)', "('x' || f(1, 2))"],
  ['CREATE TABLE t (a int DEFAULT NULL NULL, b int)', 'NULL'],
  ['CREATE TABLE t (a int CONSTRAINT "default" DEFAULT - 5 CHECK ((a > 0)))', '- 5', '(a > 0)'],
  ["CREATE TABLE t (a jsonb DEFAULT '{}'::jsonb CONSTRAINT c CHECK (a ? 'x') NO INHERIT)", "'{}'::jsonb", "a ? 'x'"],
  ['CREATE TABLE t (a int[] DEFAULT ARRAY[1, 2] REFERENCES u DEFERRABLE)', 'ARRAY[1, 2]'],
  ['CREATE TABLE t (a timestamptz DEFAULT now() /* why */ PRIMARY KEY -- end\n)', 'now()'],
  ['CREATE TABLE t (a int GENERATED ALWAYS AS ( b * (c + 1) ) STORED)', 'b * (c + 1)'],
  ['CREATE TABLE t (a int, CONSTRAINT check_it CHECK (a IN (1, 2)) NOT ENFORCED)', 'a IN (1, 2)'],
  ['CREATE TABLE t (EXCLUDE USING gist ((lower(a)) WITH =, f(b) WITH &&) WHERE (c > 0))', 'lower(a)', 'f(b)', 'c > 0'],
  ['CREATE TABLE t (a int) PARTITION BY RANGE ((a + 1), lower(b))', 'a + 1', 'lower(b)'],
  ['ALTER TABLE t ALTER COLUMN "default" SET DEFAULT CASE WHEN true THEN 1 END, DROP x', 'CASE WHEN true THEN 1 END'],
  ['ALTER TABLE t ALTER a TYPE numeric(3, 1) USING a::numeric(3, 1), ADD b int', 'a::numeric(3, 1)'],
  ['ALTER TABLE t ALTER a SET EXPRESSION AS (b + 1)', 'b + 1'],
  ['ALTER TABLE t ADD CHECK (a > 0 AND b IS DISTINCT FROM c) NOT VALID', 'a > 0 AND b IS DISTINCT FROM c'],
  [
    'CREATE INDEX ON t ((a || b), lower(c) COLLATE "C" DESC, d) WHERE a IS NOT NULL',
    'a || b',
    'lower(c)',
    'a IS NOT NULL',
  ],
  ['CREATE INDEX ON t (coalesce(a, (b)) text_ops) INCLUDE (c) WITH (fillfactor = 70)', 'coalesce(a, (b))'],
  [
    'UPDATE t SET a = (SELECT 1 WHERE true) WHERE b = ANY (ARRAY[1]) RETURNING c',
    '(SELECT 1 WHERE true)',
    'b = ANY (ARRAY[1])',
  ],
  ['WITH w AS (SELECT 1 WHERE false) DELETE FROM t USING w WHERE t.a', 't.a'],
  ["CREATE DOMAIN d AS text DEFAULT 'a' CHECK (VALUE <> '') NOT NULL", "'a'", "VALUE <> ''"],
  ['ALTER DOMAIN d SET DEFAULT 1 + 2', '1 + 2'],
  ['ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID', 'VALUE > 0'],
];

describe('expressions', () => {
  it.each(cases)('of %s', (sql, ...texts) => {
    const { up, problems } = read(sql);
    const found = expressionsIn(up);
    expect(problems).toEqual([]);
    expect(found.map(({ text }) => text)).toEqual(expect.arrayContaining(texts));
    expect(found).toHaveLength(texts.length);
    for (const { text, span } of found) {
      expect(at(sql, span)).toBe(text);
      expect(readSql({ path: 'x.sql', text: `SELECT ${text}` }).problems).toEqual([]);
    }
  });

  it('of bounds are their texts', () => {
    const bound = (clause: string): unknown =>
      only(`CREATE TABLE t PARTITION OF u FOR VALUES ${clause}`, 'create-table').partitionOf?.bound;
    expect(bound("FROM (1, MINVALUE) TO ('a'::text, f(1, 2))")).toEqual({
      kind: 'range',
      from: ['1', 'MINVALUE'],
      to: ["'a'::text", 'f(1, 2)'],
    });
    expect(bound("IN ('a', NULL)")).toEqual({ kind: 'list', values: ["'a'", 'NULL'] });
    expect(bound('WITH (MODULUS 4, REMAINDER 0)')).toEqual({ kind: 'hash', modulus: 4, remainder: 0 });
  });
});

describe('inline constraints', () => {
  it('take in the words after them, and have spans', () => {
    const sql =
      'ALTER TABLE t ADD a int NOT NULL CONSTRAINT fk REFERENCES u (id) ON DELETE SET NULL NOT DEFERRABLE UNIQUE CHECK (a > 0) NOT ENFORCED';
    const { constraints, column } = only(sql, 'add-column');
    expect(column.notNull).toBe(true);
    expect(constraints.map(({ span }) => at(sql, span))).toEqual([
      'CONSTRAINT fk REFERENCES u (id) ON DELETE SET NULL NOT DEFERRABLE',
      'UNIQUE',
      'CHECK (a > 0) NOT ENFORCED',
    ]);
    expect(constraints).toMatchObject([
      { kind: 'foreign-key', name: 'fk', columns: ['a'], onDelete: 'set-null', enforced: true },
      { kind: 'unique', columns: ['a'] },
      { kind: 'check', enforced: false, notValid: false },
    ]);
    expect(constraints[0]).not.toHaveProperty('deferrable');
  });

  it('distinguish how a generated column is stored', () => {
    const storage = (words: string): string | undefined =>
      only(`CREATE TABLE t (a int GENERATED ALWAYS AS (b) ${words})`, 'create-table').columns[0]?.generated?.storage;
    expect([storage('STORED'), storage('VIRTUAL'), storage('')]).toEqual(['stored', 'virtual', 'unstated']);
  });
});
