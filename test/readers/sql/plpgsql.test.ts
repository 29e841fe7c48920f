import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../../src/readers/sql/index.js';
import { at, kinds, problemsOf, read } from './read.js';

beforeAll(loadSqlParser);

/** The operations in the body of the only statement, as `kind: covered text`, with ? for conditional ones. */
function inside(text: string): string[] {
  const nested = read(text).up[0]?.operations ?? [];
  return nested.map(({ kind, span, conditional }) => `${kind}${conditional === true ? '?' : ''}: ${at(text, span)}`);
}

const block = (body: string): string => `/* é😀 */ DO $do$ DECLARE x int; r record; BEGIN ${body} END $do$;`;

describe('PL/pgSQL', () => {
  it('holds the static SQL of a block, where it stands', () => {
    expect(inside(block('ALTER TABLE t ADD a int, DROP b;\n -- é\n TRUNCATE é; PERFORM f(1);'))).toEqual([
      'add-column: ADD a int',
      'drop-column: DROP b',
      'truncate-table: TRUNCATE é',
      'select: PERFORM f(1)',
    ]);
  });

  it.each([
    ['IF x > 1 THEN DROP TABLE a; ELSIF x > 2 THEN DROP TABLE b; ELSE DROP TABLE c; END IF; DROP TABLE d;', '??? '],
    ['CASE x WHEN 1 THEN DROP TABLE a; ELSE DROP TABLE b; END CASE; DROP TABLE c;', '?? '],
    ['LOOP DROP TABLE a; EXIT; END LOOP; DROP TABLE b;', '? '],
    ['<<l>> WHILE x < 1 LOOP DROP TABLE a; END LOOP l; DROP TABLE b;', '? '],
    ['FOR x IN 1..10 LOOP DROP TABLE a; END LOOP; DROP TABLE b;', '? '],
    ['BEGIN DROP TABLE a; EXCEPTION WHEN undefined_table OR others THEN DROP TABLE b; END; DROP TABLE c;', ' ? '],
    ["x := 1; x = CASE WHEN true THEN 1 END; RAISE NOTICE 'DROP TABLE z'; DROP TABLE a;", ' '],
  ])('marks what is conditional in %s', (body, marks) => {
    const text = block(body);
    expect(
      inside(text)
        .map((line) => (line.startsWith('drop-table?') ? '?' : ' '))
        .join(''),
    ).toBe(marks);
    expect(problemsOf(text)).toEqual([]);
  });

  it('reads queries of loops and what INTO takes away', () => {
    expect(inside(block('FOR r IN SELECT * FROM t LOOP UPDATE t SET a = r.a; END LOOP;'))).toEqual([
      'select: SELECT * FROM t',
      'update?: UPDATE t SET a = r.a',
    ]);
    expect(
      inside(block('SELECT 1, 2 INTO STRICT x, r.b FROM t; INSERT INTO t VALUES (1) RETURNING a INTO x;')),
    ).toEqual(['select: SELECT 1, 2 INTO STRICT x, r.b FROM t', 'insert: INSERT INTO t VALUES (1) RETURNING a']);
  });

  it('opens EXECUTE of constant strings only', () => {
    expect(inside(block("EXECUTE 'ALTER TABLE t ADD a text DEFAULT ''é'', DROP b';"))).toEqual([
      "add-column: ADD a text DEFAULT ''é''",
      'drop-column: DROP b',
    ]);
    expect(inside(block("EXECUTE 'DROP TABLE ' || 'a' USING x;"))).toEqual(["drop-table: 'DROP TABLE ' || 'a'"]);
    expect(inside(block("EXECUTE format('DROP TABLE %I.%I', 'S', 't');"))).toEqual([
      "drop-table: format('DROP TABLE %I.%I', 'S', 't')",
    ]);
    expect(inside(block("EXECUTE format('DROP TABLE %I', x); EXECUTE x;"))).toEqual([
      "opaque: format('DROP TABLE %I', x)",
      'opaque: x',
    ]);
  });

  it('is read in escaped quotes too', () => {
    const text = "DO 'BEGIN INSERT INTO t VALUES (''a''''b''); DROP TABLE é; END'";
    expect(inside(text)).toEqual(["insert: INSERT INTO t VALUES (''a''''b'')", 'drop-table: DROP TABLE é']);
    expect(inside("DO E'BEGIN\\n DROP TABLE \\u00e9; END'")).toEqual(['drop-table: DROP TABLE \\u00e9']);
  });

  it('reports genuine syntax errors once, at the place', () => {
    expect(problemsOf(block('DROP TABLE a; ALTER TABEL b; DROP TABLE c;'))).toEqual(['syntax-error: TABEL']);
    expect(kinds(read(block('DROP TABLE a; ALTER TABEL b; DROP TABLE c;')).up[0]?.operations)).toEqual([
      'drop-table',
      'opaque',
      'drop-table',
    ]);
    expect(read(block('IF true THEN NULL;')).problems).toHaveLength(1);
  });

  it('does not mind types and variables that only the database knows', () => {
    const text = `CREATE FUNCTION f(a s.t) RETURNS trigger LANGUAGE plpgsql STABLE AS $$
      DECLARE y s.t%ROWTYPE; BEGIN y.a := 1; NEW.x = now(); DROP TABLE a; RETURN NEW; END $$;`;
    expect(problemsOf(text)).toEqual([]);
    expect(inside(text)).toEqual(['drop-table: DROP TABLE a']);
    expect(read(text).up[0]).toMatchObject({ kind: 'create-function', volatility: 'stable', returnsTrigger: true });
  });
});

describe('bodies in other languages', () => {
  it('are read when they are SQL', () => {
    expect(inside('CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ DELETE FROM a; SELECT $1 $$')).toEqual([
      'delete: DELETE FROM a',
      'select: SELECT $1',
    ]);
    const atomic =
      'CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO a VALUES (CASE WHEN b THEN 1 END); DELETE FROM c; END';
    expect(inside(atomic)).toEqual(['insert: INSERT INTO a VALUES (CASE WHEN b THEN 1 END)', 'delete: DELETE FROM c']);
    expect(inside('CREATE FUNCTION f() RETURNS int RETURN g(1)')).toEqual([]);
    expect(problemsOf("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELEC 1'")).toEqual(['syntax-error: SELEC']);
  });

  it('are opaque when they are not, and nothing when there is none', () => {
    expect(inside("DO LANGUAGE plpython3u 'x = 1'")).toEqual(['opaque: x = 1']);
    expect(inside("CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'symbol'")).toEqual([]);
  });
});
