import { columnNameWords, functionOrTypeWords, reservedWords } from './keywords.js';

/** Longest identifier in bytes of UTF-8: NAMEDATALEN (64) less the final zero. src/include/pg_config_manual.h */
const maximumNameLength = 63;

/** Whether a name is taken; asked with candidates until one is free. */
export type NameTaken = (name: string) => boolean;

/**
 * An identifier as PostgreSQL keeps it: cut to 63 bytes at a character boundary. `truncate_identifier`,
 * src/backend/parser/scansup.c.
 */
export function truncateIdentifier(name: string): string {
  return clipBytes(name, maximumNameLength);
}

/**
 * Quotes an identifier where PostgreSQL's `quote_identifier` (src/backend/utils/adt/ruleutils.c) does: unless it is made
 * of lower-case letters, digits and underscores, begins with no digit and is no keyword, apart from the unreserved ones.
 */
export function quoteIdentifier(name: string): string {
  const plain = /^[a-z_][a-z0-9_]*$/.test(name);
  if (plain && !reservedWords.has(name) && !functionOrTypeWords.has(name) && !columnNameWords.has(name)) return name;
  return `"${name.replaceAll('"', '""')}"`;
}

/** Quotes a name with its schema, where it has one. */
export function quoteQualified(name: { readonly schema?: string; readonly name: string }): string {
  const last = quoteIdentifier(name.name);
  return name.schema === undefined ? last : `${quoteIdentifier(name.schema)}.${last}`;
}

/**
 * Joins the parts of a generated name with underscores, shortening the longer of the first two until it fits 63 bytes.
 * `makeObjectName`, src/backend/commands/indexcmds.c.
 */
export function makeObjectName(first: string, second: string | undefined, label: string): string {
  const overhead = (second === undefined ? 0 : 1) + byteLength(label) + 1;
  const available = maximumNameLength - overhead;
  let firstBytes = byteLength(first);
  let secondBytes = second === undefined ? 0 : byteLength(second);
  if (firstBytes + secondBytes <= available)
    return second === undefined ? `${first}_${label}` : `${first}_${second}_${label}`;
  while (firstBytes + secondBytes > available) {
    if (firstBytes > secondBytes) firstBytes--;
    else secondBytes--;
  }
  const head = clipBytes(first, firstBytes);
  return second === undefined ? `${head}_${label}` : `${head}_${clipBytes(second, secondBytes)}_${label}`;
}

/**
 * The first free name of `a_b_label`, `a_b_label1`, `a_b_label2`, ... `ChooseRelationName` in indexcmds.c and
 * `ChooseConstraintName` in src/backend/catalog/pg_constraint.c; both look at the whole schema, not at one table.
 */
export function chooseName(first: string, second: string | undefined, label: string, taken: NameTaken): string {
  let name = makeObjectName(first, second, label);
  for (let pass = 1; taken(name); pass++) name = makeObjectName(first, second, `${label}${pass}`);
  return name;
}

/**
 * The columns as they go into the name of an index or foreign key: joined by underscores until 64 bytes are full.
 * `ChooseIndexNameAddition`, indexcmds.c. (Before PostgreSQL 12 a foreign key took its first column only.)
 */
export function joinColumns(columns: readonly string[]): string {
  let joined = '';
  for (const column of columns) {
    if (joined !== '') joined += '_';
    joined += column;
    if (byteLength(joined) > maximumNameLength) break;
  }
  return joined;
}

/**
 * Names for the columns of an index, made unique among themselves: `expr`, `expr1`. `ChooseIndexColumnNames`,
 * indexcmds.c.
 */
function indexColumnNames(columns: readonly string[]): string[] {
  const names: string[] = [];
  for (const column of columns) {
    let name = column;
    for (let suffix = 1; names.includes(name); suffix++) {
      const digits = String(suffix);
      name = clipBytes(column, maximumNameLength - digits.length) + digits;
    }
    names.push(name);
  }
  return names;
}

/** The name PostgreSQL gives an index of a primary key, a unique or exclusion constraint, or none. */
export function chooseIndexName(
  table: string,
  columns: readonly string[],
  label: 'pkey' | 'key' | 'excl' | 'idx',
  taken: NameTaken,
): string {
  return chooseName(table, label === 'pkey' ? undefined : joinColumns(indexColumnNames(columns)), label, taken);
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** As `pg_mbcliplen` cuts: at most so many bytes, never inside a character. */
function clipBytes(text: string, bytes: number): string {
  // A UTF-16 unit takes at least one byte and at most three, so most names need no counting at all.
  if (text.length * 3 <= bytes) return text;
  const encoded = Buffer.from(text, 'utf8');
  if (encoded.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && ((encoded[end] ?? 0) & 0b1100_0000) === 0b1000_0000) end--;
  return encoded.toString('utf8', 0, end);
}
