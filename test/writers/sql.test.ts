import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { PGlite } from 'pglite18';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';
import { writeOperation, writeStatement, writeStatements } from '../../src/writers/sql/index.js';
import { specimens, type Specimen } from './corpus.js';
import { withoutPlaces } from './places.js';
import { treeOf } from './tree.js';

let statements: readonly Specimen[];

beforeAll(async () => {
  await loadSqlParser();
  statements = specimens();
});

describe('statements that are written again', () => {
  it('are many', () => {
    expect(statements.length).toBeGreaterThan(3000);
  });

  it('give their operations back', () => {
    for (const { statement } of statements) {
      const text = writeStatement(statement);
      expectSame(withoutPlaces(readSql({ path: 'm.sql', text }).up), withoutPlaces(statement), text);
    }
  });

  it('say what they said, as PostgreSQL parses them', () => {
    let compared = 0;
    for (const { sql, statement } of statements) {
      if (isWrittenOtherwise(sql, statement) || !isSql(sql)) continue;
      expectSame(treeOf(writeStatement(statement)), treeOf(sql), sql);
      compared++;
    }
    expect(compared).toBeGreaterThan(statements.length - 30);
  });

  it('are taken by a real PostgreSQL', async () => {
    const database = new PGlite();
    const written = statements.filter(({ sql }) => isSql(sql)).map(({ statement }) => statement);
    // PostgreSQL parses all of a string before it runs any of it: what fails is the division, not the grammar.
    const failure = database.exec(`SELECT 1 / 0;\n${writeStatements(written)}`);
    await expect(failure).rejects.toMatchObject({ code: '22012' });
    await database.close();
  });
});

/** As `toEqual`, which takes thousands of comparisons slowly. */
function expectSame(found: unknown, wanted: unknown, about: string): void {
  if (!isDeepStrictEqual(found, wanted)) expect(found, about).toEqual(wanted);
}

/** The two statements that are written as others of the same effect: SELECT INTO, and SET as pg_dump has it. */
function isWrittenOtherwise(sql: string, [first]: Specimen['statement']): boolean {
  return /^select\b/i.test(sql) && (first?.kind === 'create-table' || first?.kind === 'set-parameter');
}

/** Files of psql and of templates hold lines that are no SQL; they are kept as they are. */
function isSql(sql: string): boolean {
  return readSql({ path: 'm.sql', text: sql }, { placeholders: 'none' }).problems.length === 0 && !/^\\/.test(sql);
}

describe('the text', () => {
  it('has a paragraph for each statement, and a line for each command and column', () => {
    const sql = `create table "Users" (id int8 primary key, email text not null);
      alter table "Users" add name varchar(50), drop column email;`;
    const { up } = readSql({ path: 'm.sql', text: sql });
    const [create, ...commands] = up;
    if (create === undefined) throw new Error('Nothing was read.');
    expect(writeStatements([[create], commands])).toBe(`CREATE TABLE "Users" (
  id bigint PRIMARY KEY,
  email text NOT NULL
);

ALTER TABLE "Users"
  ADD COLUMN name character varying(50),
  DROP COLUMN email;
`);
  });

  it('brackets a default that the grammar of a column would cut short', () => {
    const table = { name: 't' };
    const column = { name: 'c', notNull: false, default: { text: "now() AT TIME ZONE 'UTC'" } };
    expect(
      writeOperation({ kind: 'add-column', table, column, constraints: [], ifNotExists: false, only: false }),
    ).toBe("ALTER TABLE t ADD COLUMN c DEFAULT (now() AT TIME ZONE 'UTC')");
  });

  it('keeps operations apart that PostgreSQL has no one statement for', () => {
    const table = { name: 't' };
    expect(() =>
      writeStatement([
        { kind: 'drop-column', table, column: 'a', ifExists: false, cascade: false },
        { kind: 'rename-column', table, column: 'b', newName: 'c' },
      ]),
    ).toThrow('These operations cannot stand in one statement: drop-column, rename-column.');
  });
});
