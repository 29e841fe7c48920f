import { displayName } from '../../core/name.js';
import type { BatchedChange } from '../../core/plan.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import { supports } from '../../postgres/features.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import {
  bracketed,
  lockTimeout,
  pagesOf,
  pagesQuery,
  pause,
  qualifiedColumn,
  rowOf,
  someRows,
  sources,
  statementOf,
  usualRows,
} from './batch-statement.js';
import type { BatchOptions } from './batch-statement.js';

export { printBatchScript } from './batch-script.js';

/** So many locks in a row may be refused, each followed by a longer pause, before the run gives up. */
const mostRefusals = 10;

/** Whether a DO block may COMMIT: the form that `printBatchedChange` writes. Before, only a script can work in batches. */
export function canCommitInBlock(postgres: PostgresVersion): boolean {
  return supports(postgres, 'procedure');
}

/**
 * The change as a DO block that commits after each batch (11+), without a semicolon. PostgreSQL takes it only outside a
 * transaction block, and a runner that sends a file as one string must find nothing else in it. A DO block rather than a
 * procedure and its CALL, because it leaves nothing behind, also when it is killed.
 */
export function printBatchedChange(change: BatchedChange, { postgres, rows = usualRows }: BatchOptions): string {
  const body =
    change.key.length > 0
      ? byKey(change, rows)
      : supports(postgres, 'tid-range-scan')
        ? byPages(change, rows)
        : byCount(change, rows);
  const tag = dollarTag(body);
  return `DO ${tag}\n${body}${tag}`;
}

/** Walks the key. Both ends of a batch are looked up first, so that every statement reads one short range of the index. */
function byKey(change: BatchedChange, rows: number): string {
  const table = quoteQualified(change.table);
  const columns = change.key.map(quoteIdentifier);
  const list = columns.join(', ');
  const of = (record: string): string => rowOf(columns.map((column) => `${record}.${column}`));
  const range = `${rowOf(columns.map((column) => qualifiedColumn(change, column)))} BETWEEN ${of('first_key')} AND ${of('last_key')}`;
  return `#variable_conflict use_column
DECLARE
  first_key record;
  last_key record;
${counters}BEGIN
  SELECT ${list} INTO first_key FROM ${table} ORDER BY ${list} LIMIT 1;
  WHILE first_key.${columns[0] ?? ''} IS NOT NULL LOOP
    -- The setting is gone with each COMMIT.
    SET LOCAL lock_timeout = '${lockTimeout}';
    SELECT ${list} INTO last_key
      FROM (SELECT ${list} FROM ${table} WHERE ${rowOf(columns)} >= ${of('first_key')} ORDER BY ${list} LIMIT ${rows}) AS batch
      ORDER BY ${columns.map((column) => `${column} DESC`).join(', ')} LIMIT 1;
${guarded(change, range, 4)}    SELECT ${list} INTO first_key FROM ${table} WHERE ${rowOf(columns)} > ${of('last_key')} ORDER BY ${list} LIMIT 1;
  END LOOP;
${doneNotice(change)}END
`;
}

/**
 * Walks the pages of the table, for want of a key (14+, which reads a range of them without the rest). A row that others
 * change may move to a page that was passed, so the walk is repeated while it finds something, three times at most.
 */
function byPages(change: BatchedChange, rows: number): string {
  const pages = pagesOf(rows);
  // A column may have the name of a variable, but hardly that of a record.
  const range = `${qualifiedColumn(change, 'ctid')} BETWEEN stretch.head AND stretch.tail`;
  return `#variable_conflict use_column
DECLARE
  pages bigint;
  page bigint;
  stretch record;
  before bigint;
${counters}BEGIN
  FOR pass IN 1..3 LOOP
    before := total;
    page := 0;
    ${pagesQuery(change, 4, 'INTO pages ')};
    WHILE page < pages LOOP
      -- The setting is gone with each COMMIT.
      SET LOCAL lock_timeout = '${lockTimeout}';
      SELECT format('(%s,0)', page)::tid AS head, format('(%s,65535)', page + ${pages - 1})::tid AS tail INTO stretch;
${guarded(change, range, 6)}      page := page + ${pages};
    END LOOP;
    EXIT WHEN total = before;
  END LOOP;
${doneNotice(change)}END
`;
}

/** Takes some of the rows that are to do, again and again: without a key, the only way before 14. */
function byCount(change: BatchedChange, rows: number): string {
  return `#variable_conflict use_column
DECLARE
  batches bigint;
  batch bigint := 0;
${counters}BEGIN
  SELECT count(*) / ${rows} + 1 INTO batches FROM ${sources(change)} WHERE ${bracketed(change.where)};
  WHILE batch < batches LOOP
    -- The setting is gone with each COMMIT.
    SET LOCAL lock_timeout = '${lockTimeout}';
${guarded(change, someRows(change, rows), 4)}    batch := batch + 1;
  END LOOP;
${doneNotice(change)}END
`;
}

const counters = `  changed bigint;
  total bigint := 0;
  refusals integer := 0;
`;

/** One batch: a lock that is not granted in time is waited for outside the transaction, and the batch tried again. */
function guarded(change: BatchedChange, range: string, margin: number): string {
  const table = tableInMessages(change);
  const lines = [
    'BEGIN',
    `  ${statementOf(change, range, margin + 2)};`,
    '  GET DIAGNOSTICS changed = ROW_COUNT;',
    '  refusals := 0;',
    'EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN',
    '  refusals := refusals + 1;',
    `  IF refusals >= ${mostRefusals} THEN`,
    `    RAISE EXCEPTION '${table}: rows stay locked by others; what was done so far is kept'`,
    "      USING ERRCODE = 'lock_not_available', HINT = 'Run this again. It passes over the rows that are done.';",
    '  END IF;',
    'END;',
    'COMMIT;',
    'IF refusals > 0 THEN',
    '  PERFORM pg_sleep(refusals);',
    '  CONTINUE;',
    'END IF;',
    'total := total + changed;',
    'IF changed > 0 THEN',
    `  RAISE NOTICE '${table}: % rows done', total;`,
    `  PERFORM pg_sleep(${pause});`,
    'END IF;',
  ];
  return lines.map((line) => `${' '.repeat(margin)}${line}\n`).join('');
}

function doneNotice(change: BatchedChange): string {
  return `  RAISE NOTICE '${tableInMessages(change)}: all done, % rows', total;\n`;
}

/** RAISE takes a literal and puts values where it has percent signs. */
function tableInMessages({ table }: BatchedChange): string {
  return displayName(table).replaceAll("'", "''").replaceAll('%', '%%');
}

function dollarTag(body: string): string {
  let tag = '$batches$';
  for (let count = 1; body.includes(tag); count++) tag = `$batches${count}$`;
  return tag;
}
