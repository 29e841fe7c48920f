import { loadModule, parseSync } from 'libpg-query';
import { astVisitor, parse } from 'pgsql-ast-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  analyseExpression,
  columnNamesOf,
  isAlwaysTrue,
  limitsToKeyRange,
  renameColumnIn,
} from '../../src/postgres/expressions/index.js';

beforeAll(loadModule);

/** Expressions of defaults, CHECKs, USING clauses and conditions, as migrations and pg_dump write them. */
const expressions = [
  `0`,
  `-1.5`,
  `.5e10`,
  `0x1F`,
  `1_000`,
  `'it''s'`,
  `E'a\\'b\\n'`,
  `$$x$$`,
  `$tag$ a $$ b $tag$`,
  `B'101'`,
  `X'1F'`,
  `U&'d\\0061t'`,
  `true`,
  `NULL`,
  `'a' 'b'`.replace(' ', '\n'),
  `'{}'::jsonb`,
  `ARRAY[]::text[]`,
  `ARRAY[1, 2 + a]`,
  `ARRAY[[1, a], [b, 2]]`,
  `'{}'::int[][3]`,
  `now()`,
  `pg_catalog.now()`,
  `CURRENT_TIMESTAMP`,
  `current_timestamp(3)`,
  `LOCALTIME`,
  `current_date + 1`,
  `current_user`,
  `nextval('a_seq'::regclass)`,
  `app.next(1, b)`,
  `interval '1 day'`,
  `interval '1' day`,
  `interval(3) '1'`,
  `interval '1-2' year to month`,
  `date '2024-01-01'`,
  `timestamp with time zone '2024-01-01'`,
  `timestamp(3) '2024-01-01'`,
  `double precision '1'`,
  `numeric(4, 2) '1'`,
  `public.mood 'happy'`,
  `a::timestamp(3) without time zone`,
  `a::character varying(10)`,
  `a::app.mood[]`,
  `CAST(a AS numeric(10, 2))`,
  `a::interval day to second`,
  `a > 0 AND b IS NOT NULL OR NOT c`,
  `a + b * c - d / e % f ^ 2`,
  `-a + - b`,
  `- - a`,
  `a < -1`,
  `a <-1`,
  `@ a`,
  `~ a`,
  `a || b || 'x'`,
  `a -> 'b' ->> 'c' = 'd'`,
  `a #>> '{x,y}'`,
  `a @> b`,
  `a ? 'k'`,
  `a && b`,
  `a IS DISTINCT FROM b`,
  `a IS NOT DISTINCT FROM NULL`,
  `a IS TRUE`,
  `a IS NOT UNKNOWN`,
  `a ISNULL`,
  `a NOTNULL`,
  `a COLLATE "C" < b`,
  `lower(a) COLLATE pg_catalog."de_DE"`,
  `a LIKE 'x%' ESCAPE '!'`,
  `a NOT ILIKE b`,
  `a SIMILAR TO 'x'`,
  `a ~* '^x'`,
  `a !~ b`,
  `a BETWEEN b AND c AND d`,
  `a NOT BETWEEN SYMMETRIC 1 AND 2`.replace('SYMMETRIC ', ''),
  `a IN (1, b, f(c))`,
  `a NOT IN ('x')`,
  `a = ANY (ARRAY['x'::text, b])`,
  `(a)::text = ANY ((ARRAY['x'::character varying])::text[])`,
  `a <> ALL (b)`,
  `a = SOME (c)`,
  `a LIKE ANY (b)`,
  `(a).field > 1`,
  `(t.a).field.other`,
  `(f(a)).x`,
  `a[1]`,
  `a[1:b]`,
  `a[:2]`,
  `(a[1]).x`,
  `t.a = s.t.b`,
  `"A" > "b c"`,
  `"a""b"`,
  `ä > Ö`,
  `(a, b) = (1, c)`,
  `ROW(a, b) IS NOT NULL`,
  `(a, b) OVERLAPS (c, d)`,
  `CASE WHEN a THEN b ELSE c END`,
  `CASE a WHEN 1 THEN f(b) WHEN c THEN 2 END`,
  `coalesce(a, f(b), 0)`,
  `nullif(a, '')`,
  `greatest(a, b)`,
  `least(1, a)`,
  `extract(epoch FROM a)`,
  `extract('year' from now())`,
  `trim(both 'x' from a)`,
  `trim(a)`,
  `trim(leading from a)`,
  `trim(trailing a from b)`,
  `position('a' in b)`,
  `position(a || 'b' IN c)`,
  `substring(a from 2 for b)`,
  `substring(a, 2)`,
  `substring(a similar b escape '#')`,
  `overlay(a placing b from 1 for 2)`,
  `a AT TIME ZONE 'utc'`,
  `now() AT TIME ZONE 'utc' + b`,
  `a OPERATOR(pg_catalog.=) b`,
  `a operator(app.===) b`,
  `f(x => a, y := b)`,
  `f(VARIADIC a)`,
  `count(*)`,
  `count(DISTINCT a)`,
  `sum(a) FILTER (WHERE b > 0)`,
  `string_agg(a, ',' ORDER BY b DESC NULLS LAST)`,
  `left(a, 1)`,
  `right(a, b)`,
  `year > 1`,
  `value + name`,
  `level`,
  `"user" = user`,
  `type = 'x'`,
  `((a))`,
  `a /* b */ + c -- d`,
  `a::json ->> 'x'`,
  `to_tsvector('english'::regconfig, coalesce(title, ''::text) || ' ' || body)`,
  `date(a)`,
  `date = current_date`,
  `timestamp > now()`,
  `time < '10:00'`,
  `char_length(a) <= 10`,
  `json_build_object('a', a)`,
  `xmlcomment(a)`,
  `jsonb_path_exists(a, '$.b')`,
  `md5(random()::text)`,
  `a IS NOT NULL = (b IS NULL)`,
  `NOT a = b`,
  `a = b IS NULL`,
  `a <= b AND c >= d OR e <> f OR g != h`,
  `a=-1`,
  `a*-b`,
  `a.b.c`,
  `if(a)`,
  `char(a)`.replace('char(a)', 'bool(a)'),
  `normalize(a)`,
];

interface Found {
  readonly columns: string[];
  readonly functions: string[];
}

/** The columns and functions that PostgreSQL's own parser finds. */
function oracle(expression: string): Found {
  const found: Found = { columns: [], functions: [] };
  visit(parseSync(`SELECT ${expression}\n`), found);
  return found;
}

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean | null | undefined;

function visit(node: unknown, found: Found): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node as Record<string, Json>)) {
    const fields = value as Readonly<Record<string, Json>> | undefined;
    if (key === 'ColumnRef') found.columns.push(names(fields?.fields));
    if (key === 'FuncCall') found.functions.push(names(fields?.funcname).replace(/^pg_catalog\./, ''));
    if (key === 'SQLValueFunction') found.functions.push('value');
    visit(value, found);
  }
}

function names(list: Json): string {
  return (list as readonly { String: { sval: string } }[]).map(({ String: { sval } }) => sval).join('.');
}

const values = /^(?:current_|local|session_user|system_user|user$)/;

/** Calls the grammar makes of operators: PostgreSQL's parser lists them, and they are neither volatile nor anyone's own. */
const madeOfOperators = /^(?:like_escape|similar_to_escape|overlaps|is_normalized)$/;

/** What pgsql-ast-parser takes for something else than PostgreSQL's own parser does (the tests below have asked that). */
const misread: readonly string[] = [`U&'d\\0061t'`, `"a""b"`, `count(*)`];

/** The columns that pgsql-ast-parser finds, qualifiers left out; undefined where it cannot read the expression. */
function secondOpinion(expression: string): readonly string[] | undefined {
  const columns: string[] = [];
  try {
    astVisitor(() => ({ ref: ({ name }) => columns.push(name) })).expr(parse(expression, 'expr'));
  } catch {
    return undefined; // Its grammar is smaller than PostgreSQL's: COLLATE, IS DISTINCT FROM, (a).b and others.
  }
  return columns;
}

describe('analyseExpression', () => {
  test('agrees with pgsql-ast-parser about the columns wherever that can read the expression', () => {
    const compared = expressions.flatMap((text) => {
      const columns = secondOpinion(text);
      return columns === undefined ? [] : [{ text, columns: [...columns].sort() }];
    });
    expect(compared.length).toBeGreaterThan(expressions.length / 2);
    const differing = compared.filter(({ text, columns }) => {
      const found = analyseExpression(text).columns.map(({ name }) => name);
      return found.sort().join() !== columns.join();
    });
    expect(differing.map(({ text }) => text)).toEqual(misread);
  });

  test.each(expressions)('finds in %s what PostgreSQL finds', (text) => {
    const analysis = analyseExpression(text);
    const expected = oracle(text);
    expect(analysis.tree).toBeDefined();
    const shown = analysis.columns.map(({ name, table }) =>
      [table?.schema, table?.name, name].filter(Boolean).join('.'),
    );
    expect([...shown].sort()).toEqual(expected.columns.sort());
    const called = analysis.functions.map(({ schema, name }) =>
      values.test(name) && schema === undefined
        ? 'value'
        : schema === undefined || schema === 'pg_catalog'
          ? name
          : `${schema}.${name}`,
    );
    expect(called.sort()).toEqual(expected.functions.filter((name) => !madeOfOperators.test(name)).sort());
  });

  test.each(expressions)('knows the places of the columns of %s', (text) => {
    for (const { name, nameSpan } of analyseExpression(text).columns) {
      const written = text.slice(nameSpan.start, nameSpan.end);
      const isQuoted = written.startsWith('"');
      expect(isQuoted ? written : written.toLowerCase()).toBe(
        isQuoted ? `"${name.replaceAll('"', '""')}"` : name.toLowerCase(),
      );
    }
  });

  test.each([
    ["JSON_VALUE(a, '$.b' RETURNING int)", ['a'], ['json_value']],
    ['a BETWEEN SYMMETRIC b AND c', ['a', 'b', 'c'], []],
    ['rank() OVER (PARTITION BY a)', ['a'], ['rank']],
  ])('lists the names in %s although it cannot take it apart', (text, columns, functions) => {
    const analysis = analyseExpression(text);
    expect(analysis.tree).toBeUndefined();
    expect(analysis.isConstant).toBe(false);
    expect(columnNamesOf(text)).toEqual(expect.arrayContaining(columns));
    expect(analysis.functions.map(({ name }) => name)).toEqual(expect.arrayContaining(functions));
  });

  test.each([
    '',
    '(',
    `'`,
    '"',
    'a +',
    'a b',
    ')',
    '\0',
    '('.repeat(20_000),
    '1 '.repeat(5000),
    '$a$',
    '/* /*',
    'not '.repeat(5000),
    'a::',
  ])('bears %j', (text) => {
    expect(analyseExpression(text)).toMatchObject({ isConstant: false });
    expect(analyseExpression(text).tree).toBeUndefined();
  });

  test('lists the names in a subquery without telling them apart', () => {
    const analysis = analyseExpression('a IN (SELECT t.id FROM t WHERE f(t.b))');
    expect(analysis.subquery).toBe(true);
    expect(columnNamesOf('a IN (SELECT t.id FROM t WHERE f(t.b))')).toEqual(expect.arrayContaining(['a', 'id', 'b']));
    expect(analysis.functions.map(({ name }) => name)).toEqual(['f']);
  });

  test.each([
    ['0', true],
    [`'{}'::jsonb`, true],
    ['ARRAY[]::text[]', true],
    ['1 + 2', true],
    [`interval '1 day'`, true],
    ['now()', false],
    ['CURRENT_DATE', false],
    ['a', false],
    ['(SELECT 1)', false],
  ])('%s is constant: %s', (text, expected) => {
    expect(analyseExpression(text).isConstant).toBe(expected);
  });
});

test.each([
  ['a > 0 AND t.a < 5', 'b', 'b > 0 AND t.b < 5'],
  [`"a" = 'a'`, 'B', `"B" = 'a'`],
  ['a(a) + ab', 'select', 'a("select") + ab'],
  [`x = 'a'`, 'b', `x = 'a'`],
])('renaming a in %s to %s gives %s', (text, newName, expected) => {
  expect(renameColumnIn({ text }, 'a', newName).text).toBe(expected);
});

describe('isAlwaysTrue', () => {
  test.each([
    'true',
    '1 = 1',
    `'a' = 'a'`,
    '(1=1)',
    'x = x',
    'NOT false',
    '1 < 2',
    'x IS NULL OR x IS NOT NULL',
    'true AND 1=1',
    'id > 0 OR true',
    '2 BETWEEN 1 AND 3',
    `'t'::boolean`,
    '1 IS NOT NULL',
    'true IS TRUE',
    '1 <> 2',
  ])('%s lets every row through', (text) => {
    expect(isAlwaysTrue({ text })).toBe(true);
  });
  test.each([
    'users.id = orders.id',
    'id > 0',
    'x IS NOT NULL',
    'false',
    '1 = 2',
    'x = y',
    'true AND id = 1',
    'x = 1 OR x IS NULL',
    'x BETWEEN 1 AND 2',
    `'a' < 'b'`,
    'x',
    'x <> x',
    '(',
    'EXISTS (SELECT 1)',
    'NULL',
    '1 = 1 AND',
    'x IS TRUE OR x IS NOT TRUE',
  ])('%s does not', (text) => {
    expect(isAlwaysTrue({ text })).toBe(false);
  });
  test('no condition at all does', () => expect(isAlwaysTrue(undefined)).toBe(true));
});

describe('limitsToKeyRange', () => {
  test.each([
    'id BETWEEN 1 AND 1000',
    'id >= 1 AND id < 1001',
    'id IN (1, 2)',
    'id = 7',
    'id = ANY ($1)',
    '$1 < id AND $2 >= id',
    'id IN (1) AND x',
    't.id > 1 AND t.id <= 2',
  ])('%s keeps to a stretch of keys', (text) => {
    expect(limitsToKeyRange({ text }, ['id'])).toBe(true);
  });
  test.each([
    'id > 1',
    'id <> 1',
    'id NOT IN (1, 2)',
    'x = 1',
    'id > 1 OR id < 5',
    'id NOT BETWEEN 1 AND 2',
    'id = id',
    'id <> ALL (ARRAY[1])',
  ])('%s does not', (text) => {
    expect(limitsToKeyRange({ text }, ['id'])).toBe(false);
  });
});
