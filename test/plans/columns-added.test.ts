import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { outline } from './outline.js';
import { planOf } from './planned.js';

beforeAll(() => loadSqlParser());

const before = 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);';

describe('a required column', () => {
  const migration = 'ALTER TABLE users ADD COLUMN login text NOT NULL;';

  it('asks for its value and leaves a hole until there is an answer', () => {
    const plan = planOf({ setup: before, migration });
    expect(plan?.holes.map(({ name }) => name)).toEqual(['users.login']);
    expect(outline(plan).join('\n')).toContain('lockstep_hole(');
  });

  it('gets a default that goes again when one value does for all rows', () => {
    const plan = planOf({ setup: before, migration, answers: { 'users.login': "''" } });
    expect(plan?.holes).toEqual([]);
    expect(outline(plan)).toEqual([
      "expand: ALTER TABLE users ADD COLUMN login text DEFAULT '' NOT NULL",
      'contract: ALTER TABLE users ALTER COLUMN login DROP DEFAULT',
    ]);
  });

  it('is filled by a trigger where the value depends on the row', () => {
    const plan = planOf({ setup: before, migration, postgres: 15, answers: { 'users.login': 'lower(users.email)' } });
    const steps = outline(plan);
    expect(steps[1]).toContain('NEW.login := lower(NEW.email);');
    expect(steps[1]).toContain('SET search_path FROM CURRENT');
    expect(steps.slice(3)).toEqual([
      'backfill: batches of users by (id): login = lower(users.email) where login IS NULL',
      'contract: ALTER TABLE users ADD CONSTRAINT users_login_not_null CHECK (login IS NOT NULL) NOT VALID',
      'contract: ALTER TABLE users VALIDATE CONSTRAINT users_login_not_null',
      'contract: ALTER TABLE users ALTER COLUMN login SET NOT NULL',
      'contract: ALTER TABLE users DROP CONSTRAINT users_login_not_null',
      'contract: DROP TRIGGER IF EXISTS users_login_fill ON users',
      'contract: DROP FUNCTION IF EXISTS users_login_fill',
    ]);
  });

  it('reads a subquery from the row under the name of its table', () => {
    const answer = '(SELECT max(l.name) FROM logins l WHERE l.user_id = users.id)';
    const steps = outline(planOf({ setup: before, migration, answers: { 'users.login': answer } }));
    expect(steps[1]).toContain(`(SELECT (${answer}) FROM (SELECT NEW.*) AS users)`);
  });

  it('names its trigger otherwise when the name is taken', () => {
    const taken = `${before} CREATE FUNCTION users_login_fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';`;
    const steps = outline(planOf({ setup: taken, migration, answers: { 'users.login': 'email' } }));
    expect(steps[2]).toContain('CREATE TRIGGER users_login_fill1 BEFORE INSERT ON users');
  });
});

describe('a column that would rewrite the table', () => {
  it('has its volatile default set apart from the column', () => {
    const migration = 'ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();';
    expect(outline(planOf({ setup: before, migration }))).toEqual([
      'expand: ALTER TABLE users ADD COLUMN token uuid',
      'expand: ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid()',
      'backfill: batches of users by (id): token = gen_random_uuid() where token IS NULL',
    ]);
  });

  it('has any default set apart before 11', () => {
    const migration = 'ALTER TABLE users ADD COLUMN level integer DEFAULT 1;';
    expect(outline(planOf({ setup: before, migration, postgres: 10 }))).toHaveLength(3);
    expect(planOf({ setup: before, migration, postgres: 11 })).toBeUndefined();
  });

  it('gets the sequence of a serial under the name PostgreSQL would give', () => {
    const taken = `${before} CREATE SEQUENCE users_number_seq;`;
    const steps = outline(planOf({ setup: taken, migration: 'ALTER TABLE users ADD COLUMN number serial;' }));
    expect(steps.slice(0, 3)).toEqual([
      'expand: ALTER TABLE users ADD COLUMN number integer',
      'expand: CREATE SEQUENCE users_number_seq1 AS integer OWNED BY users.number',
      "expand: ALTER TABLE users ALTER COLUMN number SET DEFAULT nextval('users_number_seq1'::regclass)",
    ]);
  });

  it('becomes an identity that goes on where the passing sequence ended', () => {
    const migration = 'ALTER TABLE users ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY (START WITH 500);';
    const steps = outline(planOf({ setup: before, migration }));
    expect(steps[1]).toBe('expand: CREATE SEQUENCE users_number_fill_seq AS bigint START WITH 500');
    expect(steps.slice(-3)).toEqual([
      'backfill: ALTER TABLE users ALTER COLUMN number DROP DEFAULT, ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (START WITH 500)',
      "backfill: SELECT setval(pg_get_serial_sequence('users', 'number'), last_value, is_called) FROM users_number_fill_seq",
      'backfill: DROP SEQUENCE users_number_fill_seq',
    ]);
    expect(planOf({ setup: before, migration, postgres: 11 })).toBeUndefined();
  });

  it('says that a stored generated column ends as something else', () => {
    const migration = 'ALTER TABLE users ADD COLUMN handle text GENERATED ALWAYS AS (lower(email)) STORED;';
    const plan = planOf({ setup: before, migration });
    expect(plan?.differs).toMatch(/plain column that the trigger users_handle_generate keeps/);
    expect(plan?.notes.join(' ')).toContain('VIRTUAL');
    expect(planOf({ setup: before, migration, postgres: 17 })?.notes.join(' ')).not.toContain('VIRTUAL');
  });

  it('takes the rules of a domain apart', () => {
    const domain = `${before} CREATE DOMAIN positive AS integer NOT NULL DEFAULT 1 CHECK (VALUE > 0);`;
    const plan = planOf({ setup: domain, migration: 'ALTER TABLE users ADD COLUMN score positive;' });
    expect(plan?.differs).toMatch(/ends as integer with the rules of the domain positive/);
    expect(outline(plan)).toEqual([
      'expand: ALTER TABLE users ADD COLUMN score integer DEFAULT 1 NOT NULL',
      'backfill: ALTER TABLE users ADD CONSTRAINT users_score_check CHECK (score > 0) NOT VALID',
      'backfill: ALTER TABLE users VALIDATE CONSTRAINT users_score_check',
    ]);
  });
});

describe('inline constraints', () => {
  it('come one by one under the names PostgreSQL would give', () => {
    const migration = 'ALTER TABLE users ADD COLUMN age integer CHECK (age > 0) CHECK (age < 200) UNIQUE;';
    const steps = outline(planOf({ setup: before, migration }));
    expect(steps[0]).toBe('expand: ALTER TABLE users ADD COLUMN age integer');
    for (const name of ['users_age_check', 'users_age_check1', 'users_age_key']) {
      expect(steps.filter((step) => step.includes(`ADD CONSTRAINT ${name} `))).toHaveLength(1);
    }
  });

  it('leave a foreign key with a column that is empty, because nothing is looked up', () => {
    const migration = 'ALTER TABLE users ADD COLUMN boss bigint DEFAULT random()::bigint REFERENCES users;';
    const steps = outline(planOf({ setup: before, migration }));
    expect(steps[0]).toMatch(/ADD COLUMN boss bigint.* REFERENCES users/);
  });
});

describe('no plan', () => {
  it.each([
    ['for a column that costs nothing', before, 'ALTER TABLE users ADD COLUMN age integer DEFAULT 3;'],
    [
      'for a parent of tables that are no partitions',
      `${before} CREATE TABLE admins () INHERITS (users);`,
      'ALTER TABLE users ADD COLUMN age integer NOT NULL;',
    ],
  ])('%s', (_name, schema, migration) => {
    expect(planOf({ setup: schema, migration })).toBeUndefined();
  });
});
