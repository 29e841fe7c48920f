import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../../src/readers/sql/index.js';
import { kinds, problemsOf, read } from './read.js';

beforeAll(loadSqlParser);

// A parser that was driven out of its memory could spoil whatever it is given next.
beforeEach(() => {
  expect(kinds(read('CREATE TABLE a (b int CHECK (b > 0)); DROP TABLE a;').up)).toEqual(['create-table', 'drop-table']);
});

describe('nothing to read', () => {
  it.each(['', ' \n\t', '-- only\n', '/* only */', ';;;', '\ufeff'])('%j is fine', (text) => {
    expect(read(text)).toMatchObject({ up: [], problems: [], statements: 0 });
  });
});

describe('one bad statement', () => {
  it.each([
    ['DROP TABLE a; SELECT * frm b c; DROP TABLE d;', 'syntax-error: frm'],
    ['DROP TABLE a; DROP TABLE ; DROP TABLE d;', 'syntax-error: E'],
    ['DROP TABLE a; SELECT (1; DROP TABLE d;', 'syntax-error: 1'],
    ["DROP TABLE a;\nSELECT 'x;\nDROP TABLE d;", "unbalanced: '"],
    ['DROP TABLE a;\nSELECT $x$ y;\nDROP TABLE d;', 'unbalanced: $x$'],
    ['DROP TABLE a;\nSELECT "x;\nDROP TABLE d;', 'unbalanced: "'],
  ])('does not spoil the others of %j', (text, ...problems) => {
    expect(problemsOf(text).map((problem) => problem.split(':')[0])).toEqual(problems.map((one) => one.split(':')[0]));
    expect(kinds(read(text).up)).toEqual(['drop-table', 'drop-table']);
    expect(read(text).statements).toBe(3);
  });

  it.each([
    'SELECT',
    '/*',
    '/* /* */',
    'x',
    '"',
    "'",
    '$$',
    '$a$',
    'é',
    '(',
    ')',
    '\\',
    '`',
    'a b',
    'CREATE',
    '\0',
    '\ud800',
    '--\0',
  ])('%j is not passed over in silence, unless it is fine', (text) => {
    const { problems, statements } = read(text);
    expect(problems.length + statements).toBeGreaterThan(0);
    for (const { message, span } of problems) {
      expect(message).toMatch(/^[A-Z].*\.$/s);
      expect(span.start).toBeLessThanOrEqual(span.end);
      expect(span.end).toBeLessThanOrEqual(Math.max(text.length, 1));
    }
  });

  it('is told by PostgreSQL in a sentence of reasonable length', () => {
    expect(read('SELECT * frm b c').problems[0]?.message).toBe(
      'PostgreSQL cannot parse this: syntax error at or near "frm".',
    );
    expect(read('#'.repeat(10_000)).problems[0]?.message.length).toBeLessThan(150);
  });
});

describe('bytes that are no text', () => {
  it('are reported, and the rest is read', () => {
    const { problems, up } = read('DROP TABLE a; -- \0\nDROP TABLE b;');
    expect(problems.map(({ kind, span }) => [kind, span.start])).toEqual([['unreadable-file', 17]]);
    expect(kinds(up)).toEqual(['drop-table', 'drop-table']);
    expect(problemsOf('SELECT \'\ud800\'; DROP TABLE "\udc00";')).toHaveLength(1);
  });

  it('give one problem when the file is full of them', () => {
    expect(read(Array.from('DROP TABLE a;').join('\0')).problems).toHaveLength(1);
  });
});

describe('depth', () => {
  it.each([
    ['brackets', '('.repeat(20_000) + '1' + ')'.repeat(20_000)],
    ['open brackets', '('.repeat(20_000)],
    ['subqueries', '(SELECT '.repeat(3000) + '1' + ')'.repeat(3000)],
    ['operators', `'a'${" || 'a'".repeat(20_000)}`],
    ['negations', `${'NOT '.repeat(9000)}true`],
    ['casts', `1${'::int'.repeat(9000)}`],
    ['cases', 'CASE WHEN true THEN '.repeat(3000) + '1' + ' END'.repeat(3000)],
    ['unions', `1${' UNION SELECT 1'.repeat(9000)}`],
  ])('of %s is a problem of the statement', (_, expression) => {
    const { problems, up } = read(`DROP TABLE a; SELECT ${expression}; DROP TABLE b;`);
    expect(problems.map(({ kind }) => kind)).toEqual(['too-complex']);
    expect(kinds(up)).toEqual(['drop-table', 'drop-table']);
    expect(read(`DO $$ BEGIN PERFORM ${expression}; END $$`).problems).not.toEqual([]);
  });

  it('that people write is fine', () => {
    expect(read(`SELECT ${'('.repeat(300)}1${')'.repeat(300)}`).problems).toEqual([]);
    expect(read(`SELECT 1${' UNION ALL SELECT 1'.repeat(400)}`).problems).toEqual([]);
    expect(read(`DELETE FROM t WHERE a = 1${' OR a = 1'.repeat(10_000)}`).problems).toEqual([]);
    expect(read('/*'.repeat(100_000)).problems).toHaveLength(1);
  });
});

describe('size', () => {
  it('of a line does not matter', () => {
    expect(kinds(read(`SELECT '${'x'.repeat(5_000_000)}'; DROP TABLE a`).up)).toEqual(['select', 'drop-table']);
  });

  it('of a file costs linear time, also when a statement is wrong', { timeout: 30_000 }, () => {
    const text = 'ALTER TABLE t ADD a int DEFAULT 1;\n'.repeat(50_000);
    const start = performance.now();
    expect(read(text).up).toHaveLength(50_000);
    const whole = performance.now() - start;
    expect(read(`${text}SELEC 1;`).problems).toHaveLength(1);
    // Far above what was measured (1.5 s on a busy machine), far below what quadratic time would take.
    expect(whole).toBeLessThan(15_000);
  });
});

describe('SQL of other databases', () => {
  it.each([
    ['MySQL', 'CREATE TABLE `a` (id int AUTO_INCREMENT) ENGINE=InnoDB;\nDROP TABLE b;'],
    ['MySQL', 'CREATE TABLE a (id int unsigned NOT NULL);'],
    ['SQL Server', 'CREATE TABLE [dbo].[a] (id int IDENTITY(1,1));\nGO\n'],
    ['SQL Server', 'CREATE TABLE a (b NVARCHAR(MAX) NOT NULL)\nGO\nDROP TABLE c'],
    ['SQLite', 'CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT);'],
    ['Oracle', 'CREATE TABLE a (b VARCHAR2(10 CHAR));\n/\n'],
  ])('is one problem: %s', (dialect, text) => {
    const { problems, up } = read(text);
    expect(problems.map(({ kind }) => kind)).toEqual(['other-dialect']);
    expect(problems[0]?.message).toContain(dialect);
    expect(up).toEqual([]);
  });

  it('is not suspected where PostgreSQL can read, nor for a single error among many statements', () => {
    expect(read("COMMENT ON TABLE a IS 'ENGINE=InnoDB `x` AUTO_INCREMENT';").problems).toEqual([]);
    const mixed = `${'DROP TABLE a;'.repeat(9)} CREATE TABLE \`b\` (c int);`;
    expect(read(mixed).problems.map(({ kind }) => kind)).toEqual(['syntax-error']);
    expect(read(mixed).up).toHaveLength(9);
  });
});
