import { beforeAll, describe, expect, it } from 'vitest';
import { isBatched } from '../../src/core/plan.js';
import type { BatchedChange } from '../../src/core/plan.js';
import { operationsAsRun } from '../../src/engine/walk.js';
import { Replay } from '../../src/history/replay.js';
import { batchRows } from '../../src/plans/batch-rows.js';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';

const schema = `
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE items (id integer PRIMARY KEY, n integer, price numeric(10, 2), word text, label citext, at timestamptz,
  done boolean, how mood, data json, amount varchar(9) DEFAULT 'none');
CREATE TABLE others (id integer PRIMARY KEY, item integer, n integer);`;

beforeAll(() => loadSqlParser());

/** The batches of the last UPDATE or DELETE of a migration, or undefined when there is no plan for it. */
function batchesOf(migration: string): BatchedChange | undefined {
  const replay = new Replay();
  const read = (text: string) => [...operationsAsRun(readSql({ path: '1.sql', text }).up)];
  replay.startDeploy();
  for (const operation of read(schema)) replay.apply(operation);
  replay.startDeploy();
  const operations = read(migration);
  const last = operations.findLast((each) => each.kind === 'update' || each.kind === 'delete');
  if (last === undefined) throw new Error('no change of rows');
  for (const operation of operations.slice(0, operations.indexOf(last))) {
    replay.startTransaction();
    replay.apply(operation);
  }
  const plan = batchRows(last, { schema: replay.schema, postgres: 18, answers: new Map() });
  return plan?.steps.flatMap(({ work }) => work).find(isBatched);
}

describe('the rows that are still to do', () => {
  it.each([
    ["UPDATE items SET word = 'x'", "word IS DISTINCT FROM 'x'"],
    ['UPDATE items SET n = 0', 'n IS DISTINCT FROM 0'],
    ['UPDATE items SET word = lower(word)', 'word IS DISTINCT FROM (lower(word))::text'],
    ['UPDATE items SET price = 1', 'price::text IS DISTINCT FROM (1)::numeric(10, 2)::text'],
    ["UPDATE items SET data = '{}'", "data::text IS DISTINCT FROM ('{}')::json::text"],
    ['UPDATE items SET label = lower(label)', 'label::text IS DISTINCT FROM (lower(label))::citext::text'],
    ["UPDATE items SET how = 'sad' WHERE how <> 'sad'", "how <> 'sad'"],
    ['UPDATE items SET amount = DEFAULT', "amount IS DISTINCT FROM 'none'"],
    ['UPDATE items SET n = n + 1, done = true WHERE NOT done', 'NOT done'],
    ['UPDATE items SET n = n + 1, done = true WHERE done IS NOT TRUE AND n > 0', 'done IS NOT TRUE AND n > 0'],
    ['UPDATE items SET at = now() WHERE at IS NULL', 'at IS NULL'],
    ["UPDATE items SET word = 'x' WHERE n IS NULL OR done", "(n IS NULL OR done) AND word IS DISTINCT FROM 'x'"],
    ["UPDATE items SET word = 'x', n = 1", "word IS DISTINCT FROM 'x' OR n IS DISTINCT FROM 1"],
    [
      'UPDATE items AS i SET n = o.n FROM others AS o WHERE o.item = i.id',
      '(o.item = i.id) AND i.n IS DISTINCT FROM (o.n)::integer',
    ],
    ['ALTER TABLE items ADD COLUMN token uuid; UPDATE items SET token = gen_random_uuid()', 'token IS NULL'],
    ['DELETE FROM items WHERE done', 'done'],
    ["DELETE FROM items WHERE at < now() - interval '1 year'", "at < now() - interval '1 year'"],
  ])('%s', (migration, where) => {
    expect(batchesOf(migration)?.where.text).toBe(where);
  });
});

describe('no batches where a second run would change the rows again, or another set of them', () => {
  it.each([
    'UPDATE items SET n = n + 1',
    'UPDATE items SET n = 1, price = price * n',
    'UPDATE items SET word = gen_random_uuid()::text',
    'UPDATE items SET at = now()',
    'UPDATE items SET n = (SELECT max(n) FROM items)',
    "UPDATE items SET (n, word) = (1, 'x')",
    'UPDATE items SET word = unknown_function(word)',
    "WITH x AS (SELECT 1) UPDATE items SET word = 'x'",
    'WITH gone AS (DELETE FROM others WHERE n = 1 RETURNING item) INSERT INTO items SELECT item FROM gone',
    "UPDATE items SET word = 'x' RETURNING id",
    "UPDATE ONLY items SET word = 'x'",
    'ALTER TABLE items ADD COLUMN a uuid; UPDATE items SET n = 1; UPDATE items SET a = gen_random_uuid()',
    'DELETE FROM items',
    'DELETE FROM items WHERE random() < 0.5',
    'DELETE FROM items WHERE id NOT IN (SELECT min(id) FROM items GROUP BY word)',
  ])('%s', (migration) => {
    expect(batchesOf(migration)).toBeUndefined();
  });
});
