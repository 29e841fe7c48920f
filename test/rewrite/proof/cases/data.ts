import type { PlanTopic } from '../case.js';
import { shop, shopCode } from '../shop.js';

const whole = ['update-without-where'];
const batched = ['unbatched-update'];
const mixed = ['mixed-schema-and-data'];

/** A table whose key is two columns, and one that has no key. */
const logs = `
CREATE TABLE readings (sensor text, at integer, value numeric, unit text, PRIMARY KEY (sensor, at));
INSERT INTO readings SELECT 's' || n % 7, n, n / 10.0, CASE WHEN n % 2 = 0 THEN 'C' END FROM generate_series(1, 2500) n;
CREATE TABLE events (kind text, payload json, seen boolean, level integer);
INSERT INTO events SELECT 'k' || n % 5, ('{"a": "' || repeat('x', 150) || '"}')::json, n % 3 = 0, n % 4 FROM generate_series(1, 2500) n;`;

const logCode = [
  "INSERT INTO readings VALUES ('new', {n}, 1, 'C')",
  "INSERT INTO events VALUES ('new', '{}', true, {n})",
  "UPDATE readings SET value = 2 WHERE sensor = 'new' AND at = {n}",
];

const cases: PlanTopic['cases'] = [
  {
    name: 'update-whole-table',
    rules: whole,
    setup: shop,
    migration: "UPDATE customers SET email = lower(email), vat_number = 'none';",
    newCode: ["UPDATE customers SET name = 'x' WHERE id = 1"],
  },
  {
    name: 'update-all-nulls',
    rules: batched,
    setup: shop,
    migration: "UPDATE customers SET vat_number = 'none' WHERE vat_number IS NULL;",
    oldCode: [shopCode[2], shopCode[3]],
    newCode: ["INSERT INTO customers (id, email, vat_number) VALUES ({n}, '{n}@n.org', 'VAT')"],
  },
  {
    name: 'update-enum-of-many',
    rules: batched,
    setup: shop,
    migration: "UPDATE orders SET status = 'sent' WHERE status <> 'sent';",
    newCode: ["UPDATE orders SET note = 'n' WHERE id = 1"],
  },
  {
    name: 'update-from-another-table',
    rules: batched,
    setup: shop,
    migration:
      'UPDATE orders AS o SET note = c.name FROM customers AS c WHERE c.id = o.customer_id AND o.note IS NULL;',
    newCode: ['UPDATE orders SET amount = 3 WHERE id = 1'],
  },
  {
    name: 'update-by-subquery',
    rules: whole,
    setup: shop,
    migration: 'UPDATE orders SET note = (SELECT email FROM customers WHERE customers.id = orders.customer_id);',
    newCode: ['UPDATE orders SET amount = 3 WHERE id = 1'],
  },
  {
    name: 'update-flag-with-counter',
    rules: batched,
    setup: `CREATE TABLE items (id integer PRIMARY KEY, price integer, migrated boolean NOT NULL DEFAULT false);
INSERT INTO items SELECT n, n FROM generate_series(1, 2500) n;`,
    migration: 'UPDATE items SET price = price * 100, migrated = true WHERE NOT migrated;',
    newCode: ['INSERT INTO items VALUES ({n}, 1, true)'],
  },
  {
    name: 'update-composite-key',
    rules: batched,
    setup: logs,
    migration: "UPDATE readings SET unit = 'K' WHERE unit IS NULL;",
    oldCode: logCode,
    newCode: logCode,
  },
  {
    name: 'update-numeric-scale',
    rules: whole,
    setup: logs,
    migration: 'UPDATE readings SET value = round(value, 3);',
    newCode: ["INSERT INTO readings VALUES ('new', {n}, 1.000, 'C')"],
  },
  {
    name: 'update-without-key',
    rules: whole,
    setup: logs,
    migration: `UPDATE events SET payload = '{"b": 2}';`,
    newCode: ["INSERT INTO events VALUES ('new', '{}', true, {n})"],
  },
  {
    name: 'update-flag-without-key',
    rules: batched,
    setup: logs,
    migration: 'UPDATE events SET seen = true WHERE seen IS NOT TRUE;',
    oldCode: logCode,
    newCode: logCode,
  },
  {
    name: 'fill-new-column',
    rules: batched,
    setup: shop,
    migration: `ALTER TABLE orders ADD COLUMN reference text;
UPDATE orders SET reference = 'A' || id;`,
    newCode: ["UPDATE orders SET reference = 'B' WHERE id = 1"],
  },
  {
    name: 'fill-new-column-with-clock',
    rules: batched,
    setup: shop,
    migration: `ALTER TABLE orders ADD COLUMN updated_at timestamptz;
UPDATE orders SET updated_at = now();`,
    volatile: ['public.orders.updated_at'],
    newCode: ['UPDATE orders SET amount = 3 WHERE id = 1'],
  },
  {
    name: 'delete-many',
    rules: batched,
    setup: shop,
    migration: "DELETE FROM orders WHERE placed_on < date '2024-06-01';",
    oldCode: [shopCode[0], shopCode[1], shopCode[2]],
    newCode: [shopCode[0], shopCode[1], shopCode[2]],
  },
  {
    name: 'delete-by-join',
    rules: batched,
    setup: shop,
    migration:
      'DELETE FROM orders USING customers WHERE customers.id = orders.customer_id AND customers.vat_number IS NULL;',
    newCode: [shopCode[2]],
  },
  {
    name: 'delete-orphans',
    rules: batched,
    setup: `${shop}
INSERT INTO orders (id, customer_id, amount) SELECT n, 0, 1 FROM generate_series(5001, 7000) n;`,
    migration: 'DELETE FROM orders WHERE NOT EXISTS (SELECT 1 FROM customers WHERE customers.id = orders.customer_id);',
    newCode: [shopCode[2]],
  },
  {
    name: 'column-and-its-values',
    rules: mixed,
    setup: shop,
    migration: `ALTER TABLE customers ADD COLUMN domain text;
UPDATE customers SET domain = split_part(email, '@', 2);`,
    oldCode: [shopCode[2], shopCode[3]],
    newCode: ["INSERT INTO customers (id, email, domain) VALUES ({n}, '{n}@n.org', 'n.org')"],
  },
  {
    name: 'dedupe-before-unique',
    rules: mixed,
    setup: `CREATE TABLE tags (id integer PRIMARY KEY, word text, twice boolean);
INSERT INTO tags SELECT n, 'w' || n % 900, n >= 900 FROM generate_series(1, 2600) n;`,
    migration: `ALTER TABLE tags ADD COLUMN lang text;
DELETE FROM tags WHERE twice;
CREATE UNIQUE INDEX tags_word_key ON tags (word);`,
    newCode: ["INSERT INTO tags VALUES ({n}, 'new {n}', false, 'en')"],
  },
  {
    name: 'rows-copied-under-lock',
    rules: mixed,
    setup: shop,
    migration: `ALTER TABLE orders ADD COLUMN channel text;
CREATE TABLE archive (id integer PRIMARY KEY, amount integer);
INSERT INTO archive SELECT id, amount FROM orders WHERE placed_on < date '2024-02-01';`,
    oldCode: [shopCode[0]],
    newCode: [shopCode[0]],
  },
  {
    name: 'two-tables-in-one-transaction',
    rules: ['avoid-several-locked-tables'],
    setup: shop,
    migration: `ALTER TABLE customers ADD COLUMN phone text;
ALTER TABLE orders ADD COLUMN phone text;`,
    oldCode: shopCode,
    newCode: shopCode,
  },
  {
    name: 'index-under-lock',
    rules: ['no-work-under-lock'],
    setup: shop,
    migration: `ALTER TABLE customers ADD COLUMN phone text;
CREATE INDEX orders_amount_idx ON orders (amount);`,
    oldCode: shopCode,
    newCode: shopCode,
  },
];

/** Changes of many rows, and what must not share a transaction. */
export default { title: 'Rows, and transactions of their own', cases } satisfies PlanTopic;
