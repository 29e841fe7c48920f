import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { effectsAfter, summary } from './effects-trace.js';

// What the history does not show is judged on the safe side, and the effect says what would settle it.

beforeAll(() => loadSqlParser());

function unknowns(sql: string): readonly (readonly [string, string])[] {
  return effectsAfter([], sql, 18).flatMap((effect) =>
    effect.unknown === undefined ? [] : [[summary([effect])[0] ?? '', effect.unknown] as const],
  );
}

describe('a table that no migration in sight creates', () => {
  it('may hold NULL where a column becomes NOT NULL', () => {
    const [[effect, sentence] = ['', '']] = unknowns('ALTER TABLE users ALTER COLUMN email SET NOT NULL');
    expect(effect).toBe('scans public.users');
    expect(sentence).toMatch(/^Whether public\.users\.email is NOT NULL already is not in the history;.* settle it\.$/);
  });

  it('may have a column of any type where its type changes', () => {
    const found = unknowns('ALTER TABLE users ALTER COLUMN age TYPE bigint').map(([effect]) => effect);
    expect(found).toContain('rewrites public.users');
  });

  it('loses nothing when a column becomes text', () => {
    const effects = summary(effectsAfter([], 'ALTER TABLE users ALTER COLUMN age TYPE text', 18));
    expect(effects.filter((line) => line.startsWith('loses'))).toEqual([]);
  });

  it('may take more along with CASCADE', () => {
    expect(unknowns('DROP TABLE users CASCADE').map(([effect]) => effect)).toEqual(['loses table public.users all']);
  });

  it('may have a constraint that is a foreign key', () => {
    const [[, sentence] = ['', '']] = unknowns('ALTER TABLE orders DROP CONSTRAINT orders_user');
    expect(sentence).toContain('Whether orders_user is a foreign key is not in the history');
  });
});

describe('a type that no migration in sight creates', () => {
  it('may be a domain with constraints', () => {
    const found = unknowns('ALTER TABLE users ADD COLUMN price app.amount').map(([effect]) => effect);
    expect(found).toContain('rewrites public.users');
  });

  it('is no domain when it comes with a well-known extension', () => {
    expect(unknowns('ALTER TABLE users ADD COLUMN handle citext')).toEqual([]);
  });
});

describe('a default with a function that no migration in sight creates', () => {
  it('may be volatile', () => {
    const [[effect, sentence] = ['', '']] = unknowns('ALTER TABLE users ADD COLUMN code text DEFAULT new_code()');
    expect(effect).toBe('scans public.users');
    expect(sentence).toContain('new_code()');
  });
});

describe('a table of this deployment that nothing was written to', () => {
  const created = 'CREATE TABLE users (id integer, email text);';

  it.each([
    'ALTER TABLE users ADD COLUMN n integer NOT NULL',
    'ALTER TABLE users ALTER COLUMN email SET NOT NULL',
    'ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0)',
    'ALTER TABLE users ADD UNIQUE (email)',
    'CREATE UNIQUE INDEX ON users (email)',
    'ALTER TABLE users ALTER COLUMN email TYPE varchar(3)',
  ])('has no rows that %s could fail over', (sql) => {
    const effects = summary(effectsAfter([], created + sql, 18));
    expect(effects.filter((line) => line.startsWith('fails') || line.startsWith('breaks'))).toEqual([]);
  });

  it('has some after an INSERT', () => {
    const sql = `${created} INSERT INTO users VALUES (1); ALTER TABLE users ADD COLUMN n integer NOT NULL`;
    expect(summary(effectsAfter([], sql, 18))).toContain('fails rows-exist perhaps');
  });
});

describe('what a statement names together', () => {
  const history = [
    'CREATE TABLE users (id integer PRIMARY KEY); CREATE TABLE orders (user_id integer REFERENCES users);',
  ];

  it.each(['DROP TABLE users, orders', 'TRUNCATE users, orders'])('does not stand in its own way: %s', (sql) => {
    expect(summary(effectsAfter(history, sql, 18)).filter((line) => line.startsWith('fails'))).toEqual([]);
  });

  it.each(['DROP TABLE users', 'TRUNCATE users'])('stands in the way of one alone: %s', (sql) => {
    expect(summary(effectsAfter(history, sql, 18))).toContain('fails objects-depend');
  });
});
