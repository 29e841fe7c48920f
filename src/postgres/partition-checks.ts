import type { PartitionBound, PartitionKey } from '../core/operation.js';
import { quoteIdentifier } from './names.js';

/**
 * The body of a CHECK that proves a table's rows fit the bound, so that ATTACH PARTITION does not read them. Undefined
 * where none does (hash), or none is simple enough to write (several key columns, expressions, NULL in a list).
 * https://www.postgresql.org/docs/current/ddl-partitioning.html (Partition Maintenance); observed on 16 and 18: the
 * proof needs IS NOT NULL unless the column is NOT NULL.
 */
export function checkForBound(key: PartitionKey | undefined, bound: PartitionBound): string | undefined {
  const column = onlyColumn(key);
  if (column === undefined) return undefined;
  if (bound.kind === 'list' && isPlainList(bound.values)) {
    return `${column} IS NOT NULL AND ${column} IN (${bound.values.join(', ')})`;
  }
  if (bound.kind !== 'range') return undefined;
  const limits = [limit(column, '>=', bound.from), limit(column, '<', bound.to)].filter((part) => part !== undefined);
  return [`${column} IS NOT NULL`, ...limits].join(' AND ');
}

/** The body of a CHECK that proves a default partition holds no row of the bound, so that it is not read either. */
export function checkAgainstBound(key: PartitionKey | undefined, bound: PartitionBound): string | undefined {
  const column = onlyColumn(key);
  if (column === undefined) return undefined;
  if (bound.kind === 'list' && isPlainList(bound.values)) return `${column} NOT IN (${bound.values.join(', ')})`;
  if (bound.kind !== 'range') return undefined;
  const limits = [limit(column, '<', bound.from), limit(column, '>=', bound.to)].filter((part) => part !== undefined);
  return limits.length === 0 ? undefined : limits.join(' OR ');
}

/** The one column of the key, quoted where needed. */
function onlyColumn(key: PartitionKey | undefined): string | undefined {
  const [first, ...others] = key?.keys ?? [];
  return first !== undefined && others.length === 0 && 'column' in first ? quoteIdentifier(first.column) : undefined;
}

function isPlainList(values: readonly string[]): boolean {
  return !values.some((value) => value.toUpperCase() === 'NULL');
}

function limit(column: string, operator: string, [value]: readonly string[]): string | undefined {
  if (value === undefined || /^(min|max)value$/i.test(value)) return undefined;
  return `${column} ${operator} ${value}`;
}
