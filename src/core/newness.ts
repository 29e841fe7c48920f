import type { ObjectKey, QualifiedName } from './name.js';
import { isNewRelation, relationKey, resolveName, tableOf, typeKey } from './schema.js';
import type { Birth, Schema } from './schema.js';

/** Whether the deployment itself makes the table or view, or it is temporary: no running code knows it. */
export function isNewTable(schema: Schema, table: QualifiedName): boolean {
  return isNewRelation(schema, relationKey(schema, table));
}

/** Whether the deployment itself adds the column or makes its table. */
export function isNewColumn(schema: Schema, table: QualifiedName, column: string): boolean {
  return isNewTable(schema, table) || isNew(schema, tableOf(schema, table)?.columns.get(column));
}

/** Whether the deployment itself creates the enum, domain, composite or other type. */
export function isNewType(schema: Schema, type: QualifiedName): boolean {
  return isNew(schema, schema.types.get(typeKey(schema, type)));
}

/** Whether the deployment itself creates the sequence. */
export function isNewSequence(schema: Schema, sequence: QualifiedName): boolean {
  return isNew(schema, schema.sequences.get(resolveName(schema, sequence, (key) => schema.sequences.has(key))));
}

/** Whether the deployment itself creates the function or procedure. */
export function isNewFunction(schema: Schema, name: QualifiedName): boolean {
  return isNew(schema, schema.functions.get(resolveName(schema, name, (key) => schema.functions.has(key))));
}

/**
 * Whether the history shows every column of the table and this one is not among them, so that `IF EXISTS` finds nothing
 * to do.
 */
export function lacksColumn(schema: Schema, table: QualifiedName, column: string): boolean {
  const known = tableOf(schema, table);
  return known !== undefined && known.complete && !known.columns.has(column);
}

/** Whether two names stand for one relation under the search path of the schema. */
export function isSameRelation(schema: Schema, a: QualifiedName, b: QualifiedName): boolean {
  return relationKey(schema, a) === relationKey(schema, b);
}

/** The key of what a relation is called after a rename that keeps its schema. */
export function siblingKey(key: ObjectKey, name: string): ObjectKey {
  return `${key.slice(0, key.indexOf('.') + 1)}${name}`;
}

function isNew(schema: Schema, object: { readonly birth: Birth } | undefined): boolean {
  return object !== undefined && object.birth.deploy === schema.deploy;
}
