import type { PostgresVersion } from '../../src/core/postgres-version.js';

/**
 * How a session has to plan (older builds of PGlite come with sequential scans switched off, as one does not expect). The queries with which PostgreSQL checks a foreign key are planned like any other: over
 * tables as small as these the planner may probe an index, where over big ones it reads both tables in full.
 */
export const plannerSettings =
  'SET enable_seqscan = on; SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off';

/**
 * The schema every case of the proof runs on, as one SQL script: something of each kind of object that changes what a
 * statement does, with rows in it, so that scans, rewrites and failures are there to be seen. A statement that ends in
 * `-- since 12` or `-- until 11` is for these versions only.
 */
export function schemaSql(version: PostgresVersion): string {
  const parts = [types, functions, people, shop, loose, partitions, families, objects, modern, 'ANALYZE;'];
  return parts
    .flatMap((part) => part.split(/(?<=;(?: -- (?:since|until) \d+)?)\n/))
    .filter((statement) => isFor(statement, version))
    .join('\n');
}

function isFor(statement: string, version: PostgresVersion): boolean {
  const [, bound, limit] = /; -- (since|until) (\d+)$/.exec(statement) ?? [];
  if (bound === undefined) return true;
  return bound === 'since' ? version >= Number(limit) : version <= Number(limit);
}

const types = `
CREATE SCHEMA app;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE unused_mood AS ENUM ('a', 'b');
CREATE TYPE address AS (street text, zip text);
CREATE TYPE spare_pair AS (a integer, b integer);
CREATE DOMAIN label AS text;
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN small_positive AS positive CHECK (VALUE < 1000000);
CREATE DOMAIN required AS text NOT NULL;
CREATE DOMAIN seven AS integer DEFAULT 7;
CREATE DOMAIN spare_domain AS integer;
CREATE DOMAIN pending AS integer;
CREATE SEQUENCE invoice_numbers;
CREATE SEQUENCE spare_numbers;`;

const functions = `
CREATE FUNCTION pure_one(n integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN n + 1; END $$;
CREATE FUNCTION steady_one(n integer) RETURNS integer LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN n + 1; END $$;
CREATE FUNCTION moody_one(n integer) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN n + 1; END $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE PROCEDURE do_nothing() LANGUAGE plpgsql AS $$ BEGIN NULL; END $$; -- since 11
CREATE FUNCTION gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE AS $$ SELECT md5(random()::text)::uuid $$; -- until 12`;

const people = `
CREATE TABLE countries (code char(2) PRIMARY KEY, name text NOT NULL UNIQUE);
INSERT INTO countries SELECT chr(65 + n / 26) || chr(65 + n % 26), 'country ' || n FROM generate_series(0, 99) n;

CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email varchar(100) NOT NULL,
  name text NOT NULL,
  nickname varchar(50),
  bio text,
  age integer,
  balance numeric(10, 2) NOT NULL DEFAULT 0,
  rate numeric,
  code char(8),
  feeling mood NOT NULL DEFAULT 'ok',
  active boolean NOT NULL DEFAULT true,
  country char(2) REFERENCES countries,
  tags text[],
  settings json,
  data jsonb,
  token bytea,
  visits smallint NOT NULL DEFAULT 0,
  score real,
  flags bit(4),
  birthday date,
  opened time,
  ip cidr,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamp(3),
  CONSTRAINT users_email_key UNIQUE (email)
);
CREATE INDEX users_lower_email_idx ON users (lower(email));
CREATE INDEX users_name_idx ON users (name);
CREATE INDEX users_nickname_idx ON users (nickname) WHERE nickname IS NOT NULL;
CREATE INDEX users_bio_c_idx ON users (bio COLLATE "C");
CREATE INDEX users_age_idx ON users (age) INCLUDE (visits); -- since 11
CREATE INDEX users_age_idx ON users (age, visits); -- until 10
CREATE INDEX users_data_idx ON users USING gin (data);
CREATE INDEX users_created_at_idx ON users USING brin (created_at);
CREATE INDEX users_country_idx ON users USING hash (country);
CREATE INDEX users_balance_idx ON users (balance);
INSERT INTO users (email, name, nickname, bio, age, balance, rate, code, feeling, country, tags, settings, data, token,
    visits, score, flags, birthday, opened, ip, seen_at)
  SELECT 'user' || n || '@example.com', 'user ' || n, CASE WHEN n % 3 = 0 THEN NULL ELSE 'nick' || n END,
    CASE WHEN n % 4 = 0 THEN NULL ELSE 'bio ' || n % 50 END, CASE WHEN n % 5 = 0 THEN NULL ELSE n % 90 END, n + 0.55,
    n / 3.0, 'c' || n, (ARRAY['sad', 'ok', 'happy'])[1 + n % 3]::mood, chr(65 + n % 100 / 26) || chr(65 + n % 100 % 26),
    ARRAY['a', 'b'], '{}', '{"a": 1}', '\\x00', n % 100, n / 7.0, B'0101', date '2000-01-01' + n, time '10:00', '10.0.0.0/8',
    timestamp '2024-01-01 00:00:00.123'
  FROM generate_series(1, 300) n;

CREATE TABLE suppliers (id integer PRIMARY KEY, country char(2) NOT NULL REFERENCES countries, name text);
INSERT INTO suppliers SELECT n, chr(65 + n % 26) || 'A', 'supplier ' || n FROM generate_series(1, 3) n WHERE chr(65 + n) < 'E';
CREATE TABLE warehouses (id integer PRIMARY KEY, country char(2) REFERENCES countries ON DELETE SET NULL, name text);
INSERT INTO warehouses SELECT n, 'AA', 'warehouse ' || n FROM generate_series(1, 20) n;
CREATE TABLE lonely (id integer PRIMARY KEY, name text, amount integer NOT NULL DEFAULT 0);
INSERT INTO lonely SELECT n, 'row ' || n, n FROM generate_series(1, 200) n;
CREATE TABLE vacant (id integer PRIMARY KEY, name text, user_id bigint);`;

const shop = `
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint NOT NULL CONSTRAINT orders_user_fk REFERENCES users,
  parent_id bigint CONSTRAINT orders_parent_fk REFERENCES orders,
  number integer NOT NULL DEFAULT nextval('invoice_numbers'),
  status varchar(20) NOT NULL DEFAULT 'new',
  total numeric(12, 2) NOT NULL,
  quantity integer,
  note text,
  placed_on date NOT NULL DEFAULT CURRENT_DATE,
  shipped_at timestamptz,
  CONSTRAINT orders_total_check CHECK (total >= 0)
);
CREATE INDEX orders_user_idx ON orders (user_id);
CREATE INDEX orders_status_idx ON orders (status, placed_on);
CREATE UNIQUE INDEX orders_number_idx ON orders (number);
INSERT INTO orders (id, user_id, parent_id, status, total, quantity, note)
  SELECT n, n, CASE WHEN n > 1 THEN n - 1 END, 'new', n * 1.25, n % 7, 'note ' || n FROM generate_series(1, 300) n;

CREATE TABLE order_items (
  order_id bigint CONSTRAINT order_items_order_fk REFERENCES orders ON DELETE CASCADE,
  line integer,
  sku varchar(20) NOT NULL,
  price integer NOT NULL,
  PRIMARY KEY (order_id, line)
);
INSERT INTO order_items SELECT n, l, 'sku' || n, n FROM generate_series(1, 200) n, generate_series(1, 2) l;

CREATE TABLE baskets (id integer PRIMARY KEY, name text);
INSERT INTO baskets SELECT n, 'basket ' || n FROM generate_series(1, 50) n;
CREATE TABLE basket_items (
  id integer PRIMARY KEY,
  basket_id integer CONSTRAINT basket_items_fk REFERENCES baskets DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO basket_items SELECT n, n FROM generate_series(1, 50) n;

CREATE TABLE reviews (id integer PRIMARY KEY, user_id bigint, order_id bigint, stars integer);
INSERT INTO reviews SELECT n, n, n + 1000, n % 6 FROM generate_series(1, 200) n;
ALTER TABLE reviews ADD CONSTRAINT reviews_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID;
ALTER TABLE reviews ADD CONSTRAINT reviews_order_fk FOREIGN KEY (order_id) REFERENCES orders NOT VALID;`;

const loose = `
CREATE TABLE loose (
  id integer NOT NULL,
  holes integer,
  filled integer,
  twice integer,
  word text,
  amount numeric(8, 3),
  digits text,
  moment timestamp,
  doc json,
  payload text
);
INSERT INTO loose
  SELECT n, CASE WHEN n % 2 = 0 THEN n END, n, n % 10, 'word ' || n, n + 0.125, n::text, timestamp '2024-01-01', '{}', repeat('x', 200)
  FROM generate_series(1, 300) n;
CREATE UNIQUE INDEX loose_id_idx ON loose (id);
CREATE UNIQUE INDEX loose_filled_idx ON loose (filled);
CREATE UNIQUE INDEX loose_holes_idx ON loose (holes);
CREATE UNIQUE INDEX loose_partial_idx ON loose (id) WHERE filled > 0;
CREATE UNIQUE INDEX loose_expression_idx ON loose ((id + 1));
CREATE INDEX loose_twice_idx ON loose (twice);
CREATE INDEX loose_word_idx ON loose (word);

CREATE TABLE checked (
  id integer PRIMARY KEY,
  proven integer CONSTRAINT proven_not_null CHECK (proven IS NOT NULL),
  unproven integer,
  bounded integer CONSTRAINT bounded_check CHECK (bounded > 0),
  twofold integer CONSTRAINT twofold_check CHECK (twofold IS NOT NULL AND twofold > 0),
  either integer CONSTRAINT either_check CHECK (either IS NOT NULL OR id > 0),
  negative integer,
  hollow integer,
  late integer
);
INSERT INTO checked SELECT n, n, n, n, n, n, -n, NULL, n FROM generate_series(1, 200) n;
ALTER TABLE checked ADD CONSTRAINT unproven_not_null CHECK (unproven IS NOT NULL) NOT VALID;
ALTER TABLE checked ADD CONSTRAINT negative_check CHECK (negative > 0) NOT VALID;
ALTER TABLE checked ADD CONSTRAINT hollow_not_null CHECK (hollow IS NOT NULL) NOT VALID;
ALTER TABLE checked ADD CONSTRAINT late_check CHECK (late > 0) NOT VALID;`;

const partitions = `
CREATE TABLE events (id bigint NOT NULL, happened_on date NOT NULL, kind text, user_id bigint, PRIMARY KEY (id, happened_on))
  PARTITION BY RANGE (happened_on); -- since 11
CREATE TABLE events (id bigint NOT NULL, happened_on date NOT NULL, kind text, user_id bigint)
  PARTITION BY RANGE (happened_on); -- until 10
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT; -- since 11
CREATE INDEX events_kind_idx ON events (kind); -- since 11
INSERT INTO events SELECT n, date '2023-01-01' + n, 'kind ' || n % 5, n % 300 FROM generate_series(1, 900) n WHERE n <> 731; -- since 11
INSERT INTO events SELECT n, date '2023-01-01' + n, 'kind ' || n % 5, n % 300 FROM generate_series(1, 700) n; -- until 10
CREATE TABLE event_notes (id integer PRIMARY KEY, event_id bigint, event_day date,
  CONSTRAINT event_notes_fk FOREIGN KEY (event_id, event_day) REFERENCES events); -- since 12
CREATE TABLE event_notes (id integer PRIMARY KEY, event_id bigint, event_day date); -- until 11
INSERT INTO event_notes SELECT n, n, date '2023-01-01' + n FROM generate_series(1, 100) n;
CREATE TABLE events_2026 (id bigint NOT NULL, happened_on date NOT NULL, kind text, user_id bigint, PRIMARY KEY (id, happened_on));
INSERT INTO events_2026 SELECT n, date '2026-01-01' + n, 'kind', n FROM generate_series(1, 100) n;
CREATE INDEX events_2026_kind_idx ON events_2026 (kind);
CREATE TABLE events_2027 (id bigint NOT NULL, happened_on date NOT NULL, kind text, user_id bigint, PRIMARY KEY (id, happened_on),
  CONSTRAINT events_2027_bound CHECK (happened_on >= '2027-01-01' AND happened_on < '2028-01-01'));
INSERT INTO events_2027 SELECT n, date '2027-01-01' + n, 'kind', n FROM generate_series(1, 100) n;
CREATE INDEX events_2027_kind_idx ON events_2027 (kind);
CREATE TABLE events_bare (id bigint NOT NULL, happened_on date NOT NULL, kind text, user_id bigint);
INSERT INTO events_bare SELECT n, date '2028-01-01' + n, 'kind', n FROM generate_series(1, 100) n;

CREATE TABLE metrics (id integer, region text, value integer) PARTITION BY LIST (region);
CREATE TABLE metrics_eu PARTITION OF metrics FOR VALUES IN ('eu');
CREATE TABLE metrics_us PARTITION OF metrics FOR VALUES IN ('us', 'ca');
INSERT INTO metrics SELECT n, CASE WHEN n % 2 = 0 THEN 'eu' ELSE 'us' END, n FROM generate_series(1, 200) n;
CREATE TABLE gauges (id integer, region text, value integer) PARTITION BY LIST (region);
CREATE TABLE gauges_eu PARTITION OF gauges FOR VALUES IN ('eu');
CREATE TABLE gauges_us PARTITION OF gauges FOR VALUES IN ('us');
INSERT INTO gauges SELECT n, CASE WHEN n % 2 = 0 THEN 'eu' ELSE 'us' END, n FROM generate_series(1, 200) n;
CREATE INDEX gauges_only_idx ON ONLY gauges (value); -- since 11
CREATE INDEX gauges_eu_value_idx ON gauges_eu (value);
CREATE TABLE metrics_asia (id integer, region text, value integer);
INSERT INTO metrics_asia SELECT n, 'asia', n FROM generate_series(1, 100) n;
CREATE TABLE metrics_africa (id integer, region text NOT NULL, value integer, CHECK (region = 'africa'));
INSERT INTO metrics_africa SELECT n, 'africa', n FROM generate_series(1, 100) n;
CREATE TABLE metrics_nulls (id integer, region text, value integer, CHECK (region = 'oceania'));
INSERT INTO metrics_nulls SELECT n, 'oceania', n FROM generate_series(1, 100) n;

CREATE TABLE shards (id integer PRIMARY KEY, payload text) PARTITION BY HASH (id); -- since 11
CREATE TABLE shards (id integer NOT NULL, payload text) PARTITION BY RANGE (id); -- until 10
CREATE TABLE shards_0 PARTITION OF shards FOR VALUES WITH (MODULUS 2, REMAINDER 0); -- since 11
CREATE TABLE shards_0 PARTITION OF shards FOR VALUES FROM (0) TO (100); -- until 10
CREATE TABLE shards_1 PARTITION OF shards FOR VALUES WITH (MODULUS 2, REMAINDER 1); -- since 11
CREATE TABLE shards_1 PARTITION OF shards FOR VALUES FROM (100) TO (1000); -- until 10
INSERT INTO shards SELECT n, 'payload ' || n FROM generate_series(1, 200) n;

CREATE TABLE regions (id integer NOT NULL, zone text NOT NULL, city text) PARTITION BY LIST (zone);
CREATE TABLE regions_north PARTITION OF regions FOR VALUES IN ('north') PARTITION BY RANGE (id);
CREATE TABLE regions_north_low PARTITION OF regions_north FOR VALUES FROM (0) TO (100);
CREATE TABLE regions_south PARTITION OF regions FOR VALUES IN ('south');
INSERT INTO regions SELECT n, CASE WHEN n < 50 THEN 'north' ELSE 'south' END, 'city' FROM generate_series(1, 99) n;`;

const families = `
CREATE TABLE animals (id integer NOT NULL, name text, weight integer CONSTRAINT animals_weight CHECK (weight > 0));
CREATE TABLE cats (lives integer DEFAULT 9) INHERITS (animals);
CREATE TABLE dogs (tricks integer) INHERITS (animals);
CREATE TABLE wolves (id integer NOT NULL, name text, weight integer CONSTRAINT animals_weight CHECK (weight > 0));
INSERT INTO animals SELECT n, 'animal ' || n, n FROM generate_series(1, 50) n;
INSERT INTO cats SELECT n, 'cat ' || n, n, 9 FROM generate_series(1, 50) n;
INSERT INTO dogs SELECT n, 'dog ' || n, n, 1 FROM generate_series(1, 50) n;
INSERT INTO wolves SELECT n, 'wolf ' || n, n FROM generate_series(1, 50) n;`;

const objects = `
CREATE VIEW active_users AS SELECT id, email, age FROM users WHERE active;
CREATE VIEW active_emails AS SELECT email FROM active_users;
CREATE VIEW all_lonely AS SELECT * FROM lonely;
CREATE MATERIALIZED VIEW user_totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE UNIQUE INDEX user_totals_idx ON user_totals (user_id);
CREATE MATERIALIZED VIEW item_prices AS SELECT sku, price FROM order_items;
CREATE MATERIALIZED VIEW unfilled AS SELECT id FROM suppliers WITH NO DATA;
CREATE UNIQUE INDEX unfilled_idx ON unfilled (id);

CREATE TABLE tickets (id serial PRIMARY KEY, subject text, opened_at timestamptz DEFAULT clock_timestamp());
INSERT INTO tickets (subject) SELECT 'ticket ' || n FROM generate_series(1, 100) n;

CREATE TABLE boxes (id integer PRIMARY KEY, width integer NOT NULL, height integer NOT NULL,
  area integer GENERATED ALWAYS AS (width * height) STORED); -- since 12
INSERT INTO boxes SELECT n, n, 2 FROM generate_series(1, 200) n; -- since 12
CREATE INDEX boxes_area_idx ON boxes (area); -- since 12

CREATE TABLE accounts (id integer PRIMARY KEY, owner text, balance integer NOT NULL DEFAULT 0);
INSERT INTO accounts SELECT n, 'owner ' || n, n FROM generate_series(1, 100) n;
CREATE TRIGGER accounts_touch BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE PROCEDURE touch();
CREATE CONSTRAINT TRIGGER accounts_later AFTER INSERT ON accounts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE PROCEDURE touch();
CREATE RULE accounts_quiet AS ON DELETE TO accounts DO INSTEAD NOTHING;

CREATE TABLE documents (id integer PRIMARY KEY, owner text, body text);
INSERT INTO documents SELECT n, 'owner ' || n, 'body ' || n FROM generate_series(1, 100) n;
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
CREATE POLICY documents_owner ON documents USING (owner = current_user);

CREATE TABLE bookings (id integer PRIMARY KEY, room integer NOT NULL, during tsrange NOT NULL,
  CONSTRAINT bookings_overlap EXCLUDE USING gist (during WITH &&));
INSERT INTO bookings SELECT n, n, tsrange(timestamp '2024-01-01' + n * interval '1 day', timestamp '2024-01-02' + n * interval '1 day')
  FROM generate_series(1, 100) n;
CREATE TABLE meetings (id integer PRIMARY KEY, room integer NOT NULL, during tsrange NOT NULL);
INSERT INTO meetings SELECT n, 1, tsrange('2024-01-01', '2024-01-03') FROM generate_series(1, 20) n;

CREATE UNLOGGED TABLE cache (key text PRIMARY KEY, value text);
INSERT INTO cache SELECT 'key ' || n, 'value' FROM generate_series(1, 100) n;

CREATE TABLE products (id integer PRIMARY KEY, price positive, title label, stock pending);
INSERT INTO products SELECT n, n, 'title ' || n, n - 50 FROM generate_series(1, 100) n;
CREATE INDEX products_price_idx ON products (price);
CREATE TABLE people (id integer PRIMARY KEY, home address);
INSERT INTO people SELECT n, ROW('street', '12345')::address FROM generate_series(1, 50) n;
CREATE TABLE app.parameters (name text PRIMARY KEY, value text);
INSERT INTO app.parameters SELECT 'name ' || n, 'value' FROM generate_series(1, 20) n;
CREATE TABLE identities (id integer NOT NULL, other integer GENERATED BY DEFAULT AS IDENTITY, PRIMARY KEY (id));
INSERT INTO identities SELECT n FROM generate_series(1, 100) n;
CREATE STATISTICS lonely_statistics ON name, amount FROM lonely;`;

const modern = `
CREATE TABLE modern (
  id integer PRIMARY KEY,
  width integer,
  doubled integer GENERATED ALWAYS AS (width * 2) VIRTUAL,
  hollow integer,
  filled integer,
  CONSTRAINT modern_loose CHECK (width > 0) NOT ENFORCED
); -- since 18
CREATE TABLE airy (id integer PRIMARY KEY, width integer, doubled integer GENERATED ALWAYS AS (width * 2) VIRTUAL); -- since 18
INSERT INTO airy (id, width) SELECT n, n FROM generate_series(1, 100) n; -- since 18
INSERT INTO modern (id, width, hollow, filled) SELECT n, n, NULL, n FROM generate_series(1, 200) n; -- since 18
ALTER TABLE modern ADD CONSTRAINT modern_hollow_not_null NOT NULL hollow NOT VALID; -- since 18
ALTER TABLE modern ADD CONSTRAINT modern_filled_not_null NOT NULL filled NOT VALID; -- since 18`;
