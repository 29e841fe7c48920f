import type { PythonValue } from '../python/value.js';
import { reasonOf } from './arguments.js';
import type { DjangoSql, DjangoSqlText } from './model.js';
import type { DjangoReadOptions } from './reading.js';

/** Reads the SQL of a RunSQL in each of its forms, as `RunSQL._run_sql` of Django tells them apart. */
export function readSql(value: PythonValue, options: DjangoReadOptions): DjangoSql {
  const { span } = value;
  if (value.kind === 'name' && value.path.endsWith('RunSQL.noop')) return { kind: 'noop', span };
  if (value.kind === 'string' && value.text === '') return { kind: 'noop', span };
  if (value.kind === 'list' || value.kind === 'tuple') {
    const statements = value.items.map((item) => readItem(item, options));
    return { kind: 'statements', statements, span };
  }
  return { kind: 'statements', statements: [readText(value, undefined, true, options)], span };
}

/** An item of a list: SQL, or a pair of SQL and parameters. */
function readItem(item: PythonValue, options: DjangoReadOptions): DjangoSqlText {
  if (item.kind !== 'tuple' && item.kind !== 'list') return readText(item, undefined, false, options);
  const [sql, params] = item.items;
  if (sql === undefined) return { kind: 'unknown', reason: 'nothing', span: item.span };
  if (params === undefined || params.kind === 'none') return readText(sql, undefined, false, options);
  if (params.kind === 'list' || params.kind === 'tuple') return readText(sql, params.items, false, options);
  return readText(sql, [params], false, options);
}

function readText(
  value: PythonValue,
  params: readonly PythonValue[] | undefined,
  splits: boolean,
  options: DjangoReadOptions,
): DjangoSqlText {
  const { span } = value;
  if (value.kind === 'string') return { kind: 'text', sql: value, params, splits, span };
  if (value.kind === 'file-text') {
    return { kind: 'file', path: value.path, text: options.readFile?.(value.path), splits, span };
  }
  return { kind: 'unknown', reason: reasonOf(value), span };
}
