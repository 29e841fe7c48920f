import { beforeAll, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { newestPostgresVersion } from '../../src/core/postgres-version.js';
import { judge } from '../../src/engine/judge.js';
import { Replay } from '../../src/history/replay.js';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';

beforeAll(loadSqlParser);

/** What one rule says about the last of some files. */
function messagesOf(id: string, ...files: readonly string[]): readonly string[] {
  const replay = new Replay();
  const judged = files.map((text, at) => {
    const migration = readSql({ path: `${at}.sql`, text }, { transaction: 'file' });
    return judge(migration, replay, {
      postgres: newestPostgresVersion,
      rules: rules
        .filter((rule) => rule.id === id)
        .map((rule) => ({
          rule,
          severity: undefined,
          options: Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default])),
        })),
      knownRules: new Set([id]),
      unusedSuppressions: 'off',
      requireReason: false,
    });
  });
  return judged.at(-1)?.findings.map(({ message }) => message) ?? [];
}

test.each([
  ['ALTER TABLE orders ALTER COLUMN id TYPE bigint;', 'ALTER COLUMN TYPE'],
  ['ALTER TABLE orders ADD COLUMN state order_state;', 'ADD COLUMN'],
])('a doubt that does not concern the lock is not said of the lock: %s', (sql, command) => {
  expect(messagesOf('require-timeouts', sql)).toEqual([
    `${command} takes a lock on orders that blocks reads and writes, and the file sets neither lock_timeout nor statement_timeout.`,
  ]);
});

test('nor where two tables are locked', () => {
  const sql = 'ALTER TABLE users ADD COLUMN age int; ALTER TABLE orders ADD COLUMN state order_state;';
  expect(messagesOf('avoid-several-locked-tables', sql)).toEqual([
    'ADD COLUMN locks orders while the transaction already holds locks on users, and keeps all of them until it ends.',
  ]);
});

test('one CASCADE that names several functions', () => {
  expect(messagesOf('cascade', 'DROP FUNCTION a(), b(), billing.c() CASCADE;')).toEqual([
    'CASCADE drops everything that depends on the functions a, b and billing.c. What that is is not in the history; without CASCADE PostgreSQL would list it, and a schema dump would show it here.',
  ]);
});

test('commands are called what SQL calls them', () => {
  const history = `CREATE TABLE users (id bigint);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();`;
  expect(messagesOf('statement-fails', history, 'DROP FUNCTION touch();')).toEqual([
    'DROP FUNCTION fails: cannot drop function touch because trigger users_touch on table users depends on it.',
  ]);
  expect(messagesOf('require-timeouts', 'ALTER TABLE users RENAME TO people;')).toEqual([
    expect.stringMatching(/^ALTER TABLE RENAME takes a lock on users/),
  ]);
});

test('verbs and prepositions agree', () => {
  const slow = `ALTER TABLE users ADD COLUMN age int; CREATE INDEX ON orders (a); CREATE INDEX ON orders (b); CREATE INDEX ON orders (c);`;
  expect(messagesOf('no-work-under-lock', slow)).toEqual([
    'CREATE INDEX and 2 more slow statements run while ADD COLUMN still holds its ACCESS EXCLUSIVE lock on users, so reads and writes of users wait until that is done.',
  ]);
  const rows = `ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users NOT VALID;
    UPDATE products SET price = 0;`;
  expect(messagesOf('mixed-schema-and-data', rows)).toEqual([
    'This UPDATE runs while ADD CONSTRAINT still holds its SHARE ROW EXCLUSIVE lock on orders, so writes to orders wait until all rows are changed.',
  ]);
  const keys = `CREATE TABLE carts (user_id bigint REFERENCES users, shop_id bigint REFERENCES shops);
    CREATE INDEX ON orders (a);`;
  expect(messagesOf('avoid-locking-referenced-table', keys)).toEqual([
    'CREATE TABLE carts takes a SHARE ROW EXCLUSIVE lock on users and shops for its foreign keys, and the transaction keeps it while CREATE INDEX runs.',
  ]);
});
