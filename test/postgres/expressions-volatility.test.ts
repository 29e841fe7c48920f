import { PGlite as PGlite16 } from 'pglite16';
import { PGlite as PGlite17 } from 'pglite17';
import { PGlite as PGlite18 } from 'pglite18';
import { pgcrypto } from 'pglite18/contrib/pgcrypto';
import { uuid_ossp } from 'pglite18/contrib/uuid_ossp';
import { beforeAll, describe, expect, test } from 'vitest';
import { Replay } from '../../src/history/replay.js';
import { builtInVolatility, volatilityOf } from '../../src/postgres/expressions/index.js';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { replayed } from '../history/operations.js';

beforeAll(loadSqlParser);

/** Every function an expression can call, with the most volatile of its overloads. */
const functions = `
  SELECT p.proname AS name,
    CASE WHEN bool_or(p.provolatile = 'v') THEN 'volatile' WHEN bool_or(p.provolatile = 's') THEN 'stable' ELSE 'immutable' END
      AS volatility
  FROM pg_proc p
  WHERE p.pronamespace IN ('pg_catalog'::regnamespace, 'public'::regnamespace) AND p.prokind <> 'p'
    AND NOT EXISTS (
      SELECT FROM unnest(p.proargtypes || p.prorettype) AS used(type)
      WHERE used.type IN ('internal'::regtype, 'trigger'::regtype, 'event_trigger'::regtype, 'cstring'::regtype))
  GROUP BY p.proname`;

const order = ['immutable', 'stable', 'volatile'];

describe.each([
  ['16', () => PGlite16.create()],
  ['17', () => PGlite17.create()],
  ['18', () => PGlite18.create({ extensions: { pgcrypto, uuid_ossp } })],
])('PostgreSQL %s', (version, create) => {
  test('no function is more volatile than it is taken to be', async () => {
    const database = await create();
    if (version === '18') await database.exec('CREATE EXTENSION pgcrypto; CREATE EXTENSION "uuid-ossp"');
    const { rows } = await database.query<{ name: string; volatility: string }>(functions);
    await database.close();
    expect(rows.length).toBeGreaterThan(1500);
    const wrong = rows.filter(
      ({ name, volatility }) => order.indexOf(builtInVolatility(name) ?? '') < order.indexOf(volatility),
    );
    expect(wrong).toEqual([]);
  });
});

describe('volatilityOf', () => {
  const empty = new Replay().schema;
  test.each([
    ['0', 'immutable'],
    [`'{}'::jsonb`, 'immutable'],
    ['now()', 'stable'],
    ['CURRENT_TIMESTAMP', 'stable'],
    [`now() + interval '1 day'`, 'stable'],
    [`now() AT TIME ZONE 'utc'`, 'stable'],
    ['lower(md5(1::text))', 'immutable'],
    [`timezone('utc'::text, now())`, 'stable'],
    ['transaction_timestamp()', 'stable'],
    ['txid_current()', 'stable'],
    [`uuid_generate_v5(uuid_ns_url(), 'x')`, 'immutable'],
  ] as const)('%s is %s', (text, volatility) => {
    expect(volatilityOf({ text }, empty).volatility).toBe(volatility);
  });

  test.each([
    ['gen_random_uuid()', 'gen_random_uuid'],
    ['pg_catalog.gen_random_uuid()', 'pg_catalog.gen_random_uuid'],
    ['md5(random()::text)', 'random'],
    ['now() + clock_timestamp() - now()', 'clock_timestamp'],
    [`nextval('a'::regclass)`, 'nextval'],
    ['uuidv7()', 'uuidv7'],
    ['uuid_generate_v4()', 'uuid_generate_v4'],
    ['extensions.uuid_generate_v4()', 'extensions.uuid_generate_v4'],
    [`encode(gen_random_bytes(4), 'hex')`, 'gen_random_bytes'],
    ['timeofday()', 'timeofday'],
    ['CASE WHEN true THEN random() END', 'random'],
  ])('%s is volatile because of %s', (text, blame) => {
    expect(volatilityOf({ text }, empty)).toEqual({ volatility: 'volatile', blame });
  });

  test('a function that the history does not show is unknown, and is named', () => {
    expect(volatilityOf({ text: 'app.next_number()' }, empty)).toEqual({
      volatility: 'unknown',
      blame: 'app.next_number',
    });
    expect(volatilityOf({ text: 'next_number() + 1' }, empty)).toEqual({ volatility: 'unknown', blame: 'next_number' });
    expect(volatilityOf({ text: 'app.lower(1)' }, empty).volatility).toBe('unknown');
  });

  test('a function that the history declares is as it declares', () => {
    const { schema } = replayed(`
      CREATE FUNCTION fixed() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE FUNCTION app.steady() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
      CREATE FUNCTION lower(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';`);
    expect(volatilityOf({ text: 'fixed()' }, schema).volatility).toBe('immutable');
    expect(volatilityOf({ text: 'public.fixed()' }, schema).volatility).toBe('immutable');
    expect(volatilityOf({ text: 'app.steady()' }, schema).volatility).toBe('stable');
    expect(volatilityOf({ text: 'lower(1)' }, schema).volatility).toBe('volatile');
  });

  test('what cannot be read is unknown unless it calls something volatile', () => {
    expect(volatilityOf({ text: 'a b c' }, empty).volatility).not.toBe('immutable');
    expect(volatilityOf({ text: `'` }, empty).volatility).toBe('unknown');
    expect(volatilityOf({ text: 'JSON_VALUE(random() RETURNING int)' }, empty)).toMatchObject({
      volatility: 'volatile',
    });
  });
});
