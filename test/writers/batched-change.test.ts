import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchedChange } from '../../src/core/plan.js';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';
import { printBatchedChange } from '../../src/writers/sql/batched-change.js';
import type { Engine } from '../proof/engines/engine.js';
import { startPglite } from '../proof/engines/pglite.js';

/** Small batches, so that a few rows make several. */
const options = { postgres: 18, rows: 10 } as const;

let engine: Engine;

beforeAll(async () => {
  await loadSqlParser();
  engine = await startPglite(18);
});

afterAll(() => engine.close());

async function run(sql: string): Promise<void> {
  expect(await engine.session.run(sql)).toBeUndefined();
}

const upper: Pick<BatchedChange, 'kind' | 'change' | 'where'> = {
  kind: 'batched-change',
  change: [{ column: 'word', value: { text: 'upper(word)' } }],
  where: { text: 'word IS DISTINCT FROM upper(word)' },
};

/** How many rows are still to do, of how many, in how many transactions the rows were written. */
async function stateOf(table: string): Promise<{ todo: number; rows: number; transactions: number }> {
  return engine.session
    .json(`SELECT json_build_object('todo', count(*) FILTER (WHERE word IS DISTINCT FROM upper(word)),
    'rows', count(*), 'transactions', count(DISTINCT xmin::text)) FROM ${table}`);
}

const keys: readonly { name: string; columns: string; values: string; key: readonly string[] }[] = [
  { name: 'an integer', columns: 'id integer PRIMARY KEY', values: 'n', key: ['id'] },
  {
    name: 'a uuid',
    columns: 'id uuid PRIMARY KEY',
    values: 'md5(n::text)::uuid',
    key: ['id'],
  },
  { name: 'a text', columns: '"Code" text COLLATE "C" PRIMARY KEY', values: "'k' || n", key: ['Code'] },
  {
    name: 'two columns',
    columns: 'a integer, b text, PRIMARY KEY (a, b)',
    values: "n % 3, 'b' || n",
    key: ['a', 'b'],
  },
  { name: 'its pages', columns: 'id integer', values: 'n', key: [] },
  {
    name: 'a key with the names of variables',
    columns: 'first_key integer, page integer, total integer, changed integer, PRIMARY KEY (first_key, page)',
    values: 'n, 0, 0, 0',
    key: ['first_key', 'page'],
  },
];

describe.each(keys)('a table walked by $name', ({ columns, values, key }) => {
  it.each([0, 1, 9, 10, 11, 95])('ends with all of %i rows done', async (rows) => {
    await run(`DROP TABLE IF EXISTS batched; CREATE TABLE batched (${columns}, word text);
      INSERT INTO batched SELECT ${values}, 'w' || n FROM generate_series(1, ${rows}) AS n`);
    await run(printBatchedChange({ ...upper, table: { name: 'batched' }, key }, options));
    const state = await stateOf('batched');
    expect(state).toMatchObject({ todo: 0, rows });
    if (key.length > 0) expect(state.transactions).toBe(Math.ceil(rows / 10));
  });
});

describe('a run that is killed', () => {
  it('keeps the batches that were done and can be started again', async () => {
    await run(`DROP TABLE IF EXISTS batched; CREATE TABLE batched (id integer PRIMARY KEY, word text);
      INSERT INTO batched SELECT n, 'w' || n FROM generate_series(1, 50) AS n;
      CREATE FUNCTION fail_at_35() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.id = 35 THEN RAISE 'killed'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER fail BEFORE UPDATE ON batched FOR EACH ROW EXECUTE FUNCTION fail_at_35()`);
    const text = printBatchedChange({ ...upper, table: { name: 'batched' }, key: ['id'] }, options);
    expect(await engine.session.run(text)).toMatchObject({ message: 'killed' });
    expect(await stateOf('batched')).toMatchObject({ todo: 20 });
    await run('DROP TRIGGER fail ON batched; DROP FUNCTION fail_at_35()');
    await run(text);
    expect(await stateOf('batched')).toMatchObject({ todo: 0, rows: 50 });
  });
});

describe('the parts of a change', () => {
  it('deletes', async () => {
    await run(`DROP TABLE IF EXISTS batched; CREATE TABLE batched (id integer PRIMARY KEY, word text);
      INSERT INTO batched SELECT n, 'w' || n FROM generate_series(1, 50) AS n`);
    const change: BatchedChange = {
      kind: 'batched-change',
      table: { schema: 'public', name: 'batched' },
      change: 'delete',
      where: { text: 'id % 2 = 0 -- the even ones' },
      key: ['id'],
    };
    await run(printBatchedChange(change, options));
    expect(await stateOf('batched')).toMatchObject({ rows: 25 });
  });

  it('joins other tables, which may have the same columns', async () => {
    await run(`DROP TABLE IF EXISTS batched; CREATE TABLE batched (id integer PRIMARY KEY, word text);
      INSERT INTO batched SELECT n, 'w' FROM generate_series(1, 25) AS n;
      DROP TABLE IF EXISTS words; CREATE TABLE words (id integer PRIMARY KEY, word text);
      INSERT INTO words SELECT n, 'V' || n FROM generate_series(1, 20) AS n`);
    const change: BatchedChange = {
      kind: 'batched-change',
      table: { name: 'batched' },
      alias: 'b',
      from: 'words AS w',
      change: [{ column: 'word', value: { text: 'w.word' } }],
      where: { text: '(w.id = b.id) AND b.word IS DISTINCT FROM w.word' },
      key: ['id'],
    };
    await run(printBatchedChange(change, options));
    expect(
      await engine.session.json('SELECT to_json(array_agg(word ORDER BY id)) FROM batched WHERE id IN (1, 20, 21)'),
    ).toEqual(['V1', 'V20', 'w']);
  });

  it('works on partitions, with and without a key', async () => {
    for (const key of [['id'], []]) {
      await run(`DROP TABLE IF EXISTS parted; CREATE TABLE parted (id integer PRIMARY KEY, word text) PARTITION BY RANGE (id);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (20);
        CREATE TABLE parted_2 PARTITION OF parted DEFAULT;
        INSERT INTO parted SELECT n, 'w' || n FROM generate_series(1, 50) AS n`);
      await run(printBatchedChange({ ...upper, table: { name: 'parted' }, key }, options));
      expect(await stateOf('parted')).toMatchObject({ todo: 0, rows: 50 });
    }
  });

  it('takes the rows it finds where pages cannot be walked (before 14)', async () => {
    await run(`DROP TABLE IF EXISTS batched; CREATE TABLE batched (id integer, word text);
      INSERT INTO batched SELECT n, 'w' || n FROM generate_series(1, 35) AS n`);
    await run(printBatchedChange({ ...upper, table: { name: 'batched' }, key: [] }, { ...options, postgres: 13 }));
    expect(await stateOf('batched')).toMatchObject({ todo: 0, rows: 35, transactions: 4 });
  });

  it('keeps what the user wrote, whatever it holds', async () => {
    await run(`DROP TABLE IF EXISTS "it's 100%"; CREATE TABLE "it's 100%" (id integer PRIMARY KEY, word text);
      INSERT INTO "it's 100%" VALUES (1, 'a')`);
    const value = "'two\n      lines, 5% $batches$ and a \\'";
    const change: BatchedChange = {
      kind: 'batched-change',
      table: { name: "it's 100%" },
      change: [{ column: 'word', value: { text: value } }],
      where: { text: 'TRUE' },
      key: ['id'],
    };
    await run(printBatchedChange(change, options));
    expect(await engine.session.json('SELECT to_json(word) FROM "it\'s 100%"')).toBe(
      'two\n      lines, 5% $batches$ and a \\',
    );
  });
});

describe('what is read back', () => {
  it.each([['id'], ['a', 'b'], []])('is a block that runs outside a transaction and changes a part (%s)', (...key) => {
    const text = `${printBatchedChange({ ...upper, table: { name: 'batched' }, key }, options)};`;
    const migration = readSql({ path: '1.sql', text });
    expect(migration.problems).toEqual([]);
    expect(migration.transaction).toBe('none');
    const inner = migration.up.flatMap(({ operations = [] }) => operations);
    expect(inner.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['update', 'commit']));
    expect(inner.filter(({ kind }) => kind === 'opaque')).toEqual([]);
  });
});
