import { beforeAll, describe, expect, test } from 'vitest';
import { isNewRelation } from '../../src/core/schema.js';
import { Replay } from '../../src/history/replay.js';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { operationsOf, replayed, replayedWithDoubt } from './operations.js';

beforeAll(loadSqlParser);

describe('what the history does not show is unknown', () => {
  test('a table that is only altered is neither new nor complete', () => {
    const { schema } = replayed('ALTER TABLE users ALTER email SET NOT NULL; ALTER TABLE users ADD age int;');
    const users = schema.tables.get('public.users');
    expect(users?.complete).toBe(false);
    expect(isNewRelation(schema, 'public.users')).toBe(false);
    expect(users?.columns.get('email')).toMatchObject({ known: false, notNull: true });
    expect(users?.columns.get('age')).toMatchObject({ known: true, notNull: false });
  });

  test('an unknown table keeps its place when it is renamed', () => {
    const { schema } = replayed('ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME COLUMN x TO y;');
    expect([...schema.tables.keys()]).toEqual(['public.b']);
  });

  test('columns of CREATE TABLE AS with a star are not all known', () => {
    const { schema } = replayed('CREATE TABLE a AS SELECT *, 1::int AS one FROM b;');
    expect(schema.tables.get('public.a')?.complete).toBe(false);
  });

  test('a copy of an unknown table is not complete', () => {
    expect(replayed('CREATE TABLE a (LIKE b)').schema.tables.get('public.a')?.complete).toBe(false);
  });
});

describe('new means created by the present deployment', () => {
  test('a table of an earlier deployment is in use', () => {
    const { schema } = replayed('CREATE TABLE a (id int)', 'CREATE TABLE b (id int)');
    expect(isNewRelation(schema, 'public.a')).toBe(false);
    expect(isNewRelation(schema, 'public.b')).toBe(true);
  });

  test('renaming, replacing and attaching do not make anything new', () => {
    const { schema } = replayed(
      'CREATE TABLE a (id int); CREATE VIEW v AS SELECT 1; CREATE TABLE p (id int) PARTITION BY RANGE (id)',
      'ALTER TABLE a RENAME TO b; CREATE OR REPLACE VIEW v AS SELECT 2; ALTER TABLE p ATTACH PARTITION b DEFAULT',
    );
    expect(isNewRelation(schema, 'public.b')).toBe(false);
    expect(isNewRelation(schema, 'public.v')).toBe(false);
  });

  test('temporary tables and the search path do not outlive the deployment', () => {
    const { schema } = replayed('CREATE TEMP TABLE t (id int); SET search_path = app;', 'CREATE TABLE u (id int)');
    expect([...schema.tables.keys()]).toEqual(['public.u']);
  });

  test('an enum label knows the transaction that added it', () => {
    const replay = replayed(`CREATE TYPE mood AS ENUM ('a')`);
    replay.startTransaction();
    for (const operation of operationsOf(`ALTER TYPE mood ADD VALUE 'b'`)) replay.apply(operation);
    const type = replay.schema.types.get('public.mood');
    const births =
      type?.kind === 'enum' ? type.labels.map(({ birth }) => birth.transaction === replay.schema.transaction) : [];
    expect(births).toEqual([false, true]);
  });

  test('a table knows the transaction that wrote to it', () => {
    const replay = replayed('CREATE TABLE a (id int); INSERT INTO a VALUES (1)');
    expect(replay.schema.tables.get('public.a')?.writtenIn).toBe(replay.schema.transaction);
    replay.startTransaction();
    expect(replay.schema.tables.get('public.a')?.writtenIn).not.toBe(replay.schema.transaction);
  });
});

describe('an operation that may not have run is believed on the safe side', () => {
  const table = 'CREATE TABLE a (id int NOT NULL, v varchar(10), CONSTRAINT c CHECK (v IS NOT NULL))';

  test('its table is no longer known in full', () => {
    expect(replayedWithDoubt(table, 'ALTER TABLE a DROP COLUMN v').schema.tables.get('public.a')?.complete).toBe(false);
  });

  test('NOT NULL, type and default become unknown', () => {
    const doubtful =
      'ALTER TABLE a ALTER id DROP NOT NULL, ALTER v SET NOT NULL, ALTER v TYPE varchar(50), ALTER id SET DEFAULT 1';
    const columns = replayedWithDoubt(table, doubtful).schema.tables.get('public.a')?.columns;
    expect(columns?.get('id')).toMatchObject({ notNull: 'unknown', known: false });
    expect(columns?.get('v')).toMatchObject({ notNull: 'unknown', type: undefined });
  });

  test('a constraint it adds or validates proves nothing, one that stood stays', () => {
    const doubtful = 'ALTER TABLE a ADD CONSTRAINT d CHECK (id > 0); ALTER TABLE a ADD CONSTRAINT c CHECK (true)';
    const constraints = replayedWithDoubt(table, doubtful).schema.tables.get('public.a')?.constraints;
    expect(constraints?.map(({ name, valid }) => [name, valid])).toEqual([
      ['c', true],
      ['d', false],
    ]);
  });

  test('what exists is not created again', () => {
    const { schema } = replayedWithDoubt(table, 'CREATE TABLE a (other int); CREATE TABLE b (id int)');
    expect([...(schema.tables.get('public.a')?.columns.keys() ?? [])]).toEqual(['id', 'v']);
    expect(isNewRelation(schema, 'public.a')).toBe(false);
    expect(schema.tables.get('public.b')?.complete).toBe(false);
  });
});

test('functions are known by the most volatile of their declarations', () => {
  const { schema } = replayed(`CREATE FUNCTION f(int) RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';
    CREATE FUNCTION f(text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';`);
  expect(schema.functions.get('public.f')?.volatility).toBe('volatile');
});

describe('a function that is renamed or moved', () => {
  const before = `CREATE TABLE users (id int);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
    CREATE TRIGGER users_other BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION audit.log();`;
  const calledBy = (script: string): unknown[] =>
    [...(replayed(before, script).schema.tables.get('public.users')?.triggers ?? [])].map(
      (trigger) => trigger.function,
    );

  test.each([
    ['ALTER FUNCTION touch() RENAME TO stamp', 'public.touch', 'public.stamp'],
    ['ALTER ROUTINE touch SET SCHEMA app', 'public.touch', 'app.touch'],
    ['ALTER SCHEMA public RENAME TO old', 'public.touch', 'old.touch'],
  ])('%s: the functions and their triggers follow', (script, from, to) => {
    const { schema } = replayed(before, script);
    expect(schema.functions.has(from)).toBe(false);
    expect(schema.functions.get(to)?.key).toBe(to);
    expect(schema.triggersOf.get(from)?.size ?? 0).toBe(0);
    expect(schema.triggersOf.get(to)?.size).toBe(1);
  });

  test('triggers follow a function that the history does not create, and others stay', () => {
    expect(calledBy('ALTER FUNCTION audit.log() RENAME TO write_log')).toEqual([
      { schema: 'public', name: 'touch' },
      { schema: 'audit', name: 'write_log' },
    ]);
  });

  test('a trigger is known by its function after its table is renamed', () => {
    const { schema } = replayed(before, 'ALTER TABLE users RENAME TO people');
    expect([...(schema.triggersOf.get('public.touch') ?? [])]).toEqual(['public.people']);
  });

  test('SET SCHEMA of an extension leaves a table of its name alone', () => {
    const { schema } = replayed('CREATE TABLE hstore (id int)', 'ALTER EXTENSION hstore SET SCHEMA extensions');
    expect(schema.tables.has('public.hstore')).toBe(true);
  });
});

test('ten times the tables cost no more than about ten times the time', () => {
  const script = (count: number): number => {
    const replay = new Replay();
    const started = performance.now();
    for (let file = 0; file < count; file++) {
      replay.startDeploy();
      for (const operation of files[file % files.length] ?? []) {
        if (!('table' in operation) || operation.table === undefined) continue;
        replay.apply({ ...operation, table: { name: `t${file}` } });
      }
    }
    expect(replay.schema.tables.size).toBe(count);
    return performance.now() - started;
  };
  const files = [
    operationsOf(`CREATE TABLE t (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE, owner int REFERENCES users (id),
        state text DEFAULT 'new' CHECK (state <> ''));
      CREATE INDEX ON t (email, state); ALTER TABLE t ADD COLUMN note text; ALTER TABLE t ADD CHECK (note <> '') NOT VALID;
      ALTER TABLE t RENAME COLUMN note TO remark;`),
  ];
  script(300);
  const small = script(1000);
  const large = script(10_000);
  expect(large / small).toBeLessThan(25);
  expect(large).toBeLessThan(5000);
});
