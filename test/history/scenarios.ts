/** Migrations that are run on a real PostgreSQL and replayed, statement by statement. All statements succeed. */
export const scenarios: Readonly<Record<string, string>> = {
  'generated names': `
    CREATE TABLE users (id serial PRIMARY KEY, email text UNIQUE, age int CHECK (age > 0), CHECK (age < 200 AND id > 0));
    CREATE TABLE accounts (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner int REFERENCES users, partner int REFERENCES users (id),
      name varchar(50) NOT NULL DEFAULT '', balance numeric(12, 2) DEFAULT 0, UNIQUE (owner, partner), UNIQUE (name) INCLUDE (balance));
    CREATE INDEX ON users (lower(email));
    CREATE INDEX ON users (email);
    CREATE INDEX ON users (email);
    CREATE INDEX ON users ((age + 1), (age + 2), age, lower(email), upper(email));
    CREATE INDEX ON users (email) INCLUDE (age);
    CREATE INDEX ON users (email) WHERE age > 3;
    CREATE INDEX ON users ((email::varchar), (age::text), (coalesce(email, '')), (email COLLATE "C"));
    CREATE INDEX ON users ((CASE WHEN age > 1 THEN 1 ELSE 2 END), (1 + age::bigint), ((age > 1)::int), substring(email from 2), trim(email));
    CREATE INDEX users_custom ON users USING hash (email);
    CREATE UNIQUE INDEX IF NOT EXISTS users_custom ON users (age);
    ALTER TABLE users ADD CHECK (age <> 7);
    ALTER TABLE users ADD CHECK (age <> 8), ADD CONSTRAINT age_odd CHECK (age % 2 = 1) NOT VALID;
    ALTER TABLE users ADD COLUMN manager int REFERENCES users, ADD COLUMN code text UNIQUE CHECK (code <> '');
    ALTER TABLE users ADD UNIQUE (email), ADD EXCLUDE USING gist (box(point(age, age), point(age, id)) WITH &&);
    ALTER TABLE users ADD FOREIGN KEY (age) REFERENCES accounts (id) NOT VALID;
    ALTER TABLE users VALIDATE CONSTRAINT age_odd;
    CREATE TABLE users_id (seq serial, CHECK (seq > 0), key int PRIMARY KEY UNIQUE);
    CREATE TABLE a_b (c int CHECK (c > 0));
    CREATE TABLE a (b_c int CHECK (b_c > 0), b_c_check int);
    CREATE TABLE "Große_Straßen_im_Verzeichnis_der_Gemeinden_und_Städte" ("Straßenverzeichnisnummer_der_Gemeinde" serial UNIQUE, "öö" text);
    CREATE INDEX ON "Große_Straßen_im_Verzeichnis_der_Gemeinden_und_Städte" ("öö", "Straßenverzeichnisnummer_der_Gemeinde");
    CREATE TABLE wide (a_rather_long_column_name_number_one int, a_rather_long_column_name_number_two int,
      UNIQUE (a_rather_long_column_name_number_one, a_rather_long_column_name_number_two));
    CREATE TABLE not_valid_at_birth (a int, CONSTRAINT positive CHECK (a > 0) NOT VALID);
    INSERT INTO users (email, age) VALUES ('a', NULL);
    DROP INDEX users_email_idx;
    CREATE INDEX ON users (email, age);`,

  'renames are followed': `
    CREATE SCHEMA app;
    CREATE TYPE mood AS ENUM ('sad', 'happy');
    CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, mood mood, moods mood[], total int,
      twice int GENERATED ALWAYS AS (total * 2) STORED, CONSTRAINT totals CHECK (total > 0 AND email <> 'total'));
    CREATE TABLE posts (id bigserial PRIMARY KEY, author int NOT NULL REFERENCES users, title text);
    CREATE INDEX users_total ON users (total) WHERE total > 5;
    CREATE VIEW emails AS SELECT u.email, p.title FROM users u JOIN posts p ON p.author = u.id;
    CREATE VIEW again AS SELECT email FROM emails;
    CREATE MATERIALIZED VIEW cached AS SELECT id, total FROM users WITH NO DATA;
    CREATE UNIQUE INDEX ON cached (id);
    ALTER TABLE users RENAME TO people;
    ALTER TABLE people RENAME COLUMN email TO "E-mail";
    ALTER TABLE people RENAME COLUMN id TO person_id;
    ALTER TABLE people RENAME total TO amount;
    ALTER TABLE people RENAME CONSTRAINT totals TO amounts;
    ALTER TABLE people RENAME CONSTRAINT users_pkey TO people_pkey;
    ALTER INDEX people_pkey RENAME TO persons_pkey;
    ALTER SEQUENCE users_id_seq RENAME TO people_seq;
    ALTER VIEW emails RENAME TO mails;
    ALTER TABLE again RENAME TO once_more;
    ALTER TYPE mood RENAME TO feeling;
    ALTER TYPE feeling ADD VALUE 'ok' BEFORE 'happy';
    ALTER TYPE feeling ADD VALUE IF NOT EXISTS 'ok';
    ALTER TYPE feeling RENAME VALUE 'sad' TO 'blue';
    ALTER TYPE feeling ADD VALUE 'great';
    ALTER TYPE feeling ADD VALUE 'fine' AFTER 'blue';
    ALTER TABLE people SET SCHEMA app;
    ALTER TYPE feeling SET SCHEMA app;
    REFRESH MATERIALIZED VIEW cached;
    ALTER SCHEMA app RENAME TO core;
    ALTER TABLE core.people ADD COLUMN IF NOT EXISTS "E-mail" int;
    ALTER TABLE IF EXISTS nobody RENAME TO somebody;
    CREATE TABLE people (id int REFERENCES core.people);
    SET search_path TO core, public;
    CREATE TABLE orders (id serial PRIMARY KEY, person int REFERENCES people);
    ALTER TABLE people ADD COLUMN age int DEFAULT 3;
    RESET search_path;
    ALTER TABLE core.people DROP CONSTRAINT persons_pkey CASCADE;
    ALTER TABLE core.people DROP COLUMN amount CASCADE;
    DROP SCHEMA core CASCADE;`,

  'columns change': `
    CREATE DOMAIN positive AS int CHECK (VALUE > 0);
    CREATE DOMAIN short AS varchar(10) NOT NULL DEFAULT 'x' CONSTRAINT not_empty CHECK (VALUE <> '') CHECK (VALUE <> 'b');
    CREATE TABLE t (a int, b text DEFAULT 'x', c positive, d timestamptz(3) DEFAULT now(), e char(3), f bit(4), g short);
    ALTER TABLE t ALTER a TYPE bigint, ALTER b SET NOT NULL, ALTER b DROP DEFAULT, ALTER d SET DEFAULT CURRENT_TIMESTAMP;
    ALTER TABLE t ALTER b TYPE varchar(20) USING b::varchar, ALTER a SET DEFAULT 5, ADD h decimal, ADD i float4;
    ALTER TABLE t ALTER b DROP NOT NULL, ALTER a SET DEFAULT NULL;
    ALTER TABLE t ALTER a SET NOT NULL;
    ALTER TABLE t ALTER a ADD GENERATED BY DEFAULT AS IDENTITY;
    ALTER TABLE t ALTER a SET GENERATED ALWAYS;
    ALTER TABLE t ALTER a DROP IDENTITY IF EXISTS;
    ALTER TABLE t ADD PRIMARY KEY (a);
    ALTER TABLE t DROP CONSTRAINT t_pkey;
    CREATE UNIQUE INDEX t_unique ON t (a) INCLUDE (b);
    ALTER TABLE t ADD CONSTRAINT t_key UNIQUE USING INDEX t_unique;
    CREATE UNIQUE INDEX t_b ON t (b);
    ALTER TABLE t ADD PRIMARY KEY USING INDEX t_b;
    ALTER TABLE t ADD COLUMN n smallserial, ADD COLUMN o int GENERATED BY DEFAULT AS IDENTITY;
    ALTER TABLE t ADD CONSTRAINT n_check CHECK (n > 0 AND o > 0), ADD COLUMN p int CHECK (p > n);
    CREATE INDEX t_expr ON t (lower(b)) WHERE o > 1;
    ALTER TABLE t DROP COLUMN o;
    ALTER TABLE t DROP COLUMN IF EXISTS nothing, DROP COLUMN n;
    ALTER TABLE t ADD COLUMN q int GENERATED ALWAYS AS (p * 2) STORED;
    ALTER TABLE t ALTER q DROP EXPRESSION;
    ALTER TABLE t ADD COLUMN r int GENERATED ALWAYS AS (p * 2) VIRTUAL;
    ALTER TABLE t DROP COLUMN p CASCADE;
    ALTER DOMAIN short ADD CHECK (VALUE <> 'c') NOT VALID;
    ALTER DOMAIN short ADD CONSTRAINT long_enough CHECK (length(VALUE) > 0);
    ALTER DOMAIN short VALIDATE CONSTRAINT short_check1;
    ALTER DOMAIN short DROP CONSTRAINT long_enough;
    ALTER DOMAIN short DROP NOT NULL;
    ALTER DOMAIN short DROP DEFAULT;
    ALTER TABLE t ADD CONSTRAINT nn NOT NULL c NOT VALID;
    ALTER TABLE t DROP CONSTRAINT nn;
    ALTER TABLE t ALTER c SET NOT NULL;
    ALTER TABLE t DROP CONSTRAINT t_c_not_null;
    ALTER DOMAIN positive RENAME TO natural_number;
    DROP DOMAIN natural_number CASCADE;
    CREATE SEQUENCE counter OWNED BY t.a;
    ALTER SEQUENCE counter OWNED BY NONE;
    CREATE SEQUENCE IF NOT EXISTS counter;
    ALTER SEQUENCE counter OWNED BY t.d;
    ALTER TABLE t DROP d;
    ALTER TABLE t ADD s serial;
    DROP SEQUENCE t_s_seq CASCADE;
    ALTER TABLE t ADD CONSTRAINT e_check CHECK (e <> '') NOT ENFORCED;
    ALTER TABLE t SET UNLOGGED;`,

  'drops take along': `
    CREATE TABLE a (id int PRIMARY KEY, x int, y int, UNIQUE (x, y));
    CREATE TABLE b (id serial PRIMARY KEY, a int REFERENCES a, x int, y int, FOREIGN KEY (x, y) REFERENCES a (x, y));
    CREATE VIEW va AS SELECT id FROM a;
    CREATE VIEW vva AS SELECT * FROM va;
    CREATE VIEW vb AS SELECT * FROM b;
    CREATE MATERIALIZED VIEW mb AS SELECT x FROM b WHERE y > 1;
    ALTER TABLE b ADD z int;
    ALTER TABLE b DROP z;
    CREATE OR REPLACE VIEW va AS SELECT id, y FROM a;
    ALTER TABLE a DROP CONSTRAINT a_x_y_key CASCADE;
    ALTER TABLE a DROP COLUMN y CASCADE;
    ALTER TABLE b DROP COLUMN y CASCADE;
    ALTER TABLE b DROP COLUMN x CASCADE;
    CREATE VIEW both_of AS SELECT a.x FROM a, b WHERE a.id = b.a;
    DROP TABLE a CASCADE;
    CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER stamped BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION stamp();
    CREATE TRIGGER again AFTER INSERT ON b FOR EACH STATEMENT EXECUTE FUNCTION stamp();
    ALTER TABLE b DISABLE TRIGGER again;
    ALTER TRIGGER stamped ON b RENAME TO marked;
    ALTER TABLE b ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON b USING (id > 0);
    ALTER POLICY own ON b RENAME TO mine;
    DROP TRIGGER again ON b;
    DROP FUNCTION stamp CASCADE;
    DROP POLICY mine ON b;
    ALTER TABLE b DISABLE ROW LEVEL SECURITY;
    CREATE TEMPORARY TABLE scratch (id serial PRIMARY KEY);
    CREATE TEMPORARY TABLE b (hidden int);
    ALTER TABLE b ADD COLUMN more int;
    DROP TABLE b;
    DROP TABLE IF EXISTS nothing, b;
    CREATE TABLE c AS SELECT 1::bigint AS one, 'x'::text AS two;
    CREATE TABLE d (first, second) AS SELECT 1::int, now()::date;
    CREATE TABLE IF NOT EXISTS d (other int);
    DROP TABLE c, d;`,

  partitions: `
    CREATE TABLE regions (id int PRIMARY KEY);
    CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY, at date NOT NULL, kind text DEFAULT 'a', region int REFERENCES regions,
      PRIMARY KEY (id, at), CONSTRAINT kinds CHECK (kind <> '')) PARTITION BY RANGE (at);
    CREATE INDEX ON events (kind);
    CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    CREATE TABLE events_2025 PARTITION OF events (kind DEFAULT 'b', CHECK (region > 0)) FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    CREATE TABLE events_rest PARTITION OF events DEFAULT PARTITION BY RANGE (id, at);
    CREATE TABLE events_rest_x PARTITION OF events_rest FOR VALUES FROM (1, MINVALUE) TO (9, MAXVALUE);
    CREATE TABLE events_2026 (LIKE events INCLUDING ALL EXCLUDING IDENTITY);
    ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    CREATE TABLE events_2027 (id bigint NOT NULL, at date NOT NULL, kind text, region int, CONSTRAINT kinds CHECK (kind <> ''),
      CONSTRAINT own_fk FOREIGN KEY (region) REFERENCES regions);
    CREATE INDEX own_kind ON events_2027 (kind);
    ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
    ALTER TABLE events ADD COLUMN note varchar(20) NOT NULL DEFAULT '';
    ALTER TABLE events ALTER note TYPE text, ALTER kind SET NOT NULL;
    ALTER TABLE events ADD CHECK (note <> 'x'), ADD UNIQUE (at, id);
    CREATE INDEX ON events (lower(note));
    CREATE INDEX later ON ONLY events (note);
    CREATE INDEX later_2024 ON events_2024 (note);
    ALTER INDEX later ATTACH PARTITION later_2024;
    ALTER TABLE events RENAME COLUMN note TO remark;
    ALTER TABLE events RENAME CONSTRAINT kinds TO kinds_of_events;
    ALTER TABLE events DROP CONSTRAINT kinds_of_events;
    ALTER TABLE events DROP CONSTRAINT events_region_fkey;
    ALTER TABLE events ADD FOREIGN KEY (region) REFERENCES regions (id) ON DELETE CASCADE;
    ALTER TABLE events DETACH PARTITION events_2025;
    ALTER TABLE events_2025 DROP CONSTRAINT events_2025_pkey;
    ALTER TABLE events RENAME TO happenings;
    ALTER TABLE happenings DROP COLUMN remark;
    DROP INDEX events_kind_idx;
    DROP TABLE events_2024;
    ALTER INDEX events_pkey RENAME TO happenings_pkey;
    CREATE TABLE by_hash (id int, v text) PARTITION BY HASH (id);
    CREATE TABLE by_hash_0 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
    CREATE TABLE by_hash_1 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 1);
    CREATE INDEX whole ON ONLY by_hash (v);
    CREATE INDEX part_0 ON by_hash_0 (v);
    CREATE INDEX part_1 ON by_hash_1 (v);
    ALTER INDEX whole ATTACH PARTITION part_0;
    ALTER INDEX whole ATTACH PARTITION part_1;
    ALTER TABLE by_hash ADD PRIMARY KEY (id);
    ALTER TABLE by_hash DROP CONSTRAINT by_hash_pkey;
    DROP TABLE happenings CASCADE;`,

  'inheritance and LIKE': `
    CREATE TABLE base (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'n', size int, CONSTRAINT sized CHECK (size > 0),
      CONSTRAINT lonely CHECK (size < 9) NO INHERIT);
    CREATE TABLE derived (extra int, name text) INHERITS (base);
    CREATE TABLE second (LIKE base INCLUDING ALL);
    CREATE TABLE third (LIKE base);
    CREATE TABLE fourth (own int, LIKE derived INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    CREATE INDEX base_lower ON base (lower(name)) WHERE size > 1;
    CREATE TABLE fifth (LIKE base INCLUDING INDEXES);
    CREATE TABLE numbered (id int GENERATED BY DEFAULT AS IDENTITY, double int GENERATED ALWAYS AS (id * 2) STORED);
    CREATE TABLE sixth (LIKE numbered INCLUDING IDENTITY INCLUDING GENERATED);
    CREATE TABLE seventh (LIKE numbered);
    ALTER TABLE base ADD COLUMN colour text DEFAULT 'red';
    ALTER TABLE base ADD CONSTRAINT coloured CHECK (colour <> '') NOT VALID;
    ALTER TABLE base VALIDATE CONSTRAINT coloured;
    ALTER TABLE base RENAME COLUMN colour TO color;
    ALTER TABLE base ALTER color SET DEFAULT 'blue', ALTER size SET NOT NULL;
    ALTER TABLE base ADD UNIQUE (name);
    ALTER TABLE base DROP COLUMN name;
    ALTER TABLE base DROP COLUMN color;
    ALTER TABLE base DROP CONSTRAINT sized;
    CREATE TABLE adopted (id int NOT NULL, size int NOT NULL);
    ALTER TABLE adopted INHERIT base;
    ALTER TABLE base ADD COLUMN late int;
    ALTER TABLE adopted NO INHERIT base;
    ALTER TABLE base DROP COLUMN late;
    CREATE TYPE pair AS (one int, two text);
    CREATE TABLE typed OF pair (one NOT NULL, PRIMARY KEY (one));
    DROP TABLE base CASCADE;`,

  'a dump': `
    SET statement_timeout = 0;
    SET client_encoding = 'UTF8';
    SELECT pg_catalog.set_config('search_path', '', false);
    SET default_tablespace = '';
    CREATE SCHEMA app;
    CREATE TYPE public.status AS ENUM (
      'new',
      'done'
    );
    CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.id = NEW.id; RETURN NEW; END $$;
    CREATE TABLE public.users (
      id integer NOT NULL,
      email character varying(255) CONSTRAINT email_given NOT NULL,
      status public.status DEFAULT 'new'::public.status NOT NULL,
      created_at timestamp without time zone DEFAULT now(),
      CONSTRAINT email_long CHECK (((length((email)::text) > 3) AND ((email)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))))
    );
    ALTER TABLE public.users OWNER TO CURRENT_USER;
    COMMENT ON TABLE public.users IS 'people';
    CREATE SEQUENCE public.users_id_seq
      AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
    ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
    ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
    CREATE TABLE app.events (id bigint NOT NULL, at date NOT NULL, user_id integer) PARTITION BY RANGE (at);
    ALTER TABLE app.events ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME app.events_id_seq START WITH 1);
    CREATE TABLE app.events_1 (id bigint NOT NULL, at date NOT NULL, user_id integer);
    ALTER TABLE ONLY app.events ATTACH PARTITION app.events_1 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    ALTER TABLE ONLY app.events ADD CONSTRAINT events_pkey PRIMARY KEY (id, at);
    ALTER TABLE ONLY app.events_1 ADD CONSTRAINT events_1_pkey PRIMARY KEY (id, at);
    ALTER TABLE ONLY public.users ADD CONSTRAINT users_email_key UNIQUE (email);
    ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
    CREATE INDEX events_user ON ONLY app.events USING btree (user_id);
    CREATE INDEX events_1_user ON app.events_1 USING btree (user_id);
    CREATE INDEX users_lower ON public.users USING btree (lower((email)::text)) WHERE (status = 'new'::public.status);
    ALTER INDEX app.events_pkey ATTACH PARTITION app.events_1_pkey;
    ALTER INDEX app.events_user ATTACH PARTITION app.events_1_user;
    CREATE VIEW app.recent AS SELECT events.id, users.email FROM (app.events JOIN public.users ON ((events.user_id = users.id)));
    CREATE TRIGGER touched BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch();
    ALTER TABLE app.events ADD CONSTRAINT events_user_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);
    ALTER TABLE app.events DROP CONSTRAINT events_pkey;
    ALTER TABLE public.users DROP COLUMN email CASCADE;
    DROP SCHEMA app CASCADE;
    DROP TABLE public.users;
    DROP TYPE public.status;`,

  transactions: `
    CREATE TABLE kept (id int PRIMARY KEY, v text);
    BEGIN;
    ALTER TABLE kept RENAME COLUMN v TO w;
    ALTER TABLE kept ADD COLUMN s serial, ADD CHECK (w <> '');
    CREATE TABLE gone (id int REFERENCES kept);
    DROP TABLE kept CASCADE;
    ROLLBACK;
    BEGIN;
    CREATE TABLE first (id int);
    SAVEPOINT a;
    CREATE TABLE second (id int);
    SAVEPOINT b;
    DROP TABLE first;
    ROLLBACK TO a;
    CREATE TABLE third (id int);
    RELEASE a;
    COMMIT;
    ROLLBACK;
    BEGIN;
    SET LOCAL search_path = pg_catalog;
    COMMIT;
    CREATE TABLE in_public (id int);`,
};
