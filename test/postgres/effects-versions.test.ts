import { beforeAll, describe, expect, it } from 'vitest';
import type { PostgresVersion } from '../../src/core/postgres-version.js';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { effectsAfter, summary } from './effects-trace.js';

// What differs on the versions that the proof cannot run. Each expectation names its source in the documentation.

beforeAll(() => loadSqlParser());

const shop = `
  CREATE TABLE users (id bigint PRIMARY KEY, email text, CONSTRAINT filled CHECK (email IS NOT NULL));
  CREATE TABLE logs (id bigint NOT NULL, day date NOT NULL) PARTITION BY RANGE (day);
  CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  CREATE TABLE logs_2 (id bigint NOT NULL, day date NOT NULL);
  CREATE TYPE mood AS ENUM ('sad');
  INSERT INTO users VALUES (1, 'a');`;

function effects(sql: string, postgres: PostgresVersion): readonly string[] {
  return summary(effectsAfter([shop], sql, postgres));
}

describe('ADD COLUMN with a default', () => {
  const sql = `ALTER TABLE users ADD COLUMN n integer DEFAULT 0`;

  it('rewrites the table on 10, whatever the default', () => {
    // https://www.postgresql.org/docs/10/sql-altertable.html: "the entire table ... will need to be rewritten"
    expect(effects(sql, 10)).toEqual([
      'locks public.users ACCESS EXCLUSIVE rewrite',
      'scans public.users',
      'rewrites public.users',
    ]);
  });

  it('does not from 11 on', () => {
    expect(effects(sql, 11)).toEqual(['locks public.users ACCESS EXCLUSIVE brief']);
  });

  it('does not on 10 when the default is NULL', () => {
    expect(effects(`ALTER TABLE users ADD COLUMN n integer DEFAULT NULL`, 10)).toEqual([
      'locks public.users ACCESS EXCLUSIVE brief',
    ]);
  });
});

describe('SET NOT NULL after a valid CHECK', () => {
  const sql = `ALTER TABLE users ALTER COLUMN email SET NOT NULL`;

  it('still reads the table on 11', () => {
    expect(effects(sql, 11)).toContain('scans public.users');
  });

  it('does not from 12 on', () => {
    // Release notes of 12: "Allow ALTER TABLE ... SET NOT NULL to avoid unnecessary table scans"
    expect(effects(sql, 12)).toEqual(['locks public.users ACCESS EXCLUSIVE brief']);
  });
});

describe('ATTACH PARTITION', () => {
  const sql = `ALTER TABLE logs ATTACH PARTITION logs_2 FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')`;

  it('locks the parent ACCESS EXCLUSIVE on 11', () => {
    expect(effects(sql, 11)).toContain('locks public.logs ACCESS EXCLUSIVE scan');
  });

  it('lets the parent be used from 12 on', () => {
    expect(effects(sql, 12)).toContain('locks public.logs SHARE UPDATE EXCLUSIVE scan');
  });
});

describe('ALTER TYPE ... ADD VALUE in a transaction', () => {
  it('fails on 11', () => {
    expect(effects(`ALTER TYPE mood ADD VALUE 'ok'`, 11)).toEqual(['fails in-transaction']);
  });

  it('works from 12 on', () => {
    expect(effects(`ALTER TYPE mood ADD VALUE 'ok'`, 12)).toEqual([]);
  });
});

describe('timestamp to timestamptz in a session in UTC', () => {
  const before = `CREATE TABLE seen (at timestamp)`;
  const sql = `SET LOCAL timezone = 'UTC'; ALTER TABLE seen ALTER COLUMN at TYPE timestamptz`;

  it('rewrites the table on 11 and leaves it alone from 12 on', () => {
    // Release notes of 12: "Allow ALTER TABLE .. ALTER COLUMN TYPE to avoid a table rewrite ... when the session time zone is UTC"
    expect(summary(effectsAfter([before], sql, 11))).toContain('rewrites public.seen');
    expect(summary(effectsAfter([before], sql, 12))).not.toContain('rewrites public.seen');
  });
});

describe('what came with a version fails on the one before', () => {
  const cases: readonly (readonly [sql: string, since: PostgresVersion])[] = [
    ['CREATE TABLE h (id int) PARTITION BY HASH (id)', 11],
    ['CREATE TABLE logs_d PARTITION OF logs DEFAULT', 11],
    ['CREATE INDEX ON logs (id)', 11],
    ['ALTER TABLE logs ADD UNIQUE (id, day)', 11],
    ['ALTER TABLE logs ADD FOREIGN KEY (id) REFERENCES users', 11],
    ['CREATE INDEX ON users (id) INCLUDE (email)', 11],
    ['CREATE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$', 11],
    ['ALTER TABLE users ADD COLUMN n text GENERATED ALWAYS AS (lower(email)) STORED', 12],
    ['ALTER TABLE users ALTER COLUMN email SET COMPRESSION lz4', 14],
    ['ALTER TABLE logs DETACH PARTITION logs_1 CONCURRENTLY', 14],
    ['ALTER TABLE users SET ACCESS METHOD heap', 15],
    ['ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (email)', 15],
    ['MERGE INTO users USING logs ON false WHEN MATCHED THEN DELETE', 15],
    ['ALTER TABLE users ADD COLUMN n text GENERATED ALWAYS AS (lower(email)) VIRTUAL', 18],
    ['ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0) NOT ENFORCED', 18],
    ['ALTER TABLE users ADD CONSTRAINT c NOT NULL email NOT VALID', 18],
  ];

  it.each(cases)('%s: %i', (sql, since) => {
    const versions: readonly PostgresVersion[] = [10, 11, 12, 13, 14, 15, 16, 17, 18];
    const failing = versions.filter((version) => effects(sql, version).includes('fails version'));
    expect(failing).toEqual(versions.filter((version) => version < since));
  });
});

describe('ALTER INDEX ... RENAME', () => {
  it('locks the index ACCESS EXCLUSIVE on 11 and lets it be used from 12 on', () => {
    // Release notes of 12: "Reduce locking requirements for index renaming"
    expect(effects('ALTER INDEX users_pkey RENAME TO users_id', 11)).toContain(
      'locks public.users_pkey ACCESS EXCLUSIVE brief',
    );
    expect(effects('ALTER INDEX users_pkey RENAME TO users_id', 12)).toContain(
      'locks public.users_pkey SHARE UPDATE EXCLUSIVE brief',
    );
  });
});
