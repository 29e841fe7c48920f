import type { Topic } from './case.js';

export const combined: Topic = {
  title: 'Several changes together, and what names stand for',
  cases: [
    {
      id: 'add-column-then-drop-default',
      fails: '42703',
      note: 'defaults are dropped before columns are added',
      sql: 'ALTER TABLE lonely ADD COLUMN extra integer DEFAULT 1, ALTER COLUMN extra DROP DEFAULT',
    },
    {
      id: 'add-column-then-not-null',
      sql: 'ALTER TABLE lonely ADD COLUMN extra integer DEFAULT 1, ALTER COLUMN extra SET NOT NULL',
    },
    {
      id: 'add-column-and-check',
      sql: 'ALTER TABLE lonely ADD COLUMN extra integer, ADD CONSTRAINT c CHECK (extra > 0)',
    },
    { id: 'add-column-and-unique', sql: 'ALTER TABLE lonely ADD COLUMN extra integer, ADD UNIQUE (extra)' },
    {
      id: 'free-type-change-and-column',
      sql: 'ALTER TABLE loose ALTER COLUMN payload TYPE varchar, ADD COLUMN extra integer',
    },
    {
      id: 'free-and-rewriting-type-change',
      sql: 'ALTER TABLE loose ALTER COLUMN payload TYPE varchar, ALTER COLUMN twice TYPE bigint',
    },
    {
      id: 'drop-default-change-type-set-default',
      sql: "ALTER TABLE users ALTER COLUMN feeling DROP DEFAULT, ALTER COLUMN feeling TYPE text, ALTER COLUMN feeling SET DEFAULT 'ok'",
    },
    {
      id: 'drop-not-null-and-default',
      sql: 'ALTER TABLE lonely ALTER COLUMN amount DROP NOT NULL, ALTER COLUMN amount DROP DEFAULT',
    },
    { id: 'drop-and-add-column', sql: 'ALTER TABLE loose DROP COLUMN payload, ADD COLUMN payload text' },
    {
      id: 'drop-and-add-check',
      sql: 'ALTER TABLE checked DROP CONSTRAINT bounded_check, ADD CONSTRAINT bounded_check CHECK (bounded > -1)',
    },
    {
      id: 'drop-and-add-foreign-key',
      sql: 'ALTER TABLE orders DROP CONSTRAINT orders_user_fk, ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE',
    },
    {
      id: 'primary-key-proven',
      setup: ['ALTER TABLE loose ADD CONSTRAINT filled_nn CHECK (filled IS NOT NULL)'],
      sql: 'ALTER TABLE loose ADD PRIMARY KEY (filled)',
    },
    {
      id: 'primary-key-after-set-not-null',
      setup: ['ALTER TABLE loose ALTER COLUMN filled SET NOT NULL'],
      sql: 'ALTER TABLE loose ADD PRIMARY KEY USING INDEX loose_filled_idx',
    },
    {
      id: 'alter-new-table',
      setup: ['CREATE TABLE fresh (id integer)', 'INSERT INTO fresh VALUES (1)'],
      sql: 'ALTER TABLE fresh ADD COLUMN extra uuid DEFAULT gen_random_uuid()',
    },
    {
      id: 'foreign-key-from-new-table',
      setup: ['CREATE TABLE fresh (id bigint)'],
      sql: 'ALTER TABLE fresh ADD FOREIGN KEY (id) REFERENCES users',
    },
    {
      id: 'foreign-key-to-new-table',
      setup: [
        'CREATE TABLE fresh (id integer PRIMARY KEY)',
        'INSERT INTO fresh SELECT n FROM generate_series(0, 300) n',
      ],
      sql: 'ALTER TABLE lonely ADD FOREIGN KEY (amount) REFERENCES fresh',
    },
    {
      id: 'alter-renamed-table',
      setup: ['ALTER TABLE loose RENAME TO slack'],
      sql: 'ALTER TABLE slack ALTER COLUMN twice TYPE bigint',
    },
    {
      id: 'alter-renamed-column',
      setup: ['ALTER TABLE loose RENAME COLUMN holes TO gaps'],
      sql: 'ALTER TABLE loose ALTER COLUMN gaps SET NOT NULL',
      fails: '23502',
    },
    {
      id: 'proof-follows-rename',
      setup: ['ALTER TABLE checked RENAME COLUMN proven TO certain'],
      sql: 'ALTER TABLE checked ALTER COLUMN certain SET NOT NULL',
    },
    {
      id: 'search-path',
      setup: ['SET LOCAL search_path TO app'],
      sql: 'ALTER TABLE parameters ADD COLUMN extra integer',
    },
    { id: 'search-path-second', setup: ['SET LOCAL search_path TO app, public'], sql: 'CREATE INDEX ON lonely (name)' },
    {
      id: 'quoted-names',
      setup: ['CREATE TABLE "Odd Name" ("The Id" integer, "select" text)'],
      sql: 'CREATE INDEX ON "Odd Name" ("The Id")',
    },
    { id: 'drop-referencing-partitioned', since: 12, sql: 'DROP TABLE event_notes' },
    { id: 'truncate-partitioned-referenced', since: 12, sql: 'TRUNCATE events', fails: '0A000' },
    { id: 'truncate-partitioned-together', since: 12, sql: 'TRUNCATE events, event_notes' },
    { id: 'truncate-referenced-partition', since: 12, sql: 'TRUNCATE events_2024', fails: '0A000' },
    {
      id: 'insert-referencing-partitioned',
      unknowable: 'which partition holds the row is not in the history',
      sql: "INSERT INTO event_notes VALUES (1000, 1, '2023-01-02')",
    },
    { id: 'add-column-referencing-partitioned', sql: 'ALTER TABLE event_notes ADD COLUMN extra text' },
    { id: 'unique-inherited', sql: 'ALTER TABLE animals ADD UNIQUE (weight)' },
    {
      id: 'create-trigger-partition',
      sql: 'CREATE TRIGGER touch AFTER UPDATE ON shards_0 FOR EACH ROW EXECUTE PROCEDURE touch()',
    },
    {
      id: 'create-trigger-statement-partitioned',
      unknowable: 'whether a trigger is for each row is not looked into',
      sql: 'CREATE TRIGGER touch AFTER UPDATE ON shards FOR EACH STATEMENT EXECUTE PROCEDURE touch()',
    },
    { id: 'create-view-partitioned', sql: 'CREATE VIEW fresh AS SELECT kind FROM events' },
    { id: 'create-table-like-partitioned', sql: 'CREATE TABLE fresh (LIKE events INCLUDING ALL)' },
    {
      id: 'index-columns-of-view-source',
      sql: 'CREATE INDEX CONCURRENTLY lonely_amount_idx ON lonely (amount) WHERE amount > 10',
      transaction: false,
      concurrently: true,
      gates: [['ROW EXCLUSIVE', 'lonely']],
    },
    {
      id: 'drop-index-replica-identity',
      setup: ['ALTER TABLE loose REPLICA IDENTITY USING INDEX loose_id_idx'],
      sql: 'DROP INDEX loose_id_idx',
    },
    {
      id: 'set-not-null-and-check',
      sql: 'ALTER TABLE checked ADD CONSTRAINT nn CHECK (late IS NOT NULL), ALTER COLUMN late SET NOT NULL',
    },
    {
      id: 'drop-proof-and-set-not-null',
      sql: 'ALTER TABLE checked DROP CONSTRAINT proven_not_null, ALTER COLUMN proven SET NOT NULL',
    },
    {
      id: 'set-not-null-then-drop-proof',
      sql: 'ALTER TABLE checked ALTER COLUMN proven SET NOT NULL, DROP CONSTRAINT proven_not_null',
    },
    {
      id: 'validate-two',
      sql: 'ALTER TABLE checked VALIDATE CONSTRAINT late_check, VALIDATE CONSTRAINT unproven_not_null',
    },
    { id: 'two-indexes-dropped-one-statement', sql: 'DROP INDEX loose_twice_idx, loose_word_idx' },
    { id: 'three-tables-dropped', sql: 'DROP TABLE basket_items, baskets, meetings' },
    { id: 'drop-view-and-table', sql: 'DROP VIEW active_emails, active_users' },
  ],
};
