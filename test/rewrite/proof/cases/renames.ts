import type { PlanTopic } from '../case.js';
import { shop } from '../shop.js';

const column = ['rename-column'];
const table = ['rename-table'];

/** Staff, with all that can hang on a column. */
const staff = `
CREATE TABLE sites (id integer PRIMARY KEY, place text);
INSERT INTO sites SELECT n, 'place ' || n FROM generate_series(1, 50) n;
CREATE TABLE staff (
  id serial PRIMARY KEY,
  login varchar(40) NOT NULL UNIQUE,
  site integer DEFAULT 1 CONSTRAINT staff_site_fkey REFERENCES sites (id),
  pay integer NOT NULL DEFAULT 10 CHECK (pay > 0),
  tags json,
  born date
);
CREATE INDEX staff_site_idx ON staff (site);
CREATE INDEX staff_born_pay_idx ON staff (born, pay DESC) WHERE pay > 5;
CREATE TABLE badges (code text PRIMARY KEY, owner varchar(40) REFERENCES staff (login));
INSERT INTO staff (login, site, pay, tags, born)
  SELECT 'login' || n, 1 + n % 50, n, '{"n": 1}', date '1970-01-01' + n FROM generate_series(1, 2500) n;
INSERT INTO badges SELECT 'b' || n, 'login' || n FROM generate_series(1, 500) n;`;

/** Code that knows a column of staff by its name. */
function codeWith(name: string, value: string, other: string) {
  return [
    `INSERT INTO staff (id, login, ${name}) VALUES ({n}, 'new{n}', ${value})`,
    {
      query: `SELECT ${name} AS it FROM staff WHERE id = {n}`,
      gives: [{ it: JSON.parse(value.replaceAll("'", '"')) as unknown }],
    },
    `UPDATE staff SET ${name} = ${other} WHERE id = {n}`,
    {
      query: `SELECT ${name} AS it FROM staff WHERE id = {n}`,
      gives: [{ it: JSON.parse(other.replaceAll("'", '"')) as unknown }],
    },
    `UPDATE staff SET ${name} = ${other} WHERE id = {n} - 8990`,
  ];
}

/** Code that reads and writes orders under a name. */
function ordersCode(name: string) {
  return [
    `INSERT INTO ${name} (id, customer_id, amount) VALUES ({n}, 1, 5) RETURNING id`,
    `INSERT INTO ${name} (id, customer_id, amount) VALUES ({n}, 1, 6) ON CONFLICT (id) DO UPDATE SET amount = EXCLUDED.amount`,
    { query: `SELECT amount, status FROM ${name} WHERE id = {n}`, gives: [{ amount: 6, status: 'open' }] },
    `UPDATE ${name} SET note = 'changed' WHERE id = {n}`,
    `DELETE FROM ${name} WHERE id = {n} - 8000`,
    `SELECT 1 FROM ${name} WHERE id = {n} FOR UPDATE`,
  ];
}

const cases: PlanTopic['cases'] = [
  {
    name: 'rename-plain-column',
    rules: column,
    setup: staff,
    migration: 'ALTER TABLE staff RENAME COLUMN born TO birthday;',
    oldCode: codeWith('born', "'1980-01-01'", "'1990-01-01'"),
    newCode: codeWith('birthday', "'1981-01-01'", "'1991-01-01'"),
  },
  {
    name: 'rename-column-with-default-and-check',
    rules: column,
    setup: staff,
    migration: 'ALTER TABLE staff RENAME COLUMN pay TO salary;',
    oldCode: [...codeWith('pay', '20', '30'), "INSERT INTO staff (id, login) VALUES ({n} + 20000, 'x{n}')"],
    newCode: [...codeWith('salary', '21', '31'), "INSERT INTO staff (id, login) VALUES ({n} + 30000, 'y{n}')"],
  },
  {
    name: 'rename-column-with-foreign-key-and-index',
    rules: column,
    setup: staff,
    migration: 'ALTER TABLE staff RENAME COLUMN site TO site_id;',
    oldCode: codeWith('site', '7', '8'),
    newCode: codeWith('site_id', '9', '10'),
  },
  {
    name: 'rename-unique-column-that-is-referenced',
    rules: column,
    setup: staff,
    migration: 'ALTER TABLE staff RENAME COLUMN login TO account;',
    oldCode: [
      "INSERT INTO staff (login) VALUES ('old{n}')",
      "INSERT INTO badges VALUES ('old{n}', 'old{n}')",
      "INSERT INTO staff (login) VALUES ('old{n}') ON CONFLICT (login) DO NOTHING",
    ],
    newCode: [
      "INSERT INTO staff (account) VALUES ('new{n}')",
      "INSERT INTO badges VALUES ('new{n}', 'new{n}')",
      "INSERT INTO staff (account) VALUES ('new{n}') ON CONFLICT (account) DO NOTHING",
    ],
  },
  {
    name: 'rename-json-column',
    rules: column,
    setup: staff,
    migration: 'ALTER TABLE staff RENAME COLUMN tags TO labels;',
    oldCode: ["UPDATE staff SET tags = '[1]' WHERE id = {n} - 9000"],
    newCode: ["UPDATE staff SET labels = '[2]' WHERE id = {n} - 8900"],
  },
  {
    name: 'rename-serial-key',
    rules: column,
    setup: staff,
    migration: 'ALTER TABLE staff RENAME COLUMN id TO staff_id;',
    oldCode: ["INSERT INTO staff (login) VALUES ('old{n}')", 'UPDATE staff SET pay = 3 WHERE id = {n} - 9000'],
    newCode: ["INSERT INTO staff (login) VALUES ('new{n}')", 'UPDATE staff SET pay = 4 WHERE staff_id = {n} - 8900'],
  },
  {
    name: 'rename-column-to-name-that-needs-quotes',
    rules: column,
    setup: staff,
    migration: 'ALTER TABLE staff RENAME COLUMN born TO "Born on";',
    oldCode: codeWith('born', "'1980-01-01'", "'1990-01-01'"),
    newCode: codeWith('"Born on"', "'1981-01-01'", "'1991-01-01'"),
  },
  {
    name: 'rename-table',
    rules: table,
    setup: shop,
    migration: 'ALTER TABLE orders RENAME TO purchases;',
    oldCode: ordersCode('orders'),
    newCode: ordersCode('purchases'),
  },
  {
    name: 'rename-table-with-identity-and-references',
    rules: table,
    setup: `${shop}
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
SELECT setval('customers_id_seq', 5000);`,
    migration: 'ALTER TABLE customers RENAME TO clients;',
    oldCode: ["INSERT INTO customers (email) VALUES ('o{n}') RETURNING id", ...ordersCode('orders')],
    newCode: ["INSERT INTO clients (email) VALUES ('n{n}') RETURNING id", ...ordersCode('orders')],
  },
  {
    name: 'rename-two-tables',
    rules: table,
    setup: shop,
    migration: 'ALTER TABLE orders RENAME TO purchases;\nALTER TABLE customers RENAME TO clients;',
    oldCode: ordersCode('orders'),
    newCode: ordersCode('purchases'),
  },
  {
    name: 'rename-table-and-add-column',
    rules: table,
    setup: shop,
    migration: 'ALTER TABLE orders RENAME TO purchases;\nALTER TABLE purchases ADD COLUMN channel text;',
    oldCode: ordersCode('orders'),
    newCode: [...ordersCode('purchases'), "UPDATE purchases SET channel = 'web' WHERE id = {n}"],
  },
  {
    name: 'rename-table-with-row-security',
    rules: table,
    since: 15,
    setup: `${shop}
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_orders ON orders USING (amount > 0);`,
    migration: 'ALTER TABLE orders RENAME TO purchases;',
    oldCode: ordersCode('orders'),
    newCode: ordersCode('purchases'),
  },
  {
    name: 'rename-partitioned-table',
    rules: table,
    since: 11,
    setup: `CREATE TABLE logs (id integer, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2020-01-01') TO ('2030-01-01');
INSERT INTO logs SELECT n, '2024-01-01' FROM generate_series(1, 2500) n;`,
    migration: 'ALTER TABLE logs RENAME TO journal;',
    oldCode: ["INSERT INTO logs VALUES ({n}, '2024-01-01')"],
    newCode: ["INSERT INTO journal VALUES ({n}, '2024-01-02')"],
  },
  {
    name: 'rename-view',
    rules: ['rename-view'],
    setup: shop,
    migration: 'ALTER VIEW open_orders RENAME TO orders_open;',
    oldCode: [{ query: 'SELECT count(*) > 0 AS some FROM open_orders', gives: [{ some: true }] }],
    newCode: [{ query: 'SELECT count(*) > 0 AS some FROM orders_open', gives: [{ some: true }] }],
  },
  {
    name: 'rename-materialized-view',
    rules: ['rename-view'],
    setup: `${shop}
CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id;`,
    migration: 'ALTER MATERIALIZED VIEW totals RENAME TO customer_totals;',
    oldCode: [{ query: 'SELECT count(*) > 0 AS some FROM totals', gives: [{ some: true }] }],
    newCode: [{ query: 'SELECT count(*) > 0 AS some FROM customer_totals', gives: [{ some: true }] }],
  },
  {
    name: 'move-table-to-schema',
    rules: ['set-schema'],
    setup: `${shop}
CREATE SCHEMA sales;`,
    migration: 'ALTER TABLE orders SET SCHEMA sales;',
    oldCode: ordersCode('public.orders'),
    newCode: ordersCode('sales.orders'),
  },
  {
    name: 'move-view-to-schema',
    rules: ['set-schema'],
    setup: `${shop}
CREATE SCHEMA sales;`,
    migration: 'ALTER VIEW open_orders SET SCHEMA sales;',
    oldCode: [{ query: 'SELECT count(*) > 0 AS some FROM public.open_orders', gives: [{ some: true }] }],
    newCode: [{ query: 'SELECT count(*) > 0 AS some FROM sales.open_orders', gives: [{ some: true }] }],
  },
  {
    name: 'rename-enum-value',
    rules: ['rename-enum-value'],
    setup: `${shop}
CREATE TABLE parcels (id integer PRIMARY KEY, history order_status[]);
INSERT INTO parcels SELECT n, ARRAY['open', 'paid']::order_status[] FROM generate_series(1, 2500) n;`,
    migration: "ALTER TYPE order_status RENAME VALUE 'open' TO 'pending';",
    oldCode: ["INSERT INTO orders (id, customer_id, amount, status) VALUES ({n}, 1, 5, 'open')"],
    newCode: ["INSERT INTO orders (id, customer_id, amount, status) VALUES ({n}, 1, 5, 'pending')"],
    differs: {
      'type public.order_status': 'PostgreSQL cannot drop a label',
      'view public.open_orders': 'a view goes on naming the old label',
    },
  },
];

/** New names for columns, tables, views and labels. */
export default { title: 'Renames', cases } satisfies PlanTopic;
