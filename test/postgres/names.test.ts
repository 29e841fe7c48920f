import { PGlite } from 'pglite18';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtInTypes, columnNameWords, functionOrTypeWords, reservedWords } from '../../src/postgres/keywords.js';
import {
  chooseIndexName,
  chooseName,
  joinColumns,
  makeObjectName,
  quoteIdentifier,
  quoteQualified,
  truncateIdentifier,
} from '../../src/postgres/names.js';

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
});
afterAll(() => database.close());

async function column(query: string, parameters: unknown[] = []): Promise<string[]> {
  const { rows } = await database.query<{ value: string }>(query, parameters);
  return rows.map(({ value }) => value);
}

describe('the words are those of the server', () => {
  test.each([
    ['R', reservedWords],
    ['T', functionOrTypeWords],
    ['C', columnNameWords],
  ])('keywords of category %s', async (category, words) => {
    const expected = await column('SELECT word AS value FROM pg_get_keywords() WHERE catcode = $1', [category]);
    expect([...words].sort()).toEqual(expected.sort());
  });

  test('built-in types', async () => {
    const expected = await column(`SELECT replace(format_type(oid, NULL), '"', '') AS value FROM pg_type
      WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm', 'p') AND typcategory <> 'A'`);
    expect([...builtInTypes].sort()).toEqual(expected.sort());
  });
});

const long = 'a_name_that_is_so_long_that_it_does_not_fit_into_sixty_three_bytes_at_all';
const names = [
  'users',
  'Users',
  'user',
  'select',
  'between',
  'left',
  'name',
  'a b',
  'a"b',
  '1a',
  'a1_$',
  'ä',
  '',
  '_x',
  long,
];

test.each(names)('quoteIdentifier(%j) is quote_ident', async (name) => {
  expect([quoteIdentifier(name)]).toEqual(await column('SELECT quote_ident($1) AS value', [name]));
});

test('a schema is quoted on its own', () => {
  expect(quoteQualified({ schema: 'My App', name: 'user' })).toBe('"My App"."user"');
  expect(quoteQualified({ name: 'users' })).toBe('users');
});

const identifiers = [
  'short',
  long,
  'ä'.repeat(40),
  `x${'ä'.repeat(40)}`,
  '€'.repeat(30),
  '😀'.repeat(20),
  'x'.repeat(63),
  'x'.repeat(64),
  `${'x'.repeat(62)}ä`,
];

test.each(identifiers)('truncateIdentifier(%j) is what a name becomes', async (name) => {
  expect([truncateIdentifier(name)]).toEqual(await column('SELECT $1::name::text AS value', [name]));
});

describe('generated names', () => {
  const pairs: [string, string][] = [
    ['users', 'email'],
    ['t', 'x'.repeat(60)],
    ['t'.repeat(60), 'x'],
    ['t'.repeat(40), 'x'.repeat(40)],
    ['ä'.repeat(25), 'ö'.repeat(25)],
    [`t${'ä'.repeat(25)}`, `x${'€'.repeat(20)}`],
    ['😀'.repeat(10), '€'.repeat(18)],
    ['Mixed Case', 'a"b'],
  ];

  test.each(pairs)('of table %j with column %j', async (table, columnName) => {
    const [relation, field] = [quoteIdentifier(table), quoteIdentifier(columnName)];
    await database.exec(`DROP TABLE IF EXISTS ${relation}; CREATE TABLE ${relation} (${field} serial UNIQUE CHECK (${field} > 0));
      CREATE INDEX ON ${relation} (${field}); CREATE INDEX ON ${relation} (${field}); CREATE INDEX ON ${relation} (${field}, ${field});
      ALTER TABLE ${relation} ADD FOREIGN KEY (${field}) REFERENCES ${relation} (${field}), ADD FOREIGN KEY (${field}) REFERENCES ${relation} (${field})`);
    const taken = new Set<string>();
    const choose = (columns: string | undefined, label: string): string => {
      const name = chooseName(table, columns, label, (candidate) => taken.has(candidate));
      taken.add(name);
      return name;
    };
    const expected = [
      choose(columnName, 'seq'),
      choose(columnName, 'key'),
      choose(columnName, 'check'),
      choose(columnName, 'not_null'),
      choose(columnName, 'idx'),
      choose(columnName, 'idx'),
      chooseIndexName(table, [columnName, columnName], 'idx', (candidate) => taken.has(candidate)),
      choose(columnName, 'fkey'),
      choose(columnName, 'fkey'),
    ];
    const found = await column(
      `SELECT conname AS value FROM pg_constraint WHERE conrelid = $1::regclass
       UNION SELECT indexrelid::regclass::text FROM pg_index WHERE false
       UNION SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1::regclass
       UNION SELECT c.relname FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S' WHERE d.refobjid = $1::regclass`,
      [relation],
    );
    expect(found.sort()).toEqual(expected.sort());
    await database.exec(`DROP TABLE ${relation}`);
  });

  test('of an index over many columns stop growing when 63 bytes are full', async () => {
    const columns = Array.from({ length: 12 }, (_, index) => `column_number_${index}`);
    await database.exec(
      `CREATE TABLE many (${columns.map((name) => `${name} int`).join()}); CREATE INDEX ON many (${columns.join()})`,
    );
    const found = await column(`SELECT indexname::text AS value FROM pg_indexes WHERE tablename = 'many'`);
    expect(found).toEqual([makeObjectName('many', joinColumns(columns), 'idx')]);
  });
});
