import type { PlanTopic } from '../case.js';

const setup = `
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, name text, created_at timestamptz);
INSERT INTO users SELECT n, n || '@Example.org', CASE WHEN n % 3 > 0 THEN 'name ' || n END, '2026-01-01' FROM generate_series(1, 2500) n;
CREATE TABLE teams (id integer PRIMARY KEY, title text);
INSERT INTO teams SELECT n, 'team ' || n FROM generate_series(1, 20) n;`;

const oldCode = [
  "INSERT INTO users (id, email) VALUES ({n}, '{n}@old.org')",
  "UPDATE users SET name = 'older' WHERE id IN ({n}, 7)",
  { query: 'SELECT id, name FROM users WHERE id = {n}', gives: [{ id: 0, name: 'older' }] },
].slice(0, 2) as readonly string[];

const required = ['required-column'];
const rewriting = ['avoid-rewriting-column'];

const fails = 'ADD COLUMN ... NOT NULL without a default fails on the rows there are';
/** ADD COLUMN. */
export default {
  title: 'New columns',
  cases: [
    {
      name: 'required-with-constant-answer',
      rules: required,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN country text NOT NULL;',
      answers: { 'users.country': "'de'" },
      reference: {
        sql: "ALTER TABLE users ADD COLUMN country text NOT NULL DEFAULT 'de'; ALTER TABLE users ALTER COLUMN country DROP DEFAULT;",
        because: fails,
      },
      oldCode,
      newCode: ["INSERT INTO users (id, email, country) VALUES ({n}, 'n', 'fr')"],
    },
    {
      name: 'required-with-answer-from-the-row',
      rules: required,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN login text NOT NULL;',
      answers: { 'users.login': "lower(email) || '/' || users.id::text" },
      reference: {
        sql: "ALTER TABLE users ADD COLUMN login text; UPDATE users SET login = lower(email) || '/' || id; ALTER TABLE users ALTER COLUMN login SET NOT NULL;",
        because: fails,
      },
      oldCode,
      newCode: ["INSERT INTO users (id, email, login) VALUES ({n}, 'n', 'new')"],
    },
    {
      name: 'required-with-answer-from-another-table',
      rules: required,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN team text NOT NULL;',
      answers: { 'users.team': "coalesce((SELECT t.title FROM teams t WHERE t.id = users.id % 30), 'none')" },
      reference: {
        sql: "ALTER TABLE users ADD COLUMN team text; UPDATE users SET team = coalesce((SELECT t.title FROM teams t WHERE t.id = users.id % 30), 'none'); ALTER TABLE users ALTER COLUMN team SET NOT NULL;",
        because: fails,
      },
      oldCode,
      newCode: ["INSERT INTO users (id, email, team) VALUES ({n}, 'n', 'new')"],
    },
    {
      name: 'required-with-volatile-answer',
      rules: required,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN token uuid NOT NULL;',
      answers: { 'users.token': 'md5(random()::text)::uuid' },
      reference: {
        sql: 'ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT md5(random()::text)::uuid; ALTER TABLE users ALTER COLUMN token DROP DEFAULT;',
        because: fails,
      },
      oldCode,
      newCode: ["INSERT INTO users (id, email, token) VALUES ({n}, 'n', md5(random()::text)::uuid)"],
      volatile: ['public.users.token'],
    },
    {
      name: 'required-under-odd-names',
      rules: required,
      setup: `CREATE SCHEMA app;
CREATE TABLE app."Order Lines" ("Line" integer PRIMARY KEY, "user" text);
INSERT INTO app."Order Lines" SELECT n, 'u' || n FROM generate_series(1, 2500) n;`,
      migration: 'ALTER TABLE app."Order Lines" ADD COLUMN "Group" text NOT NULL;',
      answers: { 'app.Order Lines.Group': 'upper("user")' },
      reference: {
        sql: 'ALTER TABLE app."Order Lines" ADD COLUMN "Group" text; UPDATE app."Order Lines" SET "Group" = upper("user"); ALTER TABLE app."Order Lines" ALTER COLUMN "Group" SET NOT NULL;',
        because: fails,
      },
      oldCode: [`INSERT INTO app."Order Lines" VALUES ({n}, 'x')`],
      newCode: [`INSERT INTO app."Order Lines" VALUES ({n}, 'x', 'y')`],
    },
    {
      name: 'required-and-unique',
      rules: required,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN slug text NOT NULL UNIQUE;',
      answers: { 'users.slug': "'u' || id" },
      reference: {
        sql: "ALTER TABLE users ADD COLUMN slug text UNIQUE; UPDATE users SET slug = 'u' || id; ALTER TABLE users ALTER COLUMN slug SET NOT NULL;",
        because: fails,
      },
      oldCode,
      newCode: ["INSERT INTO users (id, email, slug) VALUES ({n}, 'n', 'n{n}')"],
    },
    {
      name: 'volatile-default',
      rules: rewriting,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN token uuid DEFAULT md5(random()::text)::uuid;',
      oldCode,
      newCode: ["INSERT INTO users (id, email) VALUES ({n}, 'n')", 'UPDATE users SET token = NULL WHERE id = {n}'],
      volatile: ['public.users.token'],
    },
    {
      name: 'volatile-default-not-null',
      rules: rewriting,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN seen timestamptz NOT NULL DEFAULT clock_timestamp();',
      oldCode,
      newCode: ["INSERT INTO users (id, email) VALUES ({n}, 'n')"],
      volatile: ['public.users.seen'],
    },
    {
      name: 'volatile-default-of-an-own-function',
      rules: rewriting,
      setup: `${setup}
CREATE FUNCTION roll() RETURNS integer LANGUAGE sql AS 'SELECT 1 + (random() * 5)::integer';`,
      migration: 'ALTER TABLE users ADD COLUMN die integer DEFAULT roll() NOT NULL CHECK (die BETWEEN 1 AND 6);',
      oldCode,
      newCode: ["INSERT INTO users (id, email, die) VALUES ({n}, 'n', 4)"],
      volatile: ['public.users.die'],
    },
    {
      name: 'volatile-default-in-a-table-without-key',
      rules: rewriting,
      setup: `CREATE TABLE events (what text);
INSERT INTO events SELECT repeat('e', 200) || n FROM generate_series(1, 2500) n;`,
      migration: 'ALTER TABLE events ADD COLUMN token uuid NOT NULL DEFAULT md5(random()::text)::uuid;',
      oldCode: ["INSERT INTO events VALUES ('{n}')", "DELETE FROM events WHERE what = 'e{n}'"],
      newCode: ["INSERT INTO events (what) VALUES ('{n}')"],
      volatile: ['public.events.token'],
    },
    {
      name: 'serial',
      rules: rewriting,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN number serial;',
      oldCode,
      newCode: ["INSERT INTO users (id, email) VALUES ({n}, 'n')"],
      volatile: ['public.users.number'],
    },
    {
      name: 'bigserial-unique',
      rules: rewriting,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN number bigserial UNIQUE;',
      oldCode,
      newCode: ["INSERT INTO users (id, email) VALUES ({n}, 'n')"],
      volatile: ['public.users.number'],
    },
    {
      name: 'serial-primary-key',
      since: 12,
      rules: rewriting,
      setup: `CREATE TABLE events (what text NOT NULL);
INSERT INTO events SELECT repeat('e', 200) || n FROM generate_series(1, 2500) n;`,
      migration: 'ALTER TABLE events ADD COLUMN id bigserial PRIMARY KEY;',
      oldCode: ["INSERT INTO events VALUES ('{n}')"],
      newCode: ["INSERT INTO events (what) VALUES ('{n}')"],
      volatile: ['public.events.id'],
    },
    {
      name: 'identity',
      since: 12,
      rules: rewriting,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN number bigint GENERATED BY DEFAULT AS IDENTITY;',
      oldCode,
      newCode: ["INSERT INTO users (id, email) VALUES ({n}, 'n')"],
      volatile: ['public.users.number'],
    },
    {
      name: 'identity-always-with-options',
      since: 12,
      rules: rewriting,
      setup: `CREATE SCHEMA app; CREATE TABLE app.events (what text NOT NULL);
INSERT INTO app.events SELECT repeat('e', 200) || n FROM generate_series(1, 2500) n;`,
      migration:
        'ALTER TABLE app.events ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY (START WITH 1000 INCREMENT BY 5) PRIMARY KEY;',
      oldCode: ["INSERT INTO app.events VALUES ('{n}')"],
      newCode: ["INSERT INTO app.events (what) VALUES ('{n}')"],
      volatile: ['app.events.id'],
    },
    {
      name: 'stored-generated',
      since: 12,
      rules: rewriting,
      setup,
      migration: 'ALTER TABLE users ADD COLUMN handle text GENERATED ALWAYS AS (lower(email)) STORED;',
      oldCode: [...oldCode, "UPDATE users SET email = 'X' WHERE id = 12"],
      newCode: ["INSERT INTO users (id, email) VALUES ({n}, 'N')", "UPDATE users SET email = 'Y' WHERE id = 13"],
      differs: {
        'column public.users.handle': 'it ends as a plain column that a trigger keeps',
        'function users_handle_generate': 'the trigger stays',
        'trigger public.users.users_handle_generate': 'the trigger stays',
      },
    },
    {
      name: 'domain-with-check',
      rules: rewriting,
      setup: `${setup}
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);`,
      migration: 'ALTER TABLE users ADD COLUMN score positive;',
      oldCode,
      newCode: ["INSERT INTO users (id, email, score) VALUES ({n}, 'n', 3)"],
      differs: {
        'column public.users.score': 'it ends as integer',
        'constraint users.users_score_check': 'the rule of the domain is one of the table',
      },
    },
    {
      name: 'inline-check',
      rules: ['require-not-valid'],
      setup,
      migration: 'ALTER TABLE users ADD COLUMN score integer CHECK (score >= 0) CHECK (score < 100);',
      oldCode,
      newCode: ["INSERT INTO users (id, email, score) VALUES ({n}, 'n', 3)"],
    },
    {
      name: 'inline-check-and-default',
      rules: ['require-not-valid'],
      setup,
      migration:
        "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free' CONSTRAINT known_plan CHECK (plan IN ('free', 'paid'));",
      oldCode,
      newCode: ["INSERT INTO users (id, email, plan) VALUES ({n}, 'n', 'paid')"],
    },
    {
      name: 'inline-unique',
      rules: ['require-using-index'],
      setup,
      migration: 'ALTER TABLE users ADD COLUMN phone text UNIQUE;',
      oldCode,
      newCode: ["INSERT INTO users (id, email, phone) VALUES ({n}, 'n', '{n}')"],
    },
    {
      name: 'inline-reference-with-default',
      rules: ['require-not-valid'],
      setup,
      migration: 'ALTER TABLE users ADD COLUMN team_id integer NOT NULL DEFAULT 1 REFERENCES teams ON DELETE CASCADE;',
      oldCode,
      newCode: ["INSERT INTO users (id, email, team_id) VALUES ({n}, 'n', 3)"],
    },
    {
      name: 'reference-with-volatile-default',
      rules: rewriting,
      setup,
      migration:
        'ALTER TABLE users ADD COLUMN team_id integer DEFAULT 1 + (random() * 10)::integer REFERENCES teams (id);',
      oldCode,
      newCode: ["INSERT INTO users (id, email, team_id) VALUES ({n}, 'n', 3)"],
      volatile: ['public.users.team_id'],
    },
    {
      name: 'two-columns-of-one-statement',
      rules: ['avoid-rewriting-column', 'required-column'],
      setup,
      migration: `ALTER TABLE users ADD COLUMN a uuid DEFAULT md5(random()::text)::uuid, ADD COLUMN b text, ADD COLUMN c text NOT NULL;`,
      answers: { 'users.c': 'lower(email)' },
      reference: {
        sql: 'ALTER TABLE users ADD COLUMN a uuid DEFAULT md5(random()::text)::uuid, ADD COLUMN b text, ADD COLUMN c text; UPDATE users SET c = lower(email); ALTER TABLE users ALTER COLUMN c SET NOT NULL;',
        because: fails,
      },
      oldCode,
      newCode: ["INSERT INTO users (id, email, c) VALUES ({n}, 'n', 'c')"],
      volatile: ['public.users.a'],
    },
    {
      name: 'partitioned-required',
      since: 13,
      rules: required,
      setup: `CREATE TABLE logs (id integer, at date NOT NULL, line text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE logs_25 PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE logs_26 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO logs SELECT n, DATE '2025-12-01' + n % 60, 'line ' || n FROM generate_series(1, 2500) n;`,
      migration: 'ALTER TABLE logs ADD COLUMN level text NOT NULL;',
      answers: { 'logs.level': "coalesce(line, 'info')" },
      reference: {
        sql: "ALTER TABLE logs ADD COLUMN level text; UPDATE logs SET level = coalesce(line, 'info'); ALTER TABLE logs ALTER COLUMN level SET NOT NULL;",
        because: fails,
      },
      oldCode: ["INSERT INTO logs VALUES ({n}, '2026-02-03', 'old')"],
      newCode: ["INSERT INTO logs VALUES ({n}, '2026-02-03', 'new', 'error')"],
    },
  ],
} satisfies PlanTopic;
