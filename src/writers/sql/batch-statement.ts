import type { Expression } from '../../core/expression.js';
import type { BatchedChange } from '../../core/plan.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';

/** How a change is cut. */
export interface BatchOptions {
  readonly postgres: PostgresVersion;
  /** Rows a batch, 1000 when absent. Without a key batches are counted in pages, of 60 rows each by estimate. */
  readonly rows?: number;
}

/** What writers of the rows have to wait at most, and how long the batches wait for them. */
export const lockTimeout = '5s';
/** Seconds between two batches that changed something, so that replicas and vacuum keep up. */
export const pause = '0.05';
export const usualRows = 1000;
/** Pages hold fewer than 300 rows, and of usual rows about so many. */
const rowsOfPage = 60;

/** How many pages a batch of so many rows takes. */
export function pagesOf(rows: number): number {
  return Math.max(1, Math.round(rows / rowsOfPage));
}

/**
 * The UPDATE or DELETE of the rows of one batch that are to do. Its lines after the first stand in so many spaces; what
 * the user wrote keeps its lines as they are, for they may be those of a string.
 */
export function statementOf(change: BatchedChange, range: string, margin = 0): string {
  const line = `\n${' '.repeat(margin + 2)}`;
  const joined = (word: string): string => (change.from === undefined ? '' : `${line}${word} ${closed(change.from)}`);
  const where = `${line}WHERE ${range}${line}  AND ${bracketed(change.where)}`;
  if (change.change === 'delete') return `DELETE FROM ${target(change)}${joined('USING')}${where}`;
  const assignments = change.change.map(({ column, value }) => `${quoteIdentifier(column)} = ${bracketed(value)}`);
  return `UPDATE ${target(change)}${line}SET ${assignments.join(`,${line}  `)}${joined('FROM')}${where}`;
}

/** The rows are locked where they are found, so that none of them moves before it is changed. */
export function someRows(change: BatchedChange, rows: number): string {
  const ctid = qualifiedColumn(change, 'ctid');
  const locked = change.from === undefined ? '' : ` OF ${nameInside(change)}`;
  return `${ctid} = ANY (ARRAY(SELECT ${ctid} FROM ${sources(change)} WHERE ${bracketed(change.where)} LIMIT ${rows} FOR UPDATE${locked}))`;
}

/** How many pages the largest of the table, its partitions and its children has. */
export function pagesQuery(change: BatchedChange, margin: number, into = ''): string {
  const lines = [
    'WITH RECURSIVE tree(relation) AS (',
    `  SELECT ${quotedString(quoteQualified(change.table))}::regclass::oid`,
    '  UNION SELECT inhrelid FROM pg_inherits JOIN tree ON inhparent = relation',
    ')',
    `SELECT max(pg_relation_size(relation)) / current_setting('block_size')::bigint ${into}FROM tree`,
  ];
  return lines.join(`\n${' '.repeat(margin)}`);
}

/** The table of the change as its statement names it. */
function target(change: BatchedChange): string {
  const table = quoteQualified(change.table);
  return change.alias === undefined ? table : `${table} AS ${quoteIdentifier(change.alias)}`;
}

/** The tables the expressions speak of. */
export function sources(change: BatchedChange): string {
  return change.from === undefined ? target(change) : `${target(change)}, ${closed(change.from)}`;
}

/** What the expressions call the table. */
function nameInside({ alias, table }: BatchedChange): string {
  return quoteIdentifier(alias ?? table.name);
}

/** Another table may have a column of the same name. `column` is quoted already. */
export function qualifiedColumn(change: BatchedChange, column: string): string {
  return change.from === undefined ? column : `${nameInside(change)}.${column}`;
}

/** One column as it is, several as a row. */
export function rowOf(parts: readonly string[]): string {
  return parts.length === 1 ? parts.join('') : `(${parts.join(', ')})`;
}

/** An expression inside brackets of its own. */
export function bracketed({ text }: Expression): string {
  return `(${closed(text)})`;
}

/** A comment at the end of what was written must not hide what follows. */
function closed(text: string): string {
  return text.includes('--') ? `${text}\n` : text;
}

/** A text as a literal, whatever standard_conforming_strings says. */
export function quotedString(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
