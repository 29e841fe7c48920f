import { displayName } from '../../core/name.js';
import type { BatchedChange } from '../../core/plan.js';
import { supports } from '../../postgres/features.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import {
  bracketed,
  lockTimeout,
  pagesOf,
  pagesQuery,
  pause,
  qualifiedColumn,
  quotedString,
  rowOf,
  someRows,
  sources,
  statementOf,
  usualRows,
} from './batch-statement.js';
import type { BatchOptions } from './batch-statement.js';

/**
 * The change as a script for psql, which sends each batch as a statement of its own: for PostgreSQL 10, and for a runner
 * that wraps every file in a transaction. It is run by hand, beside the migrations.
 */
export function printBatchScript(change: BatchedChange, { postgres, rows = usualRows }: BatchOptions): string {
  const table = displayName(change.table);
  const query =
    change.key.length > 0
      ? scriptByKey(change, rows)
      : supports(postgres, 'tid-range-scan')
        ? scriptByPages(change, rows)
        : scriptByCount(change, rows);
  return `-- ${table.replaceAll('\n', ' ')}, in batches that commit one by one. For psql, outside a transaction: psql -f this-file
-- It may be stopped at any time and started again: rows that are done are passed over.
\\set ON_ERROR_STOP on
\\set AUTOCOMMIT on
SET lock_timeout = '${lockTimeout}';
${query}
\\gexec
RESET lock_timeout;
`;
}

function scriptByKey(change: BatchedChange, rows: number): string {
  const columns = change.key.map(quoteIdentifier);
  const list = columns.join(', ');
  const own = rowOf(columns.map((column) => qualifiedColumn(change, column))).replaceAll('%', '%%');
  const places = columns.map(() => '%L');
  const [start, end] = [`${own} >= ${rowOf(places)}`, `${own} < ${rowOf(places)}`];
  const names = (prefix: string): readonly string[] => columns.map((_, index) => `${prefix}_${index + 1}`);
  const first = columns.map((column, index) => `${column} AS first_${index + 1}`);
  const next = names('first').map((name, index) => `lead(${name}) OVER (ORDER BY place) AS next_${index + 1}`);
  return `WITH keys AS (
  SELECT ${first.join(', ')}, row_number() OVER (ORDER BY ${list}) AS place FROM ${quoteQualified(change.table)}
), batches AS (
  SELECT ${names('first').join(', ')}, ${next.join(', ')}, place FROM keys WHERE place % ${rows} = ${rows === 1 ? 0 : 1}
)
SELECT CASE WHEN next_1 IS NULL
    THEN format(${formatted(statementOf(change, placeholder), start)}, ${names('first').join(', ')})
    ELSE format(${formatted(statementOf(change, placeholder), `${start} AND ${end}`)}, ${[...names('first'), ...names('next')].join(', ')})
  END, 'SELECT pg_sleep(${pause})'
FROM batches ORDER BY place`;
}

function scriptByPages(change: BatchedChange, rows: number): string {
  const pages = pagesOf(rows);
  const range = `${qualifiedColumn(change, 'ctid')} BETWEEN '(%s,0)' AND '(%s,65535)'`;
  return `SELECT format(${formatted(statementOf(change, placeholder), range)}, page, page + ${pages - 1}), 'SELECT pg_sleep(${pause})'
FROM generate_series(0, (
  ${pagesQuery(change, 2)}
), ${pages}) AS page`;
}

function scriptByCount(change: BatchedChange, rows: number): string {
  const statement = quotedString(statementOf(change, someRows(change, rows)));
  return `SELECT ${statement}, 'SELECT pg_sleep(${pause})'
FROM generate_series(0, (SELECT count(*) / ${rows} FROM ${sources(change)} WHERE ${bracketed(change.where)}))`;
}

/** Stands for the range until the statement has become the pattern of format(). */
const placeholder = '\u0000';

/** A statement as a pattern of format(): its own percent signs are doubled, those of the range are not. */
function formatted(statement: string, range: string): string {
  return quotedString(statement.replaceAll('%', '%%').replace(placeholder, () => range));
}
