import type { PlanTopic } from '../case.js';
import { shop, shopCode } from '../shop.js';

const first: PlanTopic = {
  title: 'One of each kind',
  cases: [
    {
      name: 'index',
      rules: ['require-concurrent-index'],
      setup: shop,
      migration: 'CREATE INDEX orders_placed_on_idx ON orders (placed_on);',
      oldCode: shopCode,
      newCode: shopCode,
    },
    {
      name: 'unique-index-beside-harmless-statements',
      rules: ['require-concurrent-index'],
      setup: shop,
      migration: `CREATE TABLE parcels (id integer PRIMARY KEY, order_id integer NOT NULL);
CREATE UNIQUE INDEX parcels_order_id_key ON parcels (order_id);
CREATE UNIQUE INDEX customers_lower_email_key ON customers (lower(email));
COMMENT ON TABLE parcels IS 'What is on its way';`,
      oldCode: shopCode,
      newCode: [...shopCode, 'INSERT INTO parcels VALUES ({n}, {n})'],
    },
    {
      name: 'index-dropped',
      rules: ['require-concurrent-drop-index'],
      setup: shop,
      migration: 'DROP INDEX orders_customer_id_idx;',
      oldCode: shopCode,
      newCode: shopCode,
    },
    {
      name: 'check-added',
      rules: ['require-not-valid'],
      setup: shop,
      migration: 'ALTER TABLE orders ADD CONSTRAINT orders_amount_positive CHECK (amount > 0);',
      oldCode: shopCode,
      newCode: shopCode,
    },
    {
      name: 'foreign-key-added',
      rules: ['require-not-valid'],
      setup: shop,
      migration: 'ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);',
      oldCode: shopCode,
      newCode: shopCode,
    },
    {
      name: 'unique-constraint-added',
      rules: ['require-using-index'],
      setup: shop,
      migration: 'ALTER TABLE customers ADD UNIQUE (vat_number);',
      oldCode: shopCode,
      newCode: shopCode,
    },
    {
      name: 'column-required-that-has-nulls',
      rules: ['require-validated-check'],
      setup: shop,
      migration: 'ALTER TABLE customers ALTER COLUMN vat_number SET NOT NULL;',
      answers: { 'customers.vat_number': "'none'" },
      reference: {
        sql: "UPDATE customers SET vat_number = 'none' WHERE vat_number IS NULL; ALTER TABLE customers ALTER COLUMN vat_number SET NOT NULL;",
        because: 'there are customers without a number',
      },
      oldCode: shopCode,
      newCode: ["INSERT INTO customers (id, email, vat_number) VALUES ({n}, '{n}@example.org', 'VAT{n}')"],
    },
    {
      name: 'required-column-with-a-volatile-default',
      rules: ['avoid-rewriting-column'],
      since: 13,
      setup: shop,
      migration: 'ALTER TABLE customers ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();',
      volatile: ['public.customers.token'],
      oldCode: shopCode,
      newCode: [
        ...shopCode,
        "UPDATE customers SET token = '00000000-0000-0000-0000-000000000000' WHERE id = {n}",
        { query: 'SELECT count(DISTINCT token) > 2500 AS ok FROM customers', gives: [{ ok: true }] },
      ],
    },
  ],
};

export default first;
