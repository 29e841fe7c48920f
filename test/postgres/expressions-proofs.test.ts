import { PGlite } from 'pglite18';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartitionBound, PartitionKey } from '../../src/core/operation.js';
import type { TypeReference } from '../../src/core/type.js';
import { excludesBound, provesBound, provesNotNull } from '../../src/postgres/expressions/index.js';

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
  await database.exec('SET client_min_messages = debug1');
});
afterAll(() => database.close());

/** Runs a statement and answers whether PostgreSQL says that existing constraints made a scan needless. */
async function proves(statement: string, message: RegExp): Promise<boolean> {
  let found = false;
  await database.exec(statement, { onNotice: (notice) => (found ||= message.test(notice.message ?? '')) });
  return found;
}

describe('SET NOT NULL', () => {
  const checks = [
    'a IS NOT NULL',
    'a > 0',
    'a IS NOT NULL AND a > 0',
    'NOT (a IS NULL)',
    'a IS NOT NULL OR a IS NULL',
    'a IS NOT NULL OR b IS NOT NULL',
    '(a IS NOT NULL AND b > 0) OR a IS NOT NULL',
    'num_nonnulls(a) = 1',
    'NOT (a IS NULL OR b IS NULL)',
    'coalesce(a, 0) > 0',
    'a IS DISTINCT FROM NULL',
    '(a IS NOT NULL) IS TRUE',
    'a IS NOT NULL AND b IS NOT NULL',
    '(a IS NOT NULL) = true',
    'a NOTNULL',
    'NOT (a ISNULL)',
    '(a, b) IS NOT NULL',
    'NOT ((a, b) IS NULL)',
    'CASE WHEN a IS NULL THEN false ELSE true END',
    'NOT NOT (a IS NOT NULL)',
    'true AND a IS NOT NULL',
    'a IS NOT NULL OR false',
    'a::bigint IS NOT NULL',
    'a IS NULL = false',
    'a IS NULL IS FALSE',
    'a = a',
    '"a" IS NOT NULL',
    't.a IS NOT NULL',
    'a IS NOT NULL AND a IS NULL',
  ];
  test.each(checks)('is spared its scan by CHECK (%s) exactly when PostgreSQL says so', async (check) => {
    await database.exec(`DROP TABLE IF EXISTS t; CREATE TABLE t (a int, b int, CHECK (${check}))`);
    const observed = await proves('ALTER TABLE t ALTER a SET NOT NULL', /sufficient to prove/);
    expect(provesNotNull({ text: check }, 'a')).toBe(observed);
  });
});

interface Case {
  readonly type: string;
  readonly check: string;
  readonly bound: string;
  readonly key?: string;
  readonly nullable?: boolean;
  /** PostgreSQL proves it and Lockstep does not: it then expects a scan that does not come. */
  readonly cautious?: boolean;
}

const range = (type: string, check: string, bound = 'FROM (1) TO (10)', more: Partial<Case> = {}): Case => ({
  type,
  check,
  bound,
  ...more,
});
const list = (type: string, check: string, bound: string, more: Partial<Case> = {}): Case => ({
  type,
  check,
  bound,
  key: 'LIST (a)',
  ...more,
});
const months = `FROM ('2024-01-01') TO ('2024-02-01')`;
const numbers = (count: number): string => Array.from({ length: count }, (_, index) => index).join();
const nullable = { nullable: true };
const cautious = { cautious: true };

const attachments: readonly Case[] = [
  range('int', 'a >= 1 AND a < 10'),
  range('int', 'a > 0 AND a < 10'),
  range('int', 'a > 1 AND a < 10'),
  range('int', 'a >= 0 AND a < 10'),
  range('int', 'a >= 1 AND a <= 10'),
  range('int', 'a BETWEEN 1 AND 9'),
  range('int', 'a BETWEEN 1 AND 10'),
  range('int', 'a IN (1, 2, 3)'),
  range('int', 'a IN (1, 2, 10)'),
  range('int', 'a >= 1 AND a < 10', undefined, nullable),
  range('int', 'a IS NOT NULL AND a >= 1 AND a < 10', undefined, nullable),
  range('int', 'a = 5'),
  range('int', 'a = 1 OR a = 2'),
  range('int', 'a = 1 OR b = 2'),
  range('bigint', 'a >= 1 AND a < 10'),
  range('bigint', 'a >= 9007199254740993', 'FROM (9007199254740992) TO (MAXVALUE)'),
  range('bigint', 'a >= 9007199254740992', 'FROM (9007199254740993) TO (MAXVALUE)'),
  range('smallint', 'a >= 1 AND a < 10'),
  range('numeric', 'a >= 1.5 AND a < 10'),
  range('int', 'a >= 1.0 AND a < 10.0'),
  range('double precision', 'a >= 1.5 AND a < 9.5'),
  range('real', 'a >= 1.5 AND a < 9.5'),
  range('date', `a >= '2024-01-01' AND a < '2024-02-01'`, months),
  range('date', `a >= '2024-01-01' AND a < '2024-02-02'`, months),
  range('date', `a >= DATE '2024-01-01' AND a < DATE '2024-02-01'`, months),
  range('date', `a >= '2024-01-01'::timestamp AND a < '2024-02-01'::timestamp`, months),
  range('date', `a >= '2024-01-01' AND a <= '2024-02-01'`, `FROM ('2024-01-01') TO ('2024-02-01 10:00')`),
  range('timestamptz', `a >= '2024-01-01' AND a < '2024-02-01'`, months),
  range('timestamptz', `a >= '2024-01-01'::date AND a < '2024-02-01'::date`, months),
  range('timestamptz', `a >= '2024-01-01'::timestamptz AND a < '2024-02-01'::timestamptz`, months),
  range('timestamptz', `a >= '2024-01-01 00:00:00+00' AND a < '2024-02-01 00:00:00+00'`, months, cautious),
  range('timestamp', `a >= '2024-01-01'::date AND a < '2024-02-01'::date`, months),
  range('timestamp', `a >= '2024-01-01 00:00:00' AND a < '2024-02-01'`, months),
  range('timestamp', `a >= '2024-01-01 00:00:01' AND a < '2024-01-31T23:59'`, months),
  range('text', `a >= 'a' AND a < 'b'`, `FROM ('a') TO ('b')`),
  range('text', `a >= 'b' AND a < 'c'`, `FROM ('a') TO ('d')`, cautious),
  range('int', 'a >= 1', 'FROM (1) TO (MAXVALUE)'),
  range('int', 'a < 1', 'FROM (MINVALUE) TO (1)'),
  range('int', 'NOT (a < 1) AND NOT (a >= 10)'),
  range('int', '1 <= a AND 10 > a'),
  range('int', 'a >= 1 AND (a < 5 OR a = 7)'),
  range('int', '(a >= 1 AND a < 3) OR (a >= 5 AND a < 7)'),
  range('int', 'a >= 1'),
  range('int', '(a >= 1 AND a < 10) IS TRUE'),
  range('int', 'a >= 1 AND coalesce(a < 10, false)'),
  range('int', `a >= '1' AND a < '10'`),
  range('int', `a >= '01' AND a < '9'`),
  range('int', 'a >= 1 AND a < 10 AND b IS NOT NULL'),
  range('int', 'a >= 0 + 1 AND a < 10', undefined, cautious),
  range('int', 'a >= 1 AND a < 10', 'FROM (1, MINVALUE) TO (10, MINVALUE)', { key: 'RANGE (a, b)' }),
  range('int', 'a >= 1 AND a < 10', 'FROM (1, MINVALUE) TO (10, MINVALUE)', { key: 'RANGE (a, b)', nullable: true }),
  range('int', 'a >= 1 AND a <= 10', 'FROM (1, MINVALUE) TO (10, MAXVALUE)', { key: 'RANGE (a, b)' }),
  range('int', 'a >= 1 AND a <= 1', 'FROM (1, MINVALUE) TO (1, MAXVALUE)', { key: 'RANGE (a, b)' }),
  range('int', 'a > 1 AND a < 10', 'FROM (1, 5) TO (10, 5)', { key: 'RANGE (a, b)', cautious: true }),
  range('int', `a IN (${numbers(100)})`, 'FROM (0) TO (200)'),
  range('int', `a IN (${numbers(101)})`, 'FROM (0) TO (200)'),
  list('text', `a = 'x'`, `IN ('x')`),
  list('text', `a = 'x'`, `IN ('x', 'y')`),
  list('text', `a IN ('x', 'y')`, `IN ('y', 'x')`),
  list('text', `a IN ('x', 'y', 'z')`, `IN ('y', 'x')`),
  list('text', `a IN ('x') AND b > 3`, `IN ('y', 'x')`),
  list('varchar(9)', `a = 'x'`, `IN ('x')`),
  list('varchar(9)', `a::text = 'x'::text`, `IN ('x')`),
  list(
    'varchar(9)',
    `(a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[])`,
    `IN ('x', 'y')`,
  ),
  list('char(3)', `a = 'x'`, `IN ('x')`),
  list('text', `a = 'x'`, `IN ('x')`, nullable),
  list('text', `a = 'x' AND a IS NOT NULL`, `IN ('x')`, nullable),
  list('text', `a IS NULL`, `IN (NULL)`, nullable),
  list('text', `a IS NULL OR a = 'x'`, `IN (NULL, 'x')`, nullable),
  list('text', `a = 'x'`, `IN (NULL, 'x')`, nullable),
  list('text', `a = 'x'`, `IN (NULL, 'x')`),
  list('boolean', 'a', 'IN (true)'),
  list('boolean', 'NOT a', 'IN (true)'),
  list('boolean', 'NOT a', 'IN (false)'),
  list('boolean', 'a = true', 'IN (true)'),
  list('boolean', 'a IS TRUE', 'IN (true)'),
  list('int', 'a = ANY (ARRAY[1, 2])', 'IN (1, 2)'),
  list('int', `a = ANY ('{1,2}'::int[])`, 'IN (1, 2)', cautious),
  list('int', 'NOT (a NOT IN (1, 2))', 'IN (1, 2)'),
  list('int', 'a = 1', 'IN (1)', nullable),
  list('uuid', `a = '00000000-0000-0000-0000-000000000001'`, `IN ('00000000-0000-0000-0000-000000000001')`),
];

const byDefault: readonly Case[] = [
  range('int', 'a < 1 OR a >= 10'),
  range('int', 'a < 1'),
  range('int', 'a <= 1'),
  range('int', 'a IS NULL'),
  range('int', 'a >= 10 AND a IS NOT NULL'),
  range('int', 'NOT (a >= 1 AND a < 10)'),
  range('int', 'a NOT BETWEEN 1 AND 9'),
  range('int', 'a NOT BETWEEN 1 AND 10'),
  range('int', 'a > 9'),
  range('int', 'a = 11'),
  range('int', 'a = 9'),
  range('int', 'a < 1 OR a >= 10 OR a IS NULL'),
  range('int', 'a < 1 OR a >= 10', 'FROM (1, MINVALUE) TO (10, MINVALUE)', { key: 'RANGE (a, b)' }),
  range('int', 'a < 1 OR a >= 10', 'FROM (1, 5) TO (10, 5)', { key: 'RANGE (a, b)' }),
  range('date', `a < '2024-01-01' OR a >= '2024-02-01'`, months),
  list('text', `a NOT IN ('x')`, `IN ('x')`),
  list('text', `a NOT IN ('x', 'y')`, `IN ('x')`),
  list('text', `a <> 'x'`, `IN ('x')`),
  list('text', `a <> 'x'`, `IN ('x', 'y')`),
  list('text', `a <> 'x' AND a <> 'y'`, `IN ('x', 'y')`),
  list('text', `a IN ('z')`, `IN ('x', 'y')`, cautious),
  list('int', `a IN (3)`, `IN (1, 2)`),
  list('text', `NOT (a = 'x')`, `IN ('x')`),
  list('text', `NOT (a IN ('x', 'y'))`, `IN ('x', 'y')`),
  list('text', `a <> ALL (ARRAY['x'])`, `IN ('x')`),
  list('text', `a IS NULL`, `IN ('x')`),
  list('text', `a IS NOT NULL`, `IN (NULL)`),
  list('text', `a IS NOT NULL AND a <> 'x'`, `IN (NULL, 'x')`),
  list('text', `a <> 'x'`, `IN (NULL, 'x')`),
];

/** The arguments the proofs take, from the words of a case. */
function inputs({ type, check, bound, key = 'RANGE (a)', nullable: isNullable }: Case) {
  const columns = /\((.*)\)/.exec(key)?.[1]?.split(', ') ?? [];
  const partitionKey: PartitionKey = {
    strategy: key.startsWith('RANGE') ? 'range' : 'list',
    keys: columns.map((column) => ({ column })),
  };
  const groups = [...bound.matchAll(/\(([^)]*)\)/g)].map(([, group = '']) => group.split(', '));
  const [first = [], second = []] = groups;
  const parsed: PartitionBound = bound.startsWith('IN')
    ? { kind: 'list', values: first }
    : { kind: 'range', from: first, to: second };
  const names: Record<string, string> = {
    int: 'integer',
    timestamptz: 'timestamp with time zone',
    timestamp: 'timestamp without time zone',
    'varchar(9)': 'character varying',
    'char(3)': 'character',
  };
  const reference: TypeReference = { name: names[type] ?? type, modifiers: [], arrayDimensions: 0 };
  return {
    checks: [{ text: check }],
    key: partitionKey,
    bound: parsed,
    notNull: () => isNullable !== true,
    typeOf: (column: string) => (column === 'a' ? reference : undefined),
  };
}

function tables({ type, check, key = 'RANGE (a)', nullable: isNullable }: Case, isDefault: boolean): string {
  const notNull = isNullable === true || isDefault ? '' : 'NOT NULL';
  return `DROP TABLE IF EXISTS parent CASCADE; DROP TABLE IF EXISTS child;
    CREATE TABLE parent (a ${type}, b int) PARTITION BY ${key};
    CREATE TABLE child (a ${type} ${notNull}, b int ${notNull}${isDefault ? '' : `, CHECK (${check})`});
    ${isDefault ? `CREATE TABLE rest PARTITION OF parent (CHECK (${check})) DEFAULT` : ''}`;
}

describe('ATTACH PARTITION', () => {
  test.each(attachments)('$type CHECK ($check) and $bound (nullable: $nullable)', async (given) => {
    await database.exec(tables(given, false));
    const statement = `ALTER TABLE parent ATTACH PARTITION child FOR VALUES ${given.bound}`;
    const observed = await proves(statement, /implied by existing constraints/);
    const { checks, key, bound, notNull, typeOf } = inputs(given);
    if (given.cautious === true) expect(observed).toBe(true);
    expect(provesBound(checks, key, bound, notNull, typeOf)).toBe(given.cautious === true ? false : observed);
    // Without the column's type it may prove less, but never more.
    if (!observed) expect(provesBound(checks, key, bound, notNull)).toBe(false);
  });

  test.each(byDefault)('beside a default partition with $type CHECK ($check): $bound', async (given) => {
    await database.exec(tables(given, true));
    const statement = `ALTER TABLE parent ATTACH PARTITION child FOR VALUES ${given.bound}`;
    const observed = await proves(statement, /default partition "rest" is implied by existing constraints/);
    const { checks, key, bound, typeOf } = inputs(given);
    if (given.cautious === true) expect(observed).toBe(true);
    expect(excludesBound(checks, key, bound, () => false, typeOf)).toBe(given.cautious === true ? false : observed);
    if (!observed) expect(excludesBound(checks, key, bound, () => false)).toBe(false);
  });
});
