import { beforeAll, describe, expect, it } from 'vitest';
import type { QueryUse } from '../../../src/core/operation.js';
import { displayName } from '../../../src/core/name.js';
import { displayType } from '../../../src/core/type.js';
import { canonicalType } from '../../../src/core/type-names.js';
import { loadSqlParser } from '../../../src/readers/sql/index.js';
import { only } from './read.js';

beforeAll(loadSqlParser);

function use(sql: string): QueryUse {
  return only(`CREATE VIEW v AS ${sql}`, 'create-view').query;
}

describe('what a query uses', () => {
  it('relations are those of FROM at every level, names of WITH left out', () => {
    const { relations } = use(
      'WITH c AS (SELECT * FROM s.a) SELECT * FROM c, b JOIN d USING (x) WHERE y IN (SELECT 1 FROM e)',
    );
    expect(relations.map(displayName)).toEqual(['s.a', 'b', 'd', 'e']);
    expect(use('SELECT 1 FROM a UNION SELECT 2 FROM b').relations.map(displayName)).toEqual(['a', 'b']);
    const recursive = 'WITH RECURSIVE r AS (SELECT 1 FROM a UNION ALL SELECT 1 FROM r) SELECT * FROM r';
    expect(use(recursive).relations.map(displayName)).toEqual(['a']);
  });

  it('columns know their relation through aliases, also from subqueries', () => {
    const { columns } = use(
      'SELECT p.a, b, s.t.c, q.z FROM s.people p, (SELECT z FROM u) q WHERE EXISTS (SELECT FROM w WHERE w.k = p.k)',
    );
    expect(
      columns.map(({ relation, column }) => `${relation === undefined ? '?' : displayName(relation)}.${column}`),
    ).toEqual(['u.z', 's.people.a', '?.b', 's.t.c', 'w.k', 's.people.k']);
  });

  it('stars, functions and the output', () => {
    expect(use('SELECT t.* FROM t').star).toBe(true);
    expect(use('SELECT s.f(lower(a)), extract(day FROM b) FROM t').functions.map(displayName)).toEqual([
      's.f',
      'lower',
      'extract',
    ]);
    const { output } = use("SELECT a, b::int, c AS d, 'x'::app.mood AS e, f(1) FROM t");
    expect(
      output.map(({ name, type }) => `${name ?? '?'} ${type === undefined ? '' : displayType(type)}`.trim()),
    ).toEqual(['a', 'b integer', 'd', 'e app.mood', 'f']);
    expect(use('VALUES (1, 2::text)').output.map(({ name }) => name)).toEqual(['column1', 'column2']);
  });
});

describe('literals', () => {
  it('know the column they go to or are compared with', () => {
    const { literals } = only(
      "INSERT INTO t (a, b) VALUES ('x', f('y')), ('z'::mood, 1) ON CONFLICT (a) DO UPDATE SET c = 'w'",
      'insert',
    );
    expect(literals).toEqual([
      { column: 'a', value: 'x' },
      { value: 'y' },
      { column: 'a', type: { name: 'mood' }, value: 'z' },
      { column: 'c', value: 'w' },
    ]);
    const update = only("UPDATE t SET s = CASE WHEN q = 'a' THEN 'b' ELSE 'c' END WHERE s IN ('d', 'e')", 'update');
    expect(update.literals.map(({ column, value }) => `${column ?? ''}=${value}`)).toEqual([
      'q=a',
      's=b',
      's=c',
      's=d',
      's=e',
    ]);
    expect(only("SELECT 1 FROM t WHERE 'f'::mood = s", 'select').literals).toEqual([
      { column: 's', type: { name: 'mood' }, value: 'f' },
    ]);
  });
});

describe('set_config', () => {
  it('is SET in other words when its arguments are constant', () => {
    expect(only("SELECT pg_catalog.set_config('search_path', '', false)", 'set-parameter')).toMatchObject({
      parameter: 'search_path',
      values: [''],
      local: false,
    });
    expect(only("SELECT set_config('lock_timeout', '2s', true)", 'set-parameter')).toMatchObject({ local: true });
    expect(only("SELECT set_config('lock_timeout', a, true) FROM t", 'select').query.star).toBe(false);
  });
});

describe('batches', () => {
  it.each([
    ['UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t LIMIT 10)', true],
    ['WITH w AS (SELECT id FROM t FETCH FIRST 10 ROWS ONLY) UPDATE t SET a = 1 FROM w WHERE t.id = w.id', true],
    ['UPDATE t SET a = 1 WHERE id IN (SELECT id FROM t LIMIT ALL)', false],
    ['UPDATE t SET a = 1', false],
  ])('%s', (sql, limited) => {
    expect(only(sql, 'update').limited).toBe(limited);
  });
});

describe('type names', () => {
  it.each([
    ['int', 'integer'],
    ['pg_catalog.int4', 'integer'],
    ['int8', 'bigint'],
    ['bool', 'boolean'],
    ['varchar', 'character varying'],
    ['varchar(50)[]', 'character varying(50)[]'],
    ['char', 'character(1)'],
    ['char(3)', 'character(3)'],
    ['bpchar', 'bpchar'],
    ['"char"', '"char"'],
    ['float', 'double precision'],
    ['float(20)', 'real'],
    ['float4', 'real'],
    ['decimal(12, 2)', 'numeric(12,2)'],
    ['timestamptz(3)', 'timestamp(3) with time zone'],
    ['timestamp', 'timestamp without time zone'],
    ['timetz', 'time with time zone'],
    ['bit', 'bit(1)'],
    ['varbit(5)', 'bit varying(5)'],
    ['interval', 'interval'],
    ['interval(3)', 'interval(3)'],
    ['interval day to second(3)', 'interval(day to second,3)'],
    ['text[][]', 'text[][]'],
    ['int ARRAY[3]', 'integer[]'],
    ['serial', 'serial'],
    ['serial8', 'bigserial'],
    ['smallserial', 'smallserial'],
    ['app.int8', 'app.int8'],
    ['geometry(Point, 4326)', 'geometry(point,4326)'],
    ['uuid', 'uuid'],
    ['"MyType"', 'MyType'],
  ])('%s is %s', (written, canonical) => {
    const { type } = only(`ALTER TABLE t ADD a ${written}`, 'add-column').column;
    expect(type === undefined ? '' : displayType(type)).toBe(canonical);
  });

  it('are known to readers of other formats too', () => {
    expect(canonicalType({ name: 'char', modifiers: [], arrayDimensions: 1 })).toEqual({
      name: 'character',
      modifiers: [1],
      arrayDimensions: 1,
    });
    expect(canonicalType({ schema: 'app', name: 'char', modifiers: [], arrayDimensions: 0 }).schema).toBe('app');
  });
});
