import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { planOf, stepsOf } from './planned.js';

const setup = `CREATE TABLE users (id integer NOT NULL, email text, "Team" integer DEFAULT 3);
CREATE TABLE teams (id integer PRIMARY KEY);
CREATE MATERIALIZED VIEW counts AS SELECT "Team", count(*) AS members FROM users GROUP BY 1;`;

beforeAll(loadSqlParser);

describe('SET NOT NULL', () => {
  const migration = 'ALTER TABLE users ALTER email SET NOT NULL';

  it('has a constraint of its own from 18 on', () => {
    expect(stepsOf(planOf({ setup, migration }))).toEqual([
      'contract: ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID',
      'contract: ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null',
    ]);
  });

  it('trusts a CHECK from 12 on', () => {
    expect(stepsOf(planOf({ setup, migration, postgres: 12 }))).toEqual([
      'contract: ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID',
      'contract: ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null',
      'contract: ALTER TABLE users ALTER COLUMN email SET NOT NULL; ALTER TABLE users DROP CONSTRAINT users_email_not_null',
    ]);
  });

  it.each([10, 11] as const)('keeps the CHECK in its place on %i, and says so', (postgres) => {
    const plan = planOf({ setup, migration, postgres });
    expect(stepsOf(plan)).toHaveLength(2);
    expect(plan?.differs).toContain('stays in its place');
  });

  it('goes by the CHECK where a column may have a NOT NULL constraint that the history does not show', () => {
    const unknown = 'ALTER TABLE users ALTER email SET STATISTICS 100';
    expect(stepsOf(planOf({ setup: unknown, migration }))[0]).toContain('CHECK (email IS NOT NULL) NOT VALID');
  });

  it('fills with what the user says, also in rows that old code goes on to write', () => {
    const [trigger, batches, ...rest] = stepsOf(
      planOf({ setup, migration, answers: { 'users.email': 'lower("Team"::text)' } }),
    );
    expect(trigger).toContain('NEW.email := lower(NEW."Team"::text);');
    expect(batches).toBe('backfill, alone: batches');
    expect(rest.at(-1)).toMatch(/^contract: DROP TRIGGER/);
  });

  it('says how rows can be filled when it knows no value', () => {
    expect(planOf({ setup, migration })?.notes.join(' ')).toContain('--set users.email=expression');
  });
});

describe('keys', () => {
  it('are built CONCURRENTLY under the name PostgreSQL would give them', () => {
    expect(stepsOf(planOf({ setup, migration: 'ALTER TABLE users ADD UNIQUE (email)' }))).toEqual([
      'expand, alone: DROP INDEX CONCURRENTLY IF EXISTS users_email_key; CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email)',
      'expand: ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key',
    ]);
  });

  it('wait for NOT NULL where the columns of a primary key may be NULL', () => {
    const steps = stepsOf(planOf({ setup, migration: 'ALTER TABLE users ADD PRIMARY KEY (email)' }));
    expect(steps.map((step) => step.split(':')[0])).toEqual(['expand, alone', 'contract', 'contract', 'contract']);
  });

  it('have no way where NOT NULL has none', () => {
    expect(planOf({ setup, migration: 'ALTER TABLE users ADD PRIMARY KEY (email)', postgres: 11 })).toBeUndefined();
  });

  it('find their index in the schema of the table', () => {
    const migration = 'SET search_path = app, public; ALTER TABLE users ADD UNIQUE (email)';
    expect(stepsOf(planOf({ setup, migration }))[0]).toContain('IF EXISTS public.users_email_key');
  });
});

describe('no better way', () => {
  it.each([
    ['EXCLUDE', 'ALTER TABLE users ADD EXCLUDE USING gist (id WITH =)'],
    ['a key WITHOUT OVERLAPS', 'ALTER TABLE users ADD UNIQUE (id, email WITHOUT OVERLAPS)'],
    ['what is NOT VALID already', 'ALTER TABLE users ADD CHECK (id > 0) NOT VALID'],
    ['what is not enforced', 'ALTER TABLE users ADD CHECK (id > 0) NOT ENFORCED'],
    ['CASCADE', 'DROP INDEX users_email CASCADE'],
    ['the index of a constraint', 'DROP INDEX teams_pkey'],
    ['REINDEX SYSTEM', 'REINDEX SYSTEM'],
    ['a view without a unique index', 'REFRESH MATERIALIZED VIEW counts'],
    ['a view that the history does not show', 'REFRESH MATERIALIZED VIEW elsewhere'],
    [
      'a view that was never filled',
      'CREATE MATERIALIZED VIEW none AS SELECT 1 AS n WITH NO DATA; CREATE UNIQUE INDEX ON none (n); REFRESH MATERIALIZED VIEW none',
    ],
    ['ATTACH to a table that the history does not show', "ALTER TABLE p ATTACH PARTITION users FOR VALUES IN ('a')"],
  ])('is known for %s', (_, migration) => {
    expect(planOf({ setup, migration })).toBeUndefined();
  });

  it('is known for a partitioned table whose partitions the history does not show', () => {
    const partitioned = 'CREATE TABLE p (id integer) PARTITION BY RANGE (id)';
    for (const migration of ['CREATE INDEX ON p (id)', 'ALTER TABLE p ADD UNIQUE (id)']) {
      expect(planOf({ setup: partitioned, migration })).toBeUndefined();
    }
    const key = `${setup} ${partitioned}`;
    const migration = 'ALTER TABLE p ADD FOREIGN KEY (id) REFERENCES teams';
    expect(planOf({ setup: key, migration, postgres: 17 })).toBeUndefined();
  });
});

describe('REFRESH', () => {
  it('goes CONCURRENTLY over a unique index', () => {
    const indexed = `${setup} CREATE UNIQUE INDEX ON counts ("Team");`;
    expect(stepsOf(planOf({ setup: indexed, migration: 'REFRESH MATERIALIZED VIEW counts' }))).toEqual([
      'expand: REFRESH MATERIALIZED VIEW CONCURRENTLY counts',
    ]);
  });
});

describe('a constraint that replaces one of its name', () => {
  const constrained = `${setup} ALTER TABLE users ADD CONSTRAINT adult CHECK (id > 17);`;

  it('holds under another name before the old one goes', () => {
    const migration = 'ALTER TABLE users DROP CONSTRAINT adult; ALTER TABLE users ADD CONSTRAINT adult CHECK (id > 20)';
    const plan = planOf({ setup: constrained, migration });
    expect(stepsOf(plan)).toEqual([
      'expand: ALTER TABLE users ADD CONSTRAINT adult_new CHECK (id > 20) NOT VALID',
      'expand: ALTER TABLE users VALIDATE CONSTRAINT adult_new',
      'expand: ALTER TABLE users DROP CONSTRAINT adult; ALTER TABLE users RENAME CONSTRAINT adult_new TO adult',
    ]);
    expect(plan?.replaces).toHaveLength(1);
  });

  it('comes after it where rows are changed between the two', () => {
    const migration = `ALTER TABLE users DROP CONSTRAINT adult; UPDATE users SET id = 1;
ALTER TABLE users ADD CONSTRAINT adult CHECK (id = 1)`;
    expect(planOf({ setup: constrained, migration })?.replaces).toBeUndefined();
  });
});
