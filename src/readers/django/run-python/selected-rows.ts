import type { Expression } from '../../../core/expression.js';
import { textOf, type Source } from '../../../core/source.js';
import type { PythonValue } from '../../python/value.js';
import type { RowCondition, RowSelection } from './model.js';

/** The columns of a table, as conditions on them are written in SQL. */
interface Columns {
  readonly key: string;
  readonly column: (field: string) => string | undefined;
}

/** The WHERE of the statement that Django would send: near enough to tell how many rows it means. */
export function selectedRows(
  { conditions, limited }: RowSelection,
  columns: Columns,
  source: Source,
): { readonly where?: Expression; readonly limited: boolean } {
  const text = conjunction(conditions, 'AND', { columns, source });
  return { ...(text === '' ? {} : { where: { text } }), limited };
}

interface Writing {
  readonly columns: Columns;
  readonly source: Source;
}

function conjunction(conditions: readonly RowCondition[], word: 'AND' | 'OR', writing: Writing): string {
  const parts = conditions.map((condition) => written(condition, writing)).filter((part) => part !== '');
  return parts.length > 1 ? parts.map((part) => `(${part})`).join(` ${word} `) : (parts[0] ?? '');
}

function written(condition: RowCondition, writing: Writing): string {
  switch (condition.kind) {
    case 'lookup':
      return lookup(condition.lookup, condition.value, writing);
    case 'and':
    case 'or':
      return conjunction(condition.parts, condition.kind === 'and' ? 'AND' : 'OR', writing);
    case 'not': {
      const part = written(condition.part, writing);
      return part === '' ? '' : `NOT (${part})`;
    }
    case 'unknown':
      return `condition(${textOf(writing.source, condition.span).replace(/\s+/g, ' ')})`;
  }
}

/** `status__isnull=True`: a path of fields, and at its end how they are compared. */
function lookup(name: string, value: PythonValue, writing: Writing): string {
  const path = name.split('__');
  const last = path.at(-1) ?? '';
  const comparison = path.length > 1 && comparisons.has(last) ? last : 'exact';
  const fields = path.length > 1 && comparisons.has(last) ? path.slice(0, -1) : path;
  const column = columnOf(fields, writing.columns);
  if (comparison === 'isnull') return `${column} IS ${value.kind === 'boolean' && !value.value ? 'NOT ' : ''}NULL`;
  if (comparison === 'exact' && value.kind === 'none') return `${column} IS NULL`;
  if (comparison === 'in') return `${column} IN (${listed(value, writing.source)})`;
  const text = valueText(value, writing.source);
  if (comparison === 'range') return `${column} BETWEEN ${text} AND ${text}`;
  return `${column} ${comparisons.get(comparison) ?? '='} ${text}`;
}

/** A column of the table itself, or of one that the path leads to. */
function columnOf(fields: readonly string[], { key, column }: Columns): string {
  const [first = ''] = fields;
  const own = first === 'pk' ? key : (column(first) ?? first);
  return fields.length > 1 ? `${first}.${fields.slice(1).join('.')}` : own;
}

function listed(value: PythonValue, source: Source): string {
  if (value.kind !== 'list' && value.kind !== 'tuple' && value.kind !== 'set') return valueText(value, source);
  return value.items.map((item) => valueText(item, source)).join(', ');
}

function valueText(value: PythonValue, source: Source): string {
  switch (value.kind) {
    case 'string':
      return `'${value.text.replaceAll("'", "''")}'`;
    case 'number':
      return value.text;
    case 'boolean':
      return String(value.value);
    case 'none':
      return 'NULL';
    default:
      return textOf(source, value.span).replace(/\s+/g, ' ');
  }
}

/** Django's lookups with the operator that comes nearest. */
const comparisons: ReadonlyMap<string, string> = new Map([
  ['exact', '='],
  ['iexact', '='],
  ['gt', '>'],
  ['gte', '>='],
  ['lt', '<'],
  ['lte', '<='],
  ['in', 'IN'],
  ['isnull', 'IS'],
  ['range', 'BETWEEN'],
  ['contains', 'LIKE'],
  ['icontains', 'ILIKE'],
  ['startswith', 'LIKE'],
  ['istartswith', 'ILIKE'],
  ['endswith', 'LIKE'],
  ['iendswith', 'ILIKE'],
  ['regex', '~'],
  ['iregex', '~*'],
]);
