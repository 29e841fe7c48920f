import type { QualifiedName } from '../core/name.js';
import { relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';

/**
 * Whether a materialized view has the index that REFRESH CONCURRENTLY needs: unique, over columns alone, without WHERE.
 * Undefined when the history does not show the view. https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
 */
export function hasUniqueIndex(schema: Schema, view: QualifiedName): boolean | undefined {
  const key = relationKey(schema, view);
  if (!schema.views.has(key)) return undefined;
  for (const name of schema.indexesOf.get(key) ?? []) {
    const index = schema.indexes.get(name);
    if (index?.unique === true && index.where === undefined && index.keys.every(({ column }) => column !== undefined))
      return true;
  }
  return false;
}
