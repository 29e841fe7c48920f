/**
 * The name of a schema object as a migration writes it, already folded the way PostgreSQL folds it (unquoted letters in
 * lower case, quotes removed). `schema` is absent when the migration leaves it to the search path.
 */
export interface QualifiedName {
  readonly schema?: string;
  readonly name: string;
}

/**
 * The name of a relation, type or function with its schema resolved: `public.users`. Names are joined with a dot and
 * not quoted, as `nspname || '.' || relname` would give them. The first dot ends the schema: a dot inside its name, which
 * hardly anything but a placeholder of a template has, is written as a one dot leader (U+2024).
 */
export type ObjectKey = string;

/** Joins a resolved schema and name to the key that the schema model and the effects use. */
export function objectKey(schema: string, name: string): ObjectKey {
  return `${schema.includes('.') ? schema.replaceAll('.', '\u2024') : schema}.${name}`;
}

/** A name as a message shows it: `users`, or `billing.users` when the migration wrote the schema. */
export function displayName(name: QualifiedName): string {
  return name.schema === undefined ? name.name : `${name.schema}.${name.name}`;
}

/** The schema part of a key. */
export function schemaOf(key: ObjectKey): string {
  return key.slice(0, key.indexOf('.'));
}

/** The key without its schema. */
export function nameOf(key: ObjectKey): string {
  return key.slice(key.indexOf('.') + 1);
}

export function qualifiedNameOf(key: ObjectKey): { schema: string; name: string } {
  return { schema: schemaOf(key), name: nameOf(key) };
}
