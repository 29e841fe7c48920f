import type { ObjectKey, QualifiedName } from '../core/name.js';
import { nameOf, objectKey, schemaOf } from '../core/name.js';
import type { ConstraintDefinition, IndexKey } from '../core/operation.js';
import { relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { columnNamesOf, indexColumnName } from '../postgres/expressions/index.js';
import { chooseIndexName, chooseName, joinColumns } from '../postgres/names.js';

/** The names a plan has given so far, which the schema does not show yet: keys of relations and of constraints. */
export type Reserved = ReadonlySet<ObjectKey>;

const none: Reserved = new Set();

/**
 * How a plan writes a relation that it knows by its key: without its schema where the original leaves it out too and
 * the search path finds it.
 */
export function nameBeside(schema: Schema, key: ObjectKey, like: QualifiedName): QualifiedName {
  const plain = { name: nameOf(key) };
  if (like.schema === undefined && relationKey(schema, plain) === key) return plain;
  return { schema: schemaOf(key), name: nameOf(key) };
}

/** An index that lives beside its table. Several schemas in the search path make a plain name a matter of luck. */
export function indexBeside(schema: Schema, table: QualifiedName, name: string): QualifiedName {
  if (table.schema !== undefined) return { schema: table.schema, name };
  return schema.searchPath.length > 1 ? { schema: schemaOf(relationKey(schema, table)), name } : { name };
}

/** The name PostgreSQL gives an index without one: `users_email_idx`. Names of constraints are avoided for `key` and `pkey`. */
export function generatedIndexName(
  schema: Schema,
  table: ObjectKey,
  columns: readonly string[],
  label: 'pkey' | 'key' | 'idx',
  reserved: Reserved = none,
): string {
  return chooseIndexName(nameOf(table), columns, label, (name) => {
    const key = objectKey(schemaOf(table), name);
    return isTakenRelation(schema, key) || reserved.has(key) || (label !== 'idx' && isTakenConstraint(schema, key));
  });
}

/** What the keys and included columns put into the generated name of an index. */
export function indexNameParts(keys: readonly IndexKey[], include: readonly string[]): readonly string[] {
  return [...keys.map(({ column, expression }) => column ?? indexColumnName(expression?.text ?? '')), ...include];
}

/** The name PostgreSQL gives a constraint that has none. An exclusion constraint is named as its index. */
export function generatedConstraintName(
  schema: Schema,
  table: ObjectKey,
  constraint: ConstraintDefinition,
  reserved: Reserved = none,
): string {
  switch (constraint.kind) {
    case 'check': {
      const [first, ...others] = columnNamesOf(constraint.expression.text);
      const column = others.length === 0 ? first : undefined;
      return freeConstraintName(schema, table, column, 'check', reserved);
    }
    case 'not-null':
      return freeConstraintName(schema, table, constraint.column, 'not_null', reserved);
    case 'foreign-key':
      return freeConstraintName(schema, table, joinColumns(constraint.columns), 'fkey', reserved);
    case 'unique':
      return generatedIndexName(schema, table, [...constraint.columns, ...constraint.include], 'key', reserved);
    case 'primary-key':
      return generatedIndexName(schema, table, [], 'pkey', reserved);
    case 'exclude':
      throw new RangeError('An exclusion constraint has no plan and needs no name.');
  }
}

/** A name for a constraint of the table, free in its whole schema: `users_email_check`, `users_email_check1`. */
export function freeConstraintName(
  schema: Schema,
  table: ObjectKey,
  columns: string | undefined,
  label: string,
  reserved: Reserved = none,
): string {
  return chooseName(nameOf(table), columns, label, (name) => {
    const key = objectKey(schemaOf(table), name);
    return reserved.has(key) || isTakenConstraint(schema, key);
  });
}

/** Whether a table, index, view or sequence has the name. */
export function isTakenRelation(schema: Schema, key: ObjectKey): boolean {
  return schema.tables.has(key) || schema.indexes.has(key) || schema.views.has(key) || schema.sequences.has(key);
}

/** Whether a constraint of a table in the schema has the name. */
export function isTakenConstraint(schema: Schema, key: ObjectKey): boolean {
  const name = nameOf(key);
  for (const member of schema.membersOf.get(schemaOf(key)) ?? []) {
    if (schema.tables.get(member)?.constraints.some((constraint) => constraint.name === name) === true) return true;
  }
  return false;
}
