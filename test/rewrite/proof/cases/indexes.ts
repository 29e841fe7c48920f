import type { PlanTopic } from '../case.js';
import { shop, shopCode } from '../shop.js';

/** A partitioned table with partitions of partitions, one of which has a fitting index already. */
const visits = `
CREATE TABLE visits (id integer NOT NULL, day date NOT NULL, page text NOT NULL, seconds integer) PARTITION BY RANGE (day);
CREATE TABLE visits_2024 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE visits_2025 PARTITION OF visits FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (page);
CREATE TABLE visits_2025_home PARTITION OF visits_2025 FOR VALUES IN ('home');
CREATE TABLE visits_2025_rest PARTITION OF visits_2025 DEFAULT;
CREATE INDEX visits_2025_home_by_seconds ON visits_2025_home (seconds);
INSERT INTO visits SELECT n, date '2024-01-01' + n % 700, CASE WHEN n % 2 = 0 THEN 'home' ELSE 'page ' || n END, n % 60
  FROM generate_series(1, 2500) n;`;

const visitsCode = [
  "INSERT INTO visits VALUES ({n}, '2025-03-04', 'home', 7), ({n}, '2024-03-04', 'other', NULL)",
  "UPDATE visits SET seconds = 8 WHERE id = {n} AND day = '2025-03-04'",
  { query: 'SELECT count(*) FROM visits WHERE id = {n}', gives: [{ count: 2 }] },
] as const;

const oddNames = `
CREATE SCHEMA "Back Office";
CREATE TABLE "Back Office"."Order" (id integer PRIMARY KEY, "Group" text, "user" text);
INSERT INTO "Back Office"."Order" SELECT n, 'g' || n % 7, 'u' || n FROM generate_series(1, 2500) n;`;

const oddCode = [`INSERT INTO "Back Office"."Order" VALUES ({n}, 'g', 'u{n}')`];

const sales = `${shop}
CREATE MATERIALIZED VIEW sales AS SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id;
CREATE UNIQUE INDEX sales_customer_id_idx ON sales (customer_id);`;

const both = { oldCode: shopCode, newCode: shopCode };
const visitors = { oldCode: visitsCode, newCode: visitsCode };
const create = ['require-concurrent-index'];
const drop = ['require-concurrent-drop-index'];
const reindex = ['require-concurrent-reindex'];

/** CREATE INDEX, DROP INDEX, REINDEX and REFRESH. */
export default {
  title: 'Indexes and materialized views',
  cases: [
    {
      name: 'index-without-a-name',
      rules: create,
      setup: shop,
      migration: 'CREATE INDEX ON orders (placed_on, status);',
      ...both,
    },
    {
      name: 'index-without-a-name-whose-name-is-taken',
      rules: create,
      setup: shop,
      migration: 'CREATE INDEX ON orders (customer_id);',
      ...both,
    },
    {
      name: 'index-over-expressions-without-a-name',
      rules: create,
      setup: shop,
      migration: `CREATE INDEX ON customers (lower(name), upper(name), (coalesce(vat_number, '')));`,
      ...both,
    },
    {
      name: 'index-with-all-its-clauses',
      rules: create,
      setup: shop,
      migration: `CREATE INDEX late ON orders USING btree (placed_on DESC NULLS LAST, note COLLATE "C" text_pattern_ops)
  INCLUDE (amount) WITH (fillfactor = 70) WHERE status <> 'sent';`,
      ...both,
    },
    {
      name: 'index-of-another-method',
      rules: create,
      setup: shop,
      migration: `CREATE INDEX notes ON orders USING gin (to_tsvector('english'::regconfig, coalesce(note, '')));`,
      ...both,
    },
    {
      name: 'index-if-not-exists',
      rules: create,
      setup: shop,
      migration: 'CREATE INDEX IF NOT EXISTS orders_note_idx ON orders (note);',
      ...both,
    },
    {
      name: 'index-under-odd-names',
      rules: create,
      setup: oddNames,
      migration: 'CREATE INDEX ON "Back Office"."Order" ("Group", "user");',
      oldCode: oddCode,
      newCode: oddCode,
    },
    {
      name: 'unique-index',
      rules: create,
      setup: shop,
      migration: 'CREATE UNIQUE INDEX customers_vat ON customers (vat_number) WHERE vat_number IS NOT NULL;',
      ...both,
      newCode: [
        ...shopCode,
        "INSERT INTO customers (id, email, vat_number) VALUES (3, 'x', 'VAT3') ON CONFLICT DO NOTHING",
      ],
    },
    {
      name: 'unique-index-nulls-not-distinct',
      rules: create,
      since: 15,
      setup: shop,
      migration: 'CREATE UNIQUE INDEX orders_once ON orders (customer_id, id, note) NULLS NOT DISTINCT;',
      ...both,
    },
    {
      name: 'two-indexes-and-a-column',
      rules: create,
      setup: shop,
      migration: `-- What the search needs.
ALTER TABLE orders ADD COLUMN searched text;
CREATE INDEX orders_searched_idx ON orders (searched);
CREATE INDEX ON customers (name);
COMMENT ON COLUMN orders.searched IS 'What was searched for';`,
      oldCode: shopCode,
      newCode: [...shopCode, "UPDATE orders SET searched = 'x' WHERE id = {n}"],
    },
    {
      name: 'concurrently-beside-others',
      rules: ['non-transactional-statement'],
      setup: shop,
      migration: `ALTER TABLE orders ADD COLUMN searched text;
CREATE INDEX CONCURRENTLY orders_searched_idx ON orders (searched);`,
      reference: {
        sql: 'ALTER TABLE orders ADD COLUMN searched text; CREATE INDEX orders_searched_idx ON orders (searched);',
        because: 'CREATE INDEX CONCURRENTLY fails in a transaction',
        always: true,
      },
      ...both,
    },
    {
      name: 'concurrently-on-a-materialized-view',
      rules: ['non-transactional-statement'],
      setup: sales,
      migration: `ALTER TABLE orders ADD COLUMN searched text;
CREATE INDEX CONCURRENTLY sales_total_idx ON sales (total);`,
      reference: {
        sql: 'ALTER TABLE orders ADD COLUMN searched text; CREATE INDEX sales_total_idx ON sales (total);',
        because: 'CREATE INDEX CONCURRENTLY fails in a transaction',
        always: true,
      },
      ...both,
    },
    {
      name: 'index-of-a-partitioned-table',
      rules: create,
      setup: visits,
      migration: 'CREATE INDEX ON visits (day, lower(page));',
      ...visitors,
    },
    {
      name: 'index-that-one-partition-has',
      rules: create,
      setup: visits,
      migration: 'CREATE INDEX visits_seconds ON visits (seconds);',
      ...visitors,
    },
    {
      name: 'unique-index-of-a-partitioned-table',
      rules: create,
      setup: visits,
      migration: 'CREATE UNIQUE INDEX visits_once ON visits (id, day, page) INCLUDE (seconds);',
      ...visitors,
    },
    {
      name: 'concurrently-on-a-partitioned-table',
      rules: create,
      setup: visits,
      migration: 'CREATE INDEX CONCURRENTLY visits_page_idx ON visits (page);',
      reference: {
        sql: 'CREATE INDEX visits_page_idx ON visits (page);',
        because: 'CREATE INDEX CONCURRENTLY fails on a partitioned table',
        always: true,
      },
      ...visitors,
    },
    {
      name: 'index-dropped-if-it-exists',
      rules: drop,
      setup: shop,
      migration: 'DROP INDEX IF EXISTS public.orders_customer_id_idx;',
      ...both,
    },
    {
      name: 'unique-index-dropped',
      rules: drop,
      setup: shop,
      migration: 'DROP INDEX customers_email_key;',
      ...both,
    },
    {
      name: 'several-indexes-dropped-at-once',
      rules: drop,
      setup: shop,
      migration: 'DROP INDEX orders_customer_id_idx, customers_email_key;',
      ...both,
    },
    {
      name: 'index-replaced',
      rules: [...create, ...drop],
      setup: shop,
      migration: `DROP INDEX orders_customer_id_idx;
CREATE INDEX orders_customer_id_status_idx ON orders (customer_id, status);`,
      ...both,
    },
    {
      name: 'index-rebuilt',
      rules: reindex,
      setup: shop,
      migration: 'REINDEX INDEX orders_customer_id_idx;',
      ...both,
    },
    {
      name: 'indexes-of-a-table-rebuilt',
      rules: reindex,
      setup: shop,
      migration: 'REINDEX TABLE customers;',
      ...both,
    },
    {
      name: 'indexes-of-a-partitioned-table-rebuilt',
      rules: reindex,
      since: 14,
      setup: `${visits}
CREATE INDEX ON visits (page);`,
      migration: 'REINDEX TABLE visits;',
      transaction: false,
      ...visitors,
    },
    {
      name: 'indexes-of-a-schema-rebuilt',
      rules: reindex,
      setup: oddNames,
      migration: 'REINDEX SCHEMA "Back Office";',
      transaction: false,
      oldCode: oddCode,
      newCode: oddCode,
    },
  ],
} satisfies PlanTopic;
