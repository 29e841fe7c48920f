import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../../src/readers/sql/index.js';
import { at, kinds, only, problemsOf, read } from './read.js';

beforeAll(loadSqlParser);

describe('placeholders', () => {
  it.each([
    '${schema}',
    '{{ schema }}',
    '{schema}',
    '%(schema)s',
    '$(schema)',
    ':"schema"',
    ':schema',
    '@schema@',
    '<%= schema %>',
  ])('%s stands for a name', (placeholder) => {
    const text = `DROP TABLE ${placeholder}.t; DROP TABLE u;`;
    const { up, problems } = read(text);
    expect(problems).toEqual([]);
    expect(up.map(({ span }) => at(text, span))).toEqual([`DROP TABLE ${placeholder}.t`, 'DROP TABLE u']);
    const name = placeholder === ':"schema"' ? 'schema' : placeholder;
    expect(up[0]).toMatchObject({ table: { schema: name, name: 't' } });
  });

  it('may be a part of a name, a number, a literal, and stand in a body', () => {
    expect(only('CREATE TABLE app_${env}_t (a varchar(${n}))', 'create-table').table.name).toBe('app_${env}_t');
    expect(only('INSERT INTO t VALUES (:\'v\', :n, :"c")', 'insert').rows).toBe(1);
    expect(only('CREATE SEQUENCE s START WITH :n', 'create-sequence').sequence.name).toBe('s');
    expect(read('DO $$ BEGIN DROP TABLE ${schema}.t; END $$').up[0]?.operations).toMatchObject([
      { kind: 'drop-table', table: { schema: '${schema}', name: 't' } },
    ]);
  });

  it('may hold quotes, and stand in quotes and in the strings of a body', () => {
    const space = '{{ index .Options "Space" }}';
    const text = `DROP TABLE ${space}.t; DO $$ BEGIN
      IF EXISTS (SELECT FROM pg_namespace WHERE nspname = '${space}') THEN DROP TABLE "${space}"."Odd"; END IF;
      EXECUTE 'DROP INDEX ${space}.i';
    END $$;`;
    const { up, problems } = read(text);
    expect(problems).toEqual([]);
    expect(up[0]).toMatchObject({ table: { schema: space, name: 't' } });
    expect(up[1]?.operations).toMatchObject([
      { kind: 'drop-table', table: { schema: space, name: 'Odd' } },
      { kind: 'drop-index', index: { schema: space, name: 'i' } },
    ]);
  });

  it('of a template are the same with and without spaces', () => {
    expect(only('DROP TABLE {{schema}}.t', 'drop-table').table).toEqual({ schema: '{{ schema }}', name: 't' });
  });

  it('that stand for more make the statement opaque', () => {
    expect(kinds(read('CREATE INDEX ${concurrently} i ON t (a); {{ everything }}; DROP TABLE a;').up)).toEqual([
      'opaque',
      'opaque',
      'drop-table',
    ]);
  });

  it('are not looked for in what parses', () => {
    const { query } = only("SELECT a[1:n], '${x}', b::text FROM t", 'select');
    expect(query.columns.map(({ column }) => column)).toEqual(['a', 'n', 'b']);
  });

  it('can be switched off and told', () => {
    expect(read('DROP TABLE ${t}', { placeholders: 'none' }).problems).toHaveLength(1);
    expect(kinds(read('DROP TABLE [[t]]', { placeholders: ['\\[\\[\\w+\\]\\]'] }).up)).toEqual(['drop-table']);
  });
});

describe('psql', () => {
  it('meta-commands are no SQL, data is no SQL, included files are not understood', () => {
    const text = String.raw`\restrict abc
\connect shop
COPY public.t (a, b) FROM stdin;
1	it's; $$ odd
\.

\i other.sql
SELECT 1 \gset
\copy t FROM '/tmp/a file.csv' WITH CSV
DROP TABLE a;
\unrestrict abc
`;
    const { up, problems, statements } = read(text);
    expect(problems).toEqual([]);
    expect(up.map(({ kind, span }) => `${kind}: ${at(text, span)}`)).toEqual([
      'copy: COPY public.t (a, b) FROM stdin',
      String.raw`opaque: \i other.sql`,
      'select: SELECT 1',
      expect.stringMatching(/^copy: copy t FROM/),
      'drop-table: DROP TABLE a',
    ]);
    expect(up.map(({ statement }) => statement)).toEqual([0, 1, 2, 3, 4]);
    expect(statements).toBe(5);
  });

  it('commands that nobody knows are errors', () => {
    expect(problemsOf('DROP TABLE a; \\nonsense x\n')).toEqual(['syntax-error: \\']);
  });
});

describe('markers of runners', () => {
  it('cut statements that lack a semicolon', () => {
    const text =
      'CREATE SCHEMA a\n--> statement-breakpoint\nCREATE TABLE b (c int)--> statement-breakpoint\nDROP TABLE d';
    expect(kinds(read(text).up)).toEqual(['create-schema', 'create-table', 'drop-table']);
  });

  it.each([
    ['-- migrate:up\nDROP TABLE a\n-- migrate:down\nDROP TABLE b;'],
    ['-- +goose Up\nDROP TABLE a;\n-- +goose Down\nDROP TABLE b;'],
    ['-- Up Migration\nDROP TABLE a;\n--- Down Migration\nDROP TABLE b;'],
    ['-- +migrate Down\nDROP TABLE b;\n-- +migrate Up\nDROP TABLE a;'],
  ])('divide up from down in %j', (text) => {
    const { up, down } = read(text);
    expect([up, down].map((part) => part.map(({ span }) => at(text, span)))).toEqual([
      ['DROP TABLE a'],
      ['DROP TABLE b'],
    ]);
  });

  it.each([
    ['DROP TABLE a', 'file', 'assumed'],
    ['CREATE INDEX CONCURRENTLY ON t (a); SET lock_timeout = 0', 'none', 'assumed'],
    ['CREATE INDEX CONCURRENTLY ON t (a); DROP TABLE a', 'file', 'assumed'],
    ['BEGIN; DROP TABLE a; COMMIT', 'none', 'assumed'],
    ['VACUUM; ALTER SYSTEM SET a = 1', 'none', 'assumed'],
    ['', 'file', 'assumed'],
    ['-- +goose NO TRANSACTION\nDROP TABLE a', 'none', 'stated'],
    ['-- migrate:up transaction:false\nDROP TABLE a', 'none', 'stated'],
    ['-- atlas:txmode none\nDROP TABLE a', 'none', 'stated'],
    ['--changeset bob:1 runInTransaction:false\nDROP TABLE a', 'none', 'stated'],
    ['-- executeInTransaction=false\nDROP TABLE a', 'none', 'stated'],
    ['-- lockstep:transaction none\nDROP TABLE a', 'none', 'stated'],
    ['-- lockstep:transaction file\nVACUUM', 'file', 'stated'],
  ])('say the transaction mode of %j', (text, transaction, transactionSource) => {
    expect(read(text)).toMatchObject({ transaction, transactionSource });
    expect(read(text, { transaction: 'none' })).toMatchObject({ transaction: 'none', transactionSource: 'stated' });
  });
});

describe('a migration', () => {
  it('is named after its file', () => {
    expect(read('')).toMatchObject({ id: '0001_test', namespace: 'migrations', statements: 0, problems: [] });
    expect(read('', { id: 'a', namespace: 'b' })).toMatchObject({ id: 'a', namespace: 'b' });
  });

  it('has its comments when they may concern Lockstep', () => {
    const text = "-- é\n-- lockstep-disable x -- why\nSELECT '-- no'; /* lockstep-enable */";
    const { comments } = read(text);
    expect(comments.map((comment) => comment.text)).toEqual(['é', 'lockstep-disable x -- why', 'lockstep-enable']);
    expect(at(text, comments[1]?.span)).toBe('-- lockstep-disable x -- why');
    expect(read('-- nothing').comments).toEqual([]);
  });
});
