import type { PlanTopic } from '../case.js';
import { shop, shopCode } from '../shop.js';

/** A partitioned table, one level deeper on one side, and a table it can point to. */
const parcels = `
CREATE TABLE depots (id integer PRIMARY KEY, town text);
INSERT INTO depots SELECT n, 'town ' || n FROM generate_series(1, 50) n;
CREATE TABLE parcels (id integer NOT NULL, day date NOT NULL, depot integer, weight integer) PARTITION BY RANGE (day);
CREATE TABLE parcels_2024 PARTITION OF parcels FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE parcels_2025 PARTITION OF parcels FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY RANGE (day);
CREATE TABLE parcels_2025_a PARTITION OF parcels_2025 FOR VALUES FROM ('2025-01-01') TO ('2025-07-01');
CREATE TABLE parcels_2025_b PARTITION OF parcels_2025 FOR VALUES FROM ('2025-07-01') TO ('2026-01-01');
INSERT INTO parcels SELECT n, date '2024-01-01' + n % 700, 1 + n % 50, n FROM generate_series(1, 2500) n;`;

const parcelsCode = [
  "INSERT INTO parcels VALUES ({n}, '2025-03-04', 7, 1), ({n}, '2024-03-04', 8, 2)",
  "UPDATE parcels SET weight = 3 WHERE id = {n} AND day = '2025-03-04'",
] as const;

/** Parents and children in one schema that is not `public`, with names that need quotes. */
const library = `
CREATE SCHEMA library;
CREATE TABLE library."Author" ("Id" integer PRIMARY KEY, "Name" text);
CREATE TABLE library."Book" ("Id" integer, "Author Id" integer, "Title" text, pages integer);
INSERT INTO library."Author" SELECT n, 'a' || n FROM generate_series(1, 300) n;
INSERT INTO library."Book" SELECT n, 1 + n % 300, 't' || n, n FROM generate_series(1, 2500) n;`;

const libraryCode = [
  `INSERT INTO library."Book" VALUES ({n}, 3, 't{n}', 12)`,
  `UPDATE library."Book" SET pages = 13 WHERE "Id" = {n}`,
] as const;

/** A table that can point to a partitioned one. */
const rooms = `
CREATE TABLE rooms (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE rooms_low PARTITION OF rooms FOR VALUES FROM (0) TO (100);
CREATE TABLE rooms_high PARTITION OF rooms FOR VALUES FROM (100) TO (1000);
CREATE TABLE stays (id integer PRIMARY KEY, room integer);
INSERT INTO rooms SELECT n FROM generate_series(1, 500) n;
INSERT INTO stays SELECT n, 1 + n % 500 FROM generate_series(1, 2500) n;`;

/** Tables that inherit in the old way. */
const animals = `
CREATE TABLE animals (id integer PRIMARY KEY, name text, legs integer);
CREATE TABLE birds (wings integer) INHERITS (animals);
INSERT INTO animals SELECT n, 'a' || n, 4 FROM generate_series(1, 2500) n;
INSERT INTO birds SELECT n, 'b' || n, 2, 2 FROM generate_series(1, 2500) n;`;

const animalsCode = ["INSERT INTO animals VALUES ({n}, 'a', 4)", "INSERT INTO birds VALUES ({n}, 'b', 2, 2)"];

const both = { oldCode: shopCode, newCode: shopCode };
const inParcels = { oldCode: parcelsCode, newCode: parcelsCode };
const inLibrary = { oldCode: libraryCode, newCode: libraryCode };
const stay = ['INSERT INTO stays VALUES ({n}, 300)'];
const inRooms = { oldCode: stay, newCode: stay };
const notValid = ['require-not-valid'];
const usingIndex = ['require-using-index'];
const validated = ['require-validated-check'];

const fullCustomers = "INSERT INTO customers (id, email, name, vat_number) VALUES ({n}, '{n}@example.org', 'n', 'v')";
const ownNotNull = 'a partition that got its key first has its NOT NULL from its own key as well';

/** ADD CONSTRAINT, VALIDATE CONSTRAINT and SET NOT NULL. */
export default {
  title: 'Constraints and NOT NULL',
  cases: [
    {
      name: 'check-without-a-name',
      rules: notValid,
      setup: shop,
      migration: 'ALTER TABLE orders ADD CHECK (amount > 0);',
      ...both,
    },
    {
      name: 'check-over-two-columns-without-a-name',
      rules: notValid,
      setup: shop,
      migration: `ALTER TABLE orders ADD CHECK (amount > 0 OR note IS NULL), ADD CHECK (id > 0);`,
      ...both,
    },
    {
      name: 'check-of-a-partitioned-table',
      rules: notValid,
      setup: parcels,
      migration: 'ALTER TABLE parcels ADD CONSTRAINT heavy CHECK (weight > 0);',
      ...inParcels,
    },
    {
      name: 'check-that-children-inherit',
      rules: notValid,
      setup: animals,
      migration: 'ALTER TABLE animals ADD CONSTRAINT legs CHECK (legs IN (2, 4));',
      oldCode: animalsCode,
      newCode: animalsCode,
    },
    {
      name: 'check-that-children-do-not-inherit',
      rules: notValid,
      setup: animals,
      migration: 'ALTER TABLE animals ADD CONSTRAINT four CHECK (legs = 4) NO INHERIT;',
      oldCode: animalsCode,
      newCode: animalsCode,
    },
    {
      name: 'foreign-key-without-a-name',
      rules: notValid,
      setup: shop,
      migration: 'ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;',
      ...both,
    },
    {
      name: 'foreign-key-with-all-its-clauses',
      rules: notValid,
      setup: library,
      migration: `ALTER TABLE library."Book" ADD CONSTRAINT "Book Author" FOREIGN KEY ("Author Id") REFERENCES library."Author" ("Id")
  MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;`,
      ...inLibrary,
    },
    {
      name: 'foreign-key-to-itself',
      rules: notValid,
      setup: `CREATE TABLE nodes (id integer PRIMARY KEY, parent integer);
INSERT INTO nodes SELECT n, CASE WHEN n > 1 THEN n / 2 END FROM generate_series(1, 2500) n;`,
      migration: 'ALTER TABLE nodes ADD CONSTRAINT tree FOREIGN KEY (parent) REFERENCES nodes (id) ON DELETE CASCADE;',
      oldCode: ['INSERT INTO nodes VALUES ({n}, 3)'],
      newCode: ['INSERT INTO nodes VALUES ({n}, 3)'],
    },
    {
      name: 'foreign-key-of-a-partitioned-table',
      rules: notValid,
      setup: parcels,
      migration: 'ALTER TABLE parcels ADD FOREIGN KEY (depot) REFERENCES depots (id) ON DELETE CASCADE;',
      ...inParcels,
    },
    {
      name: 'foreign-key-to-a-partitioned-table-until-17',
      rules: notValid,
      until: 17,
      setup: rooms,
      migration: 'ALTER TABLE stays ADD CONSTRAINT stays_room FOREIGN KEY (room) REFERENCES rooms;',
      ...inRooms,
      differs: { 'constraint stays.stays_room_fkey': 'before 18 VALIDATE does not reach its entries per partition' },
    },
    {
      name: 'foreign-key-to-a-partitioned-table',
      rules: notValid,
      since: 18,
      setup: rooms,
      migration: 'ALTER TABLE stays ADD CONSTRAINT stays_room FOREIGN KEY (room) REFERENCES rooms;',
      ...inRooms,
    },
    {
      name: 'two-constraints-of-two-tables',
      rules: notValid,
      setup: shop,
      migration: `ALTER TABLE orders ADD CONSTRAINT paid CHECK (amount > 0);
ALTER TABLE customers ADD CONSTRAINT named CHECK (name <> '');`,
      ...both,
    },
    {
      name: 'unique-under-odd-names',
      rules: usingIndex,
      setup: library,
      migration: 'ALTER TABLE library."Book" ADD UNIQUE ("Title", pages);',
      ...inLibrary,
      newCode: [
        ...libraryCode,
        `INSERT INTO library."Book" VALUES (1, 3, 't1', 1) ON CONFLICT ("Title", pages) DO NOTHING`,
      ],
    },
    {
      name: 'unique-with-all-its-clauses',
      rules: usingIndex,
      setup: shop,
      migration:
        'ALTER TABLE orders ADD CONSTRAINT once UNIQUE (customer_id, id) INCLUDE (amount) WITH (fillfactor = 80) DEFERRABLE INITIALLY DEFERRED;',
      ...both,
    },
    {
      name: 'unique-nulls-not-distinct',
      rules: usingIndex,
      since: 15,
      setup: shop,
      migration: 'ALTER TABLE orders ADD CONSTRAINT once UNIQUE NULLS NOT DISTINCT (note, id);',
      ...both,
    },
    {
      name: 'unique-of-a-partitioned-table',
      rules: usingIndex,
      setup: parcels,
      migration: 'ALTER TABLE parcels ADD UNIQUE (id, day);',
      ...inParcels,
    },
    {
      name: 'primary-key',
      rules: usingIndex,
      setup: `CREATE TABLE tags (id integer NOT NULL, name text);
INSERT INTO tags SELECT n, 't' || n FROM generate_series(1, 2500) n;`,
      migration: 'ALTER TABLE tags ADD PRIMARY KEY (id);',
      oldCode: ["INSERT INTO tags VALUES ({n}, 't')"],
      newCode: ["INSERT INTO tags VALUES ({n}, 't')"],
    },
    {
      name: 'primary-key-over-nullable-columns-until-17',
      rules: usingIndex,
      until: 17,
      setup: library,
      migration: 'ALTER TABLE library."Book" ADD CONSTRAINT "Books" PRIMARY KEY ("Id", "Title");',
      ...inLibrary,
    },
    {
      name: 'primary-key-over-nullable-columns',
      rules: usingIndex,
      since: 18,
      setup: library,
      migration: 'ALTER TABLE library."Book" ADD CONSTRAINT "Books" PRIMARY KEY ("Id", "Title");',
      ...inLibrary,
    },
    {
      name: 'primary-key-of-a-partitioned-table-until-17',
      rules: usingIndex,
      until: 17,
      setup: parcels,
      migration: 'ALTER TABLE parcels ADD PRIMARY KEY (id, day);',
      ...inParcels,
    },
    {
      name: 'primary-key-of-a-partitioned-table',
      rules: usingIndex,
      since: 18,
      setup: parcels,
      migration: 'ALTER TABLE parcels ADD PRIMARY KEY (id, day);',
      ...inParcels,
      differs: {
        'constraint parcels_2024.parcels_': ownNotNull,
        'constraint parcels_2025_a.parcels_': ownNotNull,
        'constraint parcels_2025_b.parcels_': ownNotNull,
      },
    },
    {
      name: 'not-null',
      rules: [...validated, 'set-not-null'],
      setup: `${shop}
UPDATE customers SET vat_number = 'VAT' || id;`,
      migration: 'ALTER TABLE customers ALTER vat_number SET NOT NULL;',
      oldCode: [fullCustomers],
      newCode: [fullCustomers],
    },
    {
      name: 'not-null-after-a-check',
      rules: validated,
      setup: `${shop}
UPDATE customers SET vat_number = 'VAT' || id;
ALTER TABLE customers ADD CONSTRAINT has_number CHECK (vat_number IS NOT NULL) NOT VALID;`,
      migration: 'ALTER TABLE customers ALTER vat_number SET NOT NULL;',
      oldCode: [fullCustomers],
      newCode: [fullCustomers],
    },
    {
      name: 'not-null-of-a-partitioned-table',
      rules: validated,
      setup: parcels,
      migration: 'ALTER TABLE parcels ALTER depot SET NOT NULL, ALTER weight SET NOT NULL;',
      ...inParcels,
    },
    {
      name: 'not-null-that-children-inherit',
      rules: validated,
      setup: animals,
      migration: 'ALTER TABLE animals ALTER legs SET NOT NULL;',
      oldCode: animalsCode,
      newCode: animalsCode,
    },
    {
      name: 'not-null-filled-from-the-row',
      rules: validated,
      setup: shop,
      migration: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
      answers: { 'orders.note': "'order ' || id::text" },
      reference: {
        sql: "UPDATE orders SET note = 'order ' || id WHERE note IS NULL; ALTER TABLE orders ALTER COLUMN note SET NOT NULL;",
        because: 'there are orders without a note',
      },
      oldCode: shopCode,
      newCode: ["INSERT INTO orders (id, customer_id, amount, note) VALUES ({n}, {n}, 5, 'note')"],
    },
    {
      name: 'not-null-filled-with-the-default',
      rules: validated,
      setup: `${shop}
ALTER TABLE orders ALTER note SET DEFAULT '-';`,
      migration: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
      reference: {
        sql: "UPDATE orders SET note = '-' WHERE note IS NULL; ALTER TABLE orders ALTER COLUMN note SET NOT NULL;",
        because: 'there are orders without a note',
      },
      oldCode: [...shopCode, 'INSERT INTO orders (id, customer_id, amount, note) VALUES ({n} + 1000000, {n}, 5, NULL)'],
      newCode: shopCode,
    },
    {
      name: 'not-null-constraint',
      rules: validated,
      since: 18,
      setup: `${shop}
UPDATE customers SET vat_number = 'VAT' || id;`,
      migration: 'ALTER TABLE customers ADD CONSTRAINT numbered NOT NULL vat_number;',
      oldCode: [fullCustomers],
      newCode: [fullCustomers],
    },
    {
      name: 'validated-in-the-transaction-that-adds-it',
      rules: ['validate-in-same-transaction'],
      setup: shop,
      migration: `ALTER TABLE orders ADD CONSTRAINT paid CHECK (amount > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT paid;`,
      ...both,
    },
    {
      name: 'not-null-filled-as-the-migration-does',
      rules: validated,
      setup: shop,
      migration: `ALTER TABLE orders ADD COLUMN label text;
UPDATE orders SET label = 'order ' || id WHERE label IS NULL;
ALTER TABLE orders ALTER COLUMN label SET NOT NULL;`,
      oldCode: shopCode,
      newCode: ["INSERT INTO orders (id, customer_id, amount, label) VALUES ({n}, {n}, 5, 'new')"],
    },
    {
      name: 'check-replaced',
      rules: notValid,
      setup: `${shop}
ALTER TABLE orders ADD CONSTRAINT priced CHECK (amount > 0);`,
      migration: `ALTER TABLE orders DROP CONSTRAINT priced;
ALTER TABLE orders ADD CONSTRAINT priced CHECK (amount >= 0);`,
      ...both,
      newCode: [...shopCode, 'INSERT INTO orders (id, customer_id, amount) VALUES ({n} + 500000, {n}, 0)'],
    },
    {
      name: 'foreign-key-replaced-in-one-statement',
      rules: notValid,
      setup: `${shop}
ALTER TABLE orders ADD CONSTRAINT buyer FOREIGN KEY (customer_id) REFERENCES customers;`,
      migration: `ALTER TABLE orders DROP CONSTRAINT buyer, ADD CONSTRAINT buyer FOREIGN KEY (customer_id) REFERENCES customers ON DELETE CASCADE;`,
      ...both,
    },
    {
      name: 'unique-replaced',
      rules: usingIndex,
      setup: `${shop}
ALTER TABLE orders ADD CONSTRAINT once UNIQUE (id, customer_id);`,
      migration: `ALTER TABLE orders DROP CONSTRAINT IF EXISTS once;
ALTER TABLE orders ADD CONSTRAINT once UNIQUE (customer_id, id) INCLUDE (status);`,
      ...both,
    },
  ],
} satisfies PlanTopic;
