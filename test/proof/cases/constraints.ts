import type { Topic } from './case.js';

export const notNull: Topic = {
  title: 'NOT NULL',
  cases: [
    { id: 'set-not-null', sql: 'ALTER TABLE loose ALTER COLUMN filled SET NOT NULL' },
    { id: 'set-not-null-holes', fails: '23502', sql: 'ALTER TABLE loose ALTER COLUMN holes SET NOT NULL' },
    { id: 'set-not-null-already', sql: 'ALTER TABLE loose ALTER COLUMN id SET NOT NULL' },
    { id: 'set-not-null-proven', sql: 'ALTER TABLE checked ALTER COLUMN proven SET NOT NULL' },
    {
      id: 'set-not-null-proof-dropped-beside',
      sql: 'ALTER TABLE checked ALTER COLUMN proven SET NOT NULL, DROP CONSTRAINT proven_not_null',
    },
    {
      id: 'set-not-null-proof-added-beside',
      sql: 'ALTER TABLE checked ALTER COLUMN unproven SET NOT NULL, ADD CONSTRAINT late_proof CHECK (unproven IS NOT NULL)',
    },
    { id: 'set-not-null-check-not-valid', sql: 'ALTER TABLE checked ALTER COLUMN unproven SET NOT NULL' },
    { id: 'set-not-null-other-check', sql: 'ALTER TABLE checked ALTER COLUMN bounded SET NOT NULL' },
    { id: 'set-not-null-proven-by-and', sql: 'ALTER TABLE checked ALTER COLUMN twofold SET NOT NULL' },
    { id: 'set-not-null-unproven-by-or', sql: 'ALTER TABLE checked ALTER COLUMN either SET NOT NULL' },
    {
      id: 'set-not-null-validated-before',
      setup: ['ALTER TABLE checked VALIDATE CONSTRAINT unproven_not_null'],
      sql: 'ALTER TABLE checked ALTER COLUMN unproven SET NOT NULL',
    },
    {
      id: 'set-not-null-other-validated-before',
      setup: ['ALTER TABLE checked VALIDATE CONSTRAINT late_check'],
      sql: 'ALTER TABLE checked ALTER COLUMN unproven SET NOT NULL',
    },
    {
      id: 'set-not-null-two',
      sql: 'ALTER TABLE checked ALTER COLUMN proven SET NOT NULL, ALTER COLUMN bounded SET NOT NULL',
    },
    {
      id: 'set-not-null-two-proven',
      sql: 'ALTER TABLE checked ALTER COLUMN proven SET NOT NULL, ALTER COLUMN twofold SET NOT NULL',
    },
    { id: 'set-not-null-empty-table', sql: 'ALTER TABLE vacant ALTER COLUMN name SET NOT NULL' },
    { id: 'set-not-null-partitioned', sql: 'ALTER TABLE events ALTER COLUMN kind SET NOT NULL' },
    { id: 'set-not-null-partition', sql: 'ALTER TABLE events_2023 ALTER COLUMN kind SET NOT NULL' },
    { id: 'set-not-null-inherited', sql: 'ALTER TABLE animals ALTER COLUMN name SET NOT NULL' },
    { id: 'set-not-null-missing-column', fails: '42703', sql: 'ALTER TABLE loose ALTER COLUMN nothing SET NOT NULL' },
    { id: 'drop-not-null', sql: 'ALTER TABLE lonely ALTER COLUMN amount DROP NOT NULL' },
    { id: 'drop-not-null-primary-key', fails: '42P16', sql: 'ALTER TABLE lonely ALTER COLUMN id DROP NOT NULL' },
    { id: 'drop-not-null-identity', fails: '42601', sql: 'ALTER TABLE identities ALTER COLUMN other DROP NOT NULL' },
    { id: 'drop-not-null-partitioned', sql: 'ALTER TABLE regions ALTER COLUMN id DROP NOT NULL' },
    { id: 'add-not-null-constraint', sql: 'ALTER TABLE loose ADD CONSTRAINT filled_nn NOT NULL filled', since: 18 },
    {
      id: 'add-not-null-constraint-holes',
      fails: '23502',
      sql: 'ALTER TABLE loose ADD CONSTRAINT holes_nn NOT NULL holes',
      since: 18,
    },
    {
      id: 'add-not-null-not-valid',
      sql: 'ALTER TABLE loose ADD CONSTRAINT filled_nn NOT NULL filled NOT VALID',
      since: 18,
    },
    {
      id: 'add-not-null-not-valid-holes',
      sql: 'ALTER TABLE loose ADD CONSTRAINT holes_nn NOT NULL holes NOT VALID',
      since: 18,
    },
    { id: 'validate-not-null', sql: 'ALTER TABLE modern VALIDATE CONSTRAINT modern_filled_not_null', since: 18 },
    {
      id: 'validate-not-null-holes',
      fails: '23502',
      sql: 'ALTER TABLE modern VALIDATE CONSTRAINT modern_hollow_not_null',
      since: 18,
    },
    { id: 'set-not-null-over-not-valid', sql: 'ALTER TABLE modern ALTER COLUMN filled SET NOT NULL', since: 18 },
    {
      id: 'set-not-null-over-not-valid-holes',
      fails: '23502',
      sql: 'ALTER TABLE modern ALTER COLUMN hollow SET NOT NULL',
      since: 18,
    },
    { id: 'set-not-null-virtual', sql: 'ALTER TABLE modern ALTER COLUMN doubled SET NOT NULL', since: 18 },
    {
      id: 'add-not-null-constraint-proven',
      sql: 'ALTER TABLE checked ADD CONSTRAINT proven_nn NOT NULL proven',
      since: 18,
    },
  ],
};

export const checks: Topic = {
  title: 'CHECK constraints',
  cases: [
    { id: 'add-check', sql: 'ALTER TABLE lonely ADD CONSTRAINT amount_check CHECK (amount > 0)' },
    { id: 'add-check-violated', fails: '23514', sql: 'ALTER TABLE loose ADD CONSTRAINT twice_check CHECK (twice > 5)' },
    { id: 'add-check-not-valid', sql: 'ALTER TABLE lonely ADD CONSTRAINT amount_check CHECK (amount > 0) NOT VALID' },
    {
      id: 'add-check-not-valid-violated',
      sql: 'ALTER TABLE loose ADD CONSTRAINT twice_check CHECK (twice > 5) NOT VALID',
    },
    { id: 'add-check-unnamed', sql: 'ALTER TABLE lonely ADD CHECK (amount > 0)' },
    {
      id: 'add-check-name-taken',
      fails: '42710',
      sql: 'ALTER TABLE checked ADD CONSTRAINT bounded_check CHECK (id > 0)',
    },
    {
      id: 'add-check-not-enforced',
      fails: { code: '42601', until: 17 },
      sql: 'ALTER TABLE lonely ADD CONSTRAINT amount_check CHECK (amount > 1000) NOT ENFORCED',
    },
    { id: 'add-check-partitioned', sql: "ALTER TABLE events ADD CONSTRAINT kind_check CHECK (kind <> '')" },
    {
      id: 'add-check-partitioned-not-valid',
      sql: "ALTER TABLE events ADD CONSTRAINT kind_check CHECK (kind <> '') NOT VALID",
    },
    { id: 'add-check-inherited', sql: 'ALTER TABLE animals ADD CONSTRAINT id_check CHECK (id > 0)' },
    { id: 'add-check-no-inherit', sql: 'ALTER TABLE animals ADD CONSTRAINT id_check CHECK (id > 0) NO INHERIT' },
    { id: 'add-check-only', fails: '42P16', sql: 'ALTER TABLE ONLY animals ADD CONSTRAINT id_check CHECK (id > 0)' },
    {
      id: 'add-check-volatile',
      sql: 'ALTER TABLE lonely ADD CONSTRAINT amount_check CHECK (amount > moody_one(0) - 1)',
    },
    {
      id: 'add-check-missing-column',
      fails: '42703',
      sql: 'ALTER TABLE lonely ADD CONSTRAINT amount_check CHECK (nothing > 0)',
    },
    { id: 'validate-check', sql: 'ALTER TABLE checked VALIDATE CONSTRAINT late_check' },
    { id: 'validate-check-violated', fails: '23514', sql: 'ALTER TABLE checked VALIDATE CONSTRAINT negative_check' },
    { id: 'validate-check-valid', sql: 'ALTER TABLE checked VALIDATE CONSTRAINT bounded_check' },
    { id: 'validate-check-missing', fails: '42704', sql: 'ALTER TABLE checked VALIDATE CONSTRAINT nothing' },
    {
      id: 'validate-check-partitioned',
      setup: ["ALTER TABLE events ADD CONSTRAINT kind_check CHECK (kind <> '') NOT VALID"],
      sql: 'ALTER TABLE events VALIDATE CONSTRAINT kind_check',
    },
    {
      id: 'add-check-and-validate',
      sql: 'ALTER TABLE lonely ADD CONSTRAINT c CHECK (amount > 0) NOT VALID, VALIDATE CONSTRAINT c',
    },
    { id: 'drop-check', sql: 'ALTER TABLE checked DROP CONSTRAINT bounded_check' },
    { id: 'drop-check-missing', fails: '42704', sql: 'ALTER TABLE checked DROP CONSTRAINT nothing' },
    { id: 'drop-check-if-exists', sql: 'ALTER TABLE checked DROP CONSTRAINT IF EXISTS nothing' },
    { id: 'drop-check-inherited', sql: 'ALTER TABLE animals DROP CONSTRAINT animals_weight' },
    { id: 'drop-check-inherited-by-child', fails: '42P16', sql: 'ALTER TABLE cats DROP CONSTRAINT animals_weight' },
    { id: 'rename-constraint', sql: 'ALTER TABLE checked RENAME CONSTRAINT bounded_check TO bound_check' },
    {
      id: 'rename-constraint-missing',
      fails: '42704',
      sql: 'ALTER TABLE checked RENAME CONSTRAINT nothing TO bound_check',
    },
    { id: 'rename-constraint-unique', sql: 'ALTER TABLE users RENAME CONSTRAINT users_email_key TO users_mail_key' },
  ],
};

export const uniqueness: Topic = {
  title: 'UNIQUE, PRIMARY KEY and EXCLUDE',
  cases: [
    { id: 'add-unique', sql: 'ALTER TABLE lonely ADD CONSTRAINT amount_key UNIQUE (amount)' },
    { id: 'add-unique-duplicates', fails: '23505', sql: 'ALTER TABLE loose ADD CONSTRAINT twice_key UNIQUE (twice)' },
    { id: 'add-unique-several', sql: 'ALTER TABLE lonely ADD UNIQUE (name, amount)' },
    { id: 'add-unique-include', sql: 'ALTER TABLE lonely ADD UNIQUE (amount) INCLUDE (name)', since: 11 },
    { id: 'add-unique-nulls', sql: 'ALTER TABLE checked ADD UNIQUE (hollow)' },
    {
      id: 'add-unique-nulls-not-distinct',
      fails: '23505',
      sql: 'ALTER TABLE checked ADD UNIQUE NULLS NOT DISTINCT (hollow)',
      since: 15,
    },
    { id: 'add-unique-deferrable', sql: 'ALTER TABLE lonely ADD UNIQUE (amount) DEFERRABLE INITIALLY DEFERRED' },
    {
      id: 'add-unique-using-index',
      sql: 'ALTER TABLE loose ADD CONSTRAINT filled_key UNIQUE USING INDEX loose_filled_idx',
    },
    {
      id: 'add-unique-using-index-same-name',
      sql: 'ALTER TABLE loose ADD CONSTRAINT loose_filled_idx UNIQUE USING INDEX loose_filled_idx',
    },
    {
      id: 'add-unique-using-index-holes',
      sql: 'ALTER TABLE loose ADD CONSTRAINT holes_key UNIQUE USING INDEX loose_holes_idx',
    },
    {
      id: 'add-unique-using-plain-index',
      fails: '42809',
      sql: 'ALTER TABLE loose ADD CONSTRAINT twice_key UNIQUE USING INDEX loose_twice_idx',
    },
    {
      id: 'add-unique-using-partial-index',
      fails: '42809',
      sql: 'ALTER TABLE loose ADD CONSTRAINT id_key UNIQUE USING INDEX loose_partial_idx',
    },
    {
      id: 'add-unique-using-expression-index',
      fails: '42809',
      sql: 'ALTER TABLE loose ADD CONSTRAINT id_key UNIQUE USING INDEX loose_expression_idx',
    },
    {
      id: 'add-unique-using-missing-index',
      unknowable: 'that nothing has this name is not in the history',
      fails: '42704',
      sql: 'ALTER TABLE loose ADD CONSTRAINT id_key UNIQUE USING INDEX nothing',
    },
    {
      id: 'add-unique-partitioned',
      fails: { code: '0A000', until: 10 },
      sql: 'ALTER TABLE events ADD UNIQUE (happened_on, id)',
    },
    { id: 'add-unique-partitioned-only', sql: 'ALTER TABLE ONLY events ADD UNIQUE (happened_on, id)', since: 11 },
    { id: 'add-unique-partitioned-without-key', fails: '0A000', sql: 'ALTER TABLE events ADD UNIQUE (user_id)' },
    { id: 'add-unique-name-taken', fails: '42P07', sql: 'ALTER TABLE lonely ADD CONSTRAINT users UNIQUE (amount)' },
    { id: 'add-primary-key', sql: 'ALTER TABLE loose ADD PRIMARY KEY (id)' },
    { id: 'add-primary-key-nullable', sql: 'ALTER TABLE loose ADD PRIMARY KEY (filled)' },
    { id: 'add-primary-key-holes', fails: '23502', sql: 'ALTER TABLE loose ADD PRIMARY KEY (holes)' },
    { id: 'add-primary-key-duplicates', fails: '23505', sql: 'ALTER TABLE loose ADD PRIMARY KEY (twice)' },
    { id: 'add-primary-key-second', fails: '42P16', sql: 'ALTER TABLE lonely ADD PRIMARY KEY (amount)' },
    { id: 'add-primary-key-using-index', sql: 'ALTER TABLE loose ADD PRIMARY KEY USING INDEX loose_id_idx' },
    {
      id: 'add-primary-key-using-index-nullable',
      sql: 'ALTER TABLE loose ADD PRIMARY KEY USING INDEX loose_filled_idx',
    },
    {
      id: 'add-primary-key-using-index-holes',
      fails: '23502',
      sql: 'ALTER TABLE loose ADD PRIMARY KEY USING INDEX loose_holes_idx',
    },
    {
      id: 'add-primary-key-using-index-proven',
      setup: ['ALTER TABLE loose ADD CONSTRAINT filled_nn CHECK (filled IS NOT NULL)'],
      sql: 'ALTER TABLE loose ADD PRIMARY KEY USING INDEX loose_filled_idx',
    },
    { id: 'add-exclude', sql: 'ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)' },
    {
      id: 'add-exclude-violated',
      fails: '23P01',
      sql: 'ALTER TABLE meetings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)',
    },
    { id: 'add-exclude-partial', sql: 'ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&) WHERE (room > 5)' },
    { id: 'drop-unique', sql: 'ALTER TABLE users DROP CONSTRAINT users_email_key' },
    { id: 'drop-primary-key', sql: 'ALTER TABLE lonely DROP CONSTRAINT lonely_pkey' },
    { id: 'drop-primary-key-referenced', fails: '2BP01', sql: 'ALTER TABLE baskets DROP CONSTRAINT baskets_pkey' },
    { id: 'drop-primary-key-referenced-cascade', sql: 'ALTER TABLE baskets DROP CONSTRAINT baskets_pkey CASCADE' },
    { id: 'drop-exclude', sql: 'ALTER TABLE bookings DROP CONSTRAINT bookings_overlap' },
    { id: 'drop-primary-key-partitioned', since: 11, sql: 'ALTER TABLE shards DROP CONSTRAINT shards_pkey' },
  ],
};

export const foreignKeys: Topic = {
  title: 'Foreign keys',
  cases: [
    { id: 'add-foreign-key', sql: 'ALTER TABLE events_bare ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users' },
    {
      id: 'add-foreign-key-violated',
      fails: '23503',
      sql: 'ALTER TABLE reviews ADD CONSTRAINT fk FOREIGN KEY (order_id) REFERENCES orders',
    },
    {
      id: 'add-foreign-key-not-valid',
      sql: 'ALTER TABLE events_bare ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users NOT VALID',
    },
    {
      id: 'add-foreign-key-not-valid-violated',
      sql: 'ALTER TABLE reviews ADD CONSTRAINT fk FOREIGN KEY (order_id) REFERENCES orders NOT VALID',
    },
    {
      id: 'add-foreign-key-not-enforced',
      fails: { code: '42601', until: 17 },
      sql: 'ALTER TABLE events_bare ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users NOT ENFORCED',
    },
    {
      id: 'add-foreign-key-self',
      sql: 'ALTER TABLE loose ADD CONSTRAINT fk FOREIGN KEY (holes) REFERENCES loose (id)',
    },
    {
      id: 'add-foreign-key-no-unique',
      fails: '42830',
      sql: 'ALTER TABLE lonely ADD CONSTRAINT fk FOREIGN KEY (amount) REFERENCES users (age)',
    },
    {
      id: 'add-foreign-key-missing-table',
      unknowable: 'that nothing has this name is not in the history',
      fails: '42P01',
      sql: 'ALTER TABLE lonely ADD CONSTRAINT fk FOREIGN KEY (amount) REFERENCES nowhere',
    },
    {
      id: 'add-foreign-key-incompatible',
      fails: '42804',
      sql: 'ALTER TABLE lonely ADD CONSTRAINT fk FOREIGN KEY (name) REFERENCES users',
    },
    {
      id: 'add-foreign-key-empty-table',
      unknowable: 'that the table is empty is not in the history',
      sql: 'ALTER TABLE vacant ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users',
    },
    {
      id: 'add-foreign-key-to-partitioned',
      sql: 'ALTER TABLE event_notes ADD CONSTRAINT again FOREIGN KEY (event_id, event_day) REFERENCES events',
      since: 12,
    },
    {
      id: 'add-column-and-foreign-key',
      sql: 'ALTER TABLE lonely ADD COLUMN user_id bigint, ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users',
    },
    {
      id: 'add-foreign-key-from-partitioned',
      sql: 'ALTER TABLE shards ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES users',
      since: 11,
    },
    {
      id: 'add-foreign-key-from-partitioned-not-valid',
      since: 11,
      fails: { code: '42809', until: 17 },
      sql: 'ALTER TABLE shards ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES users NOT VALID',
    },
    {
      id: 'add-foreign-key-from-partitioned-taken-over',
      setup: [
        'ALTER TABLE metrics_eu ADD FOREIGN KEY (id) REFERENCES users',
        'ALTER TABLE metrics_us ADD FOREIGN KEY (id) REFERENCES users',
      ],
      sql: 'ALTER TABLE metrics ADD FOREIGN KEY (id) REFERENCES users',
      since: 12,
    },
    {
      id: 'add-foreign-key-from-partition',
      sql: 'ALTER TABLE shards_0 ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES users',
    },
    {
      id: 'add-foreign-key-to-view',
      fails: '42809',
      sql: 'ALTER TABLE vacant ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES active_users',
    },
    {
      id: 'add-foreign-keys-two',
      unknowable: 'that the table is empty is not in the history',
      sql: 'ALTER TABLE vacant ADD FOREIGN KEY (user_id) REFERENCES users, ADD FOREIGN KEY (id) REFERENCES lonely',
    },
    { id: 'validate-foreign-key', sql: 'ALTER TABLE reviews VALIDATE CONSTRAINT reviews_user_fk' },
    {
      id: 'validate-foreign-key-violated',
      fails: '23503',
      sql: 'ALTER TABLE reviews VALIDATE CONSTRAINT reviews_order_fk',
    },
    { id: 'validate-foreign-key-valid', sql: 'ALTER TABLE orders VALIDATE CONSTRAINT orders_user_fk' },
    { id: 'drop-foreign-key', sql: 'ALTER TABLE orders DROP CONSTRAINT orders_user_fk' },
    { id: 'drop-foreign-key-self', sql: 'ALTER TABLE orders DROP CONSTRAINT orders_parent_fk' },
    { id: 'drop-foreign-key-to-partitioned', since: 12, sql: 'ALTER TABLE event_notes DROP CONSTRAINT event_notes_fk' },
    { id: 'rename-foreign-key', sql: 'ALTER TABLE orders RENAME CONSTRAINT orders_user_fk TO orders_owner_fk' },
    {
      id: 'alter-foreign-key-deferrable',
      sql: 'ALTER TABLE orders ALTER CONSTRAINT orders_user_fk DEFERRABLE INITIALLY DEFERRED',
    },
    {
      id: 'alter-check-deferrable',
      fails: '42809',
      sql: 'ALTER TABLE checked ALTER CONSTRAINT bounded_check DEFERRABLE',
    },
    {
      id: 'alter-foreign-key-not-enforced',
      sql: 'ALTER TABLE orders ALTER CONSTRAINT orders_user_fk NOT ENFORCED',
      since: 18,
    },
    {
      id: 'alter-foreign-key-enforced',
      setup: ['ALTER TABLE orders ALTER CONSTRAINT orders_user_fk NOT ENFORCED'],
      sql: 'ALTER TABLE orders ALTER CONSTRAINT orders_user_fk ENFORCED',
      since: 18,
    },
    {
      id: 'validate-not-enforced-check',
      fails: '55000',
      sql: 'ALTER TABLE modern VALIDATE CONSTRAINT modern_loose',
      since: 18,
    },
    {
      id: 'add-constraint-pending-trigger-events',
      fails: '55006',
      setup: ['DELETE FROM baskets WHERE id = 1', 'DELETE FROM basket_items WHERE id = 1'],
      sql: 'ALTER TABLE baskets ADD COLUMN extra text',
    },
    {
      id: 'pending-trigger-events-insert',
      fails: '55006',
      setup: ['INSERT INTO basket_items VALUES (100, 1)'],
      sql: 'ALTER TABLE basket_items ADD COLUMN extra text',
    },
    {
      id: 'pending-trigger-events-none',
      setup: ['INSERT INTO lonely VALUES (1000)'],
      sql: 'ALTER TABLE lonely ADD COLUMN extra text',
    },
    {
      id: 'pending-trigger-events-immediate',
      setup: ['INSERT INTO basket_items VALUES (100, 1)', 'SET CONSTRAINTS ALL IMMEDIATE'],
      sql: 'ALTER TABLE basket_items ADD COLUMN extra text',
    },
    {
      id: 'pending-trigger-events-constraint-trigger',
      fails: '55006',
      setup: ["INSERT INTO accounts VALUES (1000, 'x')"],
      sql: 'ALTER TABLE accounts ADD COLUMN extra text',
    },
  ],
};
