import type { PlanTopic } from '../case.js';
import { shop, shopCode } from '../shop.js';

const drops = ['drop-column'];
const tables = ['drop-table'];

/** People, with all that can hang on a column or a table. */
const people = `
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE TABLE places (id integer PRIMARY KEY, name text);
INSERT INTO places SELECT n, 'place ' || n FROM generate_series(1, 50) n;
CREATE TABLE people (
  id integer PRIMARY KEY,
  email text NOT NULL,
  code text NOT NULL UNIQUE,
  place integer REFERENCES places (id),
  a integer NOT NULL DEFAULT 1,
  b integer,
  how mood,
  doubled integer GENERATED ALWAYS AS (a * 2) STORED
);
CREATE INDEX people_a_b_idx ON people (a, b);
CREATE VIEW people_b AS SELECT id, b FROM people;
CREATE VIEW people_b_more AS SELECT id, b + 1 AS more FROM people_b;
INSERT INTO people SELECT n, 'e' || n, 'c' || n, 1 + n % 50, n, n, 'glad' FROM generate_series(1, 2500) n;
CREATE TABLE cards (id integer PRIMARY KEY, code text REFERENCES people (code), person integer REFERENCES people (id));
INSERT INTO cards SELECT n, 'c' || n, n FROM generate_series(1, 100) n;
CREATE SEQUENCE numbers;
CREATE MATERIALIZED VIEW people_count AS SELECT count(*) AS n FROM people;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';`;

const cases: PlanTopic['cases'] = [
  {
    name: 'drop-nullable-column',
    rules: drops,
    setup: shop,
    migration: 'ALTER TABLE orders DROP COLUMN note;',
    oldCode: shopCode,
    newCode: ['INSERT INTO orders (id, customer_id, amount) VALUES ({n}, 1, 5)'],
  },
  {
    name: 'drop-required-column',
    rules: drops,
    setup: people,
    since: 12,
    migration: 'ALTER TABLE people DROP COLUMN email;',
    oldCode: [
      "INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')",
      "UPDATE people SET email = 'x' WHERE id = {n}",
    ],
    newCode: ["INSERT INTO people (id, code) VALUES ({n}, 'c{n}')"],
  },
  {
    name: 'drop-required-column-with-answer',
    rules: drops,
    setup: people,
    since: 12,
    migration: 'ALTER TABLE people DROP COLUMN email;',
    answers: { 'people.email': "''" },
    oldCode: [
      "INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')",
      { query: 'SELECT count(*) AS n FROM people WHERE email IS NULL', gives: [{ n: 0 }] },
    ],
    newCode: ["INSERT INTO people (id, code) VALUES ({n}, 'c{n}')"],
  },
  {
    name: 'drop-column-with-foreign-key',
    rules: drops,
    setup: people,
    since: 12,
    migration: 'ALTER TABLE people DROP COLUMN place;',
    oldCode: ["INSERT INTO people (id, email, code, place) VALUES ({n}, 'e', 'c{n}', 1)"],
    newCode: ["INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')"],
  },
  {
    name: 'drop-column-under-views',
    rules: [...drops, 'cascade'],
    setup: people,
    since: 12,
    migration: 'ALTER TABLE people DROP COLUMN b CASCADE;',
    oldCode: [
      "INSERT INTO people (id, email, code, b) VALUES ({n}, 'e', 'c{n}', 1)",
      'SELECT more FROM people_b_more LIMIT 1',
    ],
    newCode: ["INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')"],
  },
  {
    name: 'drop-column-that-is-referenced',
    rules: [...drops, 'cascade'],
    setup: people,
    since: 12,
    migration: 'ALTER TABLE people DROP COLUMN code CASCADE;',
    oldCode: [
      "INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')",
      "INSERT INTO cards VALUES ({n}, 'c{n}')",
    ],
    newCode: ["INSERT INTO people (id, email) VALUES ({n}, 'e')", 'INSERT INTO cards (id, person) VALUES ({n}, {n})'],
  },
  {
    name: 'drop-column-with-generated-column',
    rules: [...drops, 'cascade'],
    setup: people,
    since: 15,
    migration: 'ALTER TABLE people DROP COLUMN a CASCADE;',
    oldCode: [
      "INSERT INTO people (id, email, code, a) VALUES ({n}, 'e', 'c{n}', 1)",
      'SELECT doubled FROM people LIMIT 1',
    ],
    newCode: ["INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')"],
  },
  {
    name: 'drop-two-columns',
    rules: drops,
    setup: shop,
    migration: 'ALTER TABLE orders DROP COLUMN note, DROP COLUMN placed_on;',
    oldCode: shopCode,
    newCode: ['INSERT INTO orders (id, customer_id, amount) VALUES ({n}, 1, 5)'],
  },
  {
    name: 'drop-and-add-column',
    rules: ['drop-and-add-column'],
    setup: shop,
    migration: 'ALTER TABLE orders DROP COLUMN note;\nALTER TABLE orders ADD COLUMN remark text;',
    oldCode: shopCode,
    newCode: ["INSERT INTO orders (id, customer_id, amount, remark) VALUES ({n}, 1, 5, 'r')"],
  },
  {
    name: 'drop-table',
    rules: tables,
    setup: people,
    since: 12,
    migration: 'DROP TABLE cards;',
    oldCode: [
      "INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')",
      "INSERT INTO cards VALUES ({n}, 'c{n}')",
    ],
    newCode: ["INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')"],
  },
  {
    name: 'drop-table-cascade',
    rules: [...tables, 'cascade'],
    setup: people,
    since: 12,
    migration: 'DROP TABLE IF EXISTS people CASCADE;',
    oldCode: ["INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')"],
    newCode: ['INSERT INTO cards (id) VALUES ({n})'],
  },
  {
    name: 'drop-two-tables',
    rules: tables,
    setup: people,
    since: 12,
    migration: 'DROP TABLE cards, people CASCADE;',
    oldCode: [
      "INSERT INTO people (id, email, code) VALUES ({n}, 'e', 'c{n}')",
      "INSERT INTO cards VALUES ({n}, 'c{n}')",
    ],
    newCode: ["INSERT INTO places VALUES ({n}, 'p')"],
  },
  {
    name: 'drop-partition-parent',
    rules: tables,
    since: 11,
    setup: `CREATE TABLE others (id integer);
CREATE TABLE logs (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2020-01-01') TO ('2030-01-01');
INSERT INTO logs SELECT n, '2024-01-01' FROM generate_series(1, 2500) n;`,
    migration: 'DROP TABLE logs;',
    oldCode: ["INSERT INTO logs VALUES ({n}, '2024-01-01')"],
    newCode: ['SELECT 1'],
  },
  {
    name: 'drop-view',
    rules: ['drop-view'],
    setup: people,
    since: 12,
    migration: 'DROP VIEW people_b CASCADE;',
    oldCode: ['SELECT * FROM people_b LIMIT 1', 'SELECT * FROM people_b_more LIMIT 1'],
    newCode: ['SELECT b FROM people LIMIT 1'],
  },
  {
    name: 'drop-materialized-view',
    rules: ['drop-materialized-view'],
    setup: people,
    since: 12,
    migration: 'DROP MATERIALIZED VIEW people_count;',
    oldCode: ['SELECT * FROM people_count'],
    newCode: ['SELECT count(*) FROM people'],
  },
  {
    name: 'drop-sequence',
    rules: ['drop-sequence'],
    setup: people,
    since: 12,
    migration: 'DROP SEQUENCE numbers;',
    oldCode: ["SELECT nextval('numbers')"],
    newCode: ['SELECT 1'],
  },
  {
    name: 'drop-function',
    rules: ['drop-function'],
    setup: people,
    since: 12,
    migration: 'DROP FUNCTION twice(integer);',
    oldCode: ['SELECT twice(2)'],
    newCode: ['SELECT 4'],
  },
  {
    name: 'drop-type',
    rules: ['drop-type'],
    setup: `${shop}
CREATE TYPE size AS ENUM ('small', 'large');`,
    migration: 'DROP TYPE size;',
    oldCode: ["SELECT 'small'::size"],
    newCode: ["SELECT 'small'"],
  },
  {
    name: 'drop-table-and-column-with-their-types',
    rules: [...tables, ...drops],
    setup: `${people}
CREATE TYPE size AS ENUM ('small', 'large');
CREATE TABLE boxes (id integer PRIMARY KEY, how_big size);
INSERT INTO boxes VALUES (1, 'small');`,
    migration: `DROP TABLE boxes;
DROP TYPE size;
ALTER TABLE people DROP COLUMN how;
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('calm', 'angry');
CREATE TABLE moods (person integer REFERENCES people (id), mood mood);`,
    oldCode: ["INSERT INTO boxes VALUES ({n}, 'large')", "UPDATE people SET how = 'sad' WHERE id = 3"],
  },
  {
    name: 'drop-table-whose-keys-held-rows',
    rules: tables,
    setup: people,
    migration: `DROP TABLE cards;
DELETE FROM people WHERE id = 7;
ALTER TABLE people ADD CONSTRAINT people_not_seven CHECK (id <> 7) NOT VALID;`,
    oldCode: ["INSERT INTO cards VALUES ({n}, 'c9', 7)"],
  },
  {
    name: 'drop-default',
    rules: ['drop-default'],
    setup: shop,
    migration: 'ALTER TABLE customers ALTER COLUMN created_at DROP DEFAULT;',
    oldCode: ["INSERT INTO customers (id, email) VALUES ({n}, '{n}@example.org')"],
    newCode: ["INSERT INTO customers (id, email, created_at) VALUES ({n}, '{n}@example.org', '2026-01-01')"],
  },
  {
    name: 'drop-column-beside-new-one',
    rules: ['drop-and-add-column'],
    setup: shop,
    migration: `ALTER TABLE orders ADD COLUMN channel text DEFAULT 'web';
ALTER TABLE orders DROP COLUMN note;
CREATE INDEX orders_amount_idx ON orders (amount);`,
    oldCode: shopCode,
    newCode: ['INSERT INTO orders (id, customer_id, amount) VALUES ({n}, 1, 5)'],
  },
];

/** What goes for good, when no code uses it any more. */
export default { title: 'Removals', cases } satisfies PlanTopic;
