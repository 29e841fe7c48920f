import type { ObjectKey } from '../core/name.js';
import type { Schema } from '../core/schema.js';

/**
 * The columns by whose order a table is walked in batches: its primary key, else a unique key whose columns are all NOT
 * NULL. Empty when the history shows none.
 */
export function walkKeyOf(schema: Schema, key: ObjectKey): readonly string[] {
  const table = schema.tables.get(key);
  const constraints = table?.constraints ?? [];
  const primary = constraints.find(({ definition }) => definition.kind === 'primary-key');
  if (primary !== undefined) return primary.columns;
  const isNeverNull = (column: string): boolean => table?.columns.get(column)?.notNull === true;
  const unique = constraints.find(
    ({ definition, columns }) => definition.kind === 'unique' && columns.every(isNeverNull),
  );
  return unique?.columns ?? [];
}
