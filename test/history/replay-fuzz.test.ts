import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../src/core/operation.js';
import { Replay } from '../../src/history/replay.js';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { listSchema } from './catalogue.js';
import { operationsOf } from './operations.js';
import { scenarios } from './scenarios.js';

let pool: readonly Operation[];
beforeAll(async () => {
  await loadSqlParser();
  pool = [...Object.values(scenarios), collisions].flatMap(operationsOf);
});

/** Statements over few names, so that in any order they run into each other. */
const collisions = `
  CREATE TABLE a (a int, b serial, c int GENERATED ALWAYS AS (a) STORED, PRIMARY KEY (a)) PARTITION BY RANGE (a);
  CREATE TABLE b PARTITION OF a DEFAULT PARTITION BY LIST (a);
  CREATE TABLE c (LIKE a INCLUDING ALL) INHERITS (b);
  ALTER TABLE a ATTACH PARTITION b DEFAULT;
  ALTER TABLE b ATTACH PARTITION a DEFAULT;
  ALTER TABLE a ATTACH PARTITION a DEFAULT;
  ALTER TABLE a INHERIT c;
  ALTER TABLE c NO INHERIT b;
  ALTER TABLE a DETACH PARTITION b;
  CREATE VIEW v AS SELECT * FROM a;
  CREATE VIEW w AS SELECT * FROM v;
  CREATE OR REPLACE VIEW v AS SELECT a FROM w, v;
  ALTER TABLE a RENAME TO b;
  ALTER TABLE b RENAME TO a;
  ALTER TABLE c RENAME TO v;
  ALTER TABLE v RENAME TO a_pkey;
  ALTER INDEX a_pkey RENAME TO a;
  ALTER TABLE a ADD FOREIGN KEY (a) REFERENCES b, ADD FOREIGN KEY (a) REFERENCES a, ADD UNIQUE (b), ADD CHECK (a > b);
  ALTER TABLE b ADD PRIMARY KEY (a), ADD FOREIGN KEY (b) REFERENCES c;
  ALTER TABLE a ADD c int GENERATED ALWAYS AS (d) STORED, ADD d int GENERATED ALWAYS AS (c) STORED;
  ALTER TABLE a DROP COLUMN a CASCADE, DROP COLUMN c CASCADE;
  ALTER TABLE a RENAME a TO b;
  ALTER TABLE a RENAME b TO c;
  ALTER TABLE a RENAME CONSTRAINT a_pkey TO b;
  ALTER TABLE a DROP CONSTRAINT a_pkey CASCADE;
  ALTER TABLE a ADD PRIMARY KEY USING INDEX a_pkey;
  ALTER TABLE a SET SCHEMA b;
  ALTER TABLE b.a SET SCHEMA public;
  ALTER SEQUENCE a_b_seq RENAME TO a;
  ALTER SEQUENCE a_b_seq OWNED BY a.a;
  CREATE TYPE a AS ENUM ('a');
  ALTER TABLE a ALTER a TYPE a USING NULL;
  ALTER TYPE a RENAME TO b;
  DROP TYPE a CASCADE;
  CREATE TABLE c OF b;
  CREATE TEMP TABLE a (a serial);
  SET search_path = b, c;
  RESET search_path;
  ALTER SCHEMA public RENAME TO b;
  DROP SCHEMA b CASCADE;
  DROP TABLE a CASCADE;
  DROP TABLE b CASCADE;
  DROP VIEW v CASCADE;
  DROP INDEX a_pkey;
  CREATE INDEX ON a (a, (a + 1));
  CREATE INDEX a ON ONLY a (a);
  ALTER INDEX a ATTACH PARTITION a;
  BEGIN; SAVEPOINT s; ROLLBACK TO s; ROLLBACK; COMMIT;`;

const steps = fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 60 });

function chosen(choices: readonly (readonly [number, boolean])[]): readonly Operation[] {
  return choices.flatMap(([place, conditional]) => {
    const operation = pool[place % pool.length];
    return operation === undefined ? [] : [{ ...operation, conditional }];
  });
}

test('no sequence of operations makes it throw or lose its way', () => {
  fc.assert(
    fc.property(steps, (choices) => {
      const replay = new Replay();
      replay.startDeploy();
      for (const operation of chosen(choices)) replay.apply(operation);
      expectConsistent(replay);
    }),
    { numRuns: 1500 },
  );
});

/** Every reverse map says what the objects say. */
function expectConsistent({ schema }: Replay): void {
  const { tables, indexes, views, sequences } = schema;
  for (const [key, table] of tables) {
    expect(table.key).toBe(key);
    for (const { references, index } of table.constraints) {
      if (references !== undefined) expect(schema.referencedBy.get(references)).toContain(key);
      if (index !== undefined) expect(indexes.get(index)?.table).toBe(key);
    }
  }
  for (const [key, index] of indexes) expect(schema.indexesOf.get(index.table)).toContain(key);
  for (const [key, view] of views) for (const used of view.relations) expect(schema.viewsOf.get(used)).toContain(key);
  for (const [parent, children] of schema.childrenOf) {
    for (const child of children) {
      const table = tables.get(child);
      expect([table?.partitionOf?.parent, ...(table?.inherits ?? [])]).toContain(parent);
    }
  }
  for (const [table, keys] of schema.indexesOf) for (const key of keys) expect(indexes.get(key)?.table).toBe(table);
  for (const [table, keys] of schema.sequencesOf) {
    for (const key of keys) expect(sequences.get(key)?.ownedBy?.table).toBe(table);
  }
  for (const [referenced, keys] of schema.referencedBy) {
    for (const key of keys)
      expect(tables.get(key)?.constraints.map(({ references }) => references)).toContain(referenced);
  }
  for (const [relation, keys] of schema.viewsOf) {
    for (const key of keys) expect(views.get(key)?.relations).toContain(relation);
  }
}

test('a rollback leads back to where the transaction began', () => {
  const transactional = new Set([
    'begin',
    'commit',
    'rollback',
    'savepoint',
    'rollback-to-savepoint',
    'release-savepoint',
  ]);
  const without = (operations: readonly Operation[]): readonly Operation[] =>
    operations.filter(({ kind }) => !transactional.has(kind));
  fc.assert(
    fc.property(steps, steps, (before, inside) => {
      const replay = new Replay();
      replay.startDeploy();
      for (const operation of without(chosen(before))) replay.apply(operation);
      const expected = listSchema(replay.schema);
      const [begin, rollback] = operationsOf('BEGIN; ROLLBACK;');
      for (const operation of [begin, ...without(chosen(inside)), rollback]) if (operation) replay.apply(operation);
      expect(listSchema(replay.schema)).toEqual(expected);
      expectConsistent(replay);
    }),
    { numRuns: 700 },
  );
});
