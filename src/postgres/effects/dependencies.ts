import type { Expression } from '../../core/expression.js';
import type { ObjectKey } from '../../core/name.js';
import type { Constraint, Index, Schema } from '../../core/schema.js';
import { columnsIn } from './expression-use.js';

/** A constraint with the table it is on. */
export interface PlacedConstraint {
  readonly table: ObjectKey;
  readonly constraint: Constraint;
}

/** The foreign keys of other tables (and of the table itself) that point to a table. */
export function foreignKeysTo(schema: Schema, table: ObjectKey): readonly PlacedConstraint[] {
  const found: PlacedConstraint[] = [];
  for (const holder of schema.referencedBy.get(table) ?? []) {
    for (const constraint of schema.tables.get(holder)?.constraints ?? []) {
      if (constraint.references === table) found.push({ table: holder, constraint });
    }
  }
  return found;
}

/** The foreign keys to a table, and those to the partitioned tables above it, which hold for its rows too. */
export function foreignKeysToOrAbove(schema: Schema, table: ObjectKey): readonly PlacedConstraint[] {
  const found = [...foreignKeysTo(schema, table)];
  for (let parent = parentOf(schema, table); parent !== undefined; parent = parentOf(schema, parent)) {
    found.push(...foreignKeysTo(schema, parent));
  }
  return found;
}

function parentOf(schema: Schema, table: ObjectKey): ObjectKey | undefined {
  return schema.tables.get(table)?.partitionOf?.parent;
}

/** The foreign keys a table holds. */
export function foreignKeysOf(schema: Schema, table: ObjectKey): readonly Constraint[] {
  return (schema.tables.get(table)?.constraints ?? []).filter(({ definition }) => definition.kind === 'foreign-key');
}

/** The columns a foreign key points to, in order: those it names, else the primary key. */
export function referencedColumns(schema: Schema, { definition, references }: Constraint): readonly string[] {
  if (definition.kind !== 'foreign-key') return [];
  if (definition.referencedColumns.length > 0 || references === undefined) return definition.referencedColumns;
  const target = schema.tables.get(references)?.constraints ?? [];
  return target.find((constraint) => constraint.definition.kind === 'primary-key')?.columns ?? [];
}

/** The foreign keys that point to one column of a table. */
export function foreignKeysToColumn(schema: Schema, table: ObjectKey, column: string): readonly PlacedConstraint[] {
  return foreignKeysTo(schema, table).filter(({ constraint }) =>
    referencedColumns(schema, constraint).includes(column),
  );
}

/** The views and materialized views that use a column of a relation themselves. */
export function viewsUsing(schema: Schema, relation: ObjectKey, column: string): readonly ObjectKey[] {
  return [...(schema.viewsOf.get(relation) ?? [])].filter((view) => {
    const used = schema.views.get(view)?.columns.get(relation);
    return used?.has(column) === true || used?.has('*') === true;
  });
}

/** How an index depends on a column: as a key or included column, or through an expression or condition. */
export type IndexUse = 'key' | 'include' | 'expression' | 'none';

/** How the index uses the column. A condition or expression that cannot be read counts as using it. */
export function indexUse(index: Index, column: string): IndexUse {
  const texts = [...index.keys.map((key) => key.expression), index.where];
  if (texts.some((text) => text !== undefined && usesColumn(text, column))) return 'expression';
  if (index.keys.some((key) => key.column === column)) return hasExpression(index) ? 'expression' : 'key';
  if (index.include.includes(column)) return hasExpression(index) ? 'expression' : 'include';
  return 'none';
}

function hasExpression(index: Index): boolean {
  return index.where !== undefined || index.keys.some((key) => key.expression !== undefined);
}

/** The indexes of a table. */
export function indexesOf(schema: Schema, table: ObjectKey): readonly Index[] {
  const found: Index[] = [];
  for (const key of schema.indexesOf.get(table) ?? []) {
    const index = schema.indexes.get(key);
    if (index !== undefined) found.push(index);
  }
  return found;
}

/** The CHECK constraints of a table that use a column. */
export function checksOver(schema: Schema, table: ObjectKey, column: string): readonly Constraint[] {
  return (schema.tables.get(table)?.constraints ?? []).filter(
    ({ definition }) => definition.kind === 'check' && usesColumn(definition.expression, column),
  );
}

/** The generated columns of a table whose expressions use a column. */
export function generatedFrom(schema: Schema, table: ObjectKey, column: string): readonly string[] {
  const columns = schema.tables.get(table)?.columns.values() ?? [];
  return [...columns]
    .filter(({ generated }) => generated !== undefined && columnsIn(generated.expression)?.includes(column) === true)
    .map(({ name }) => name);
}

/** The policies of a table that use a column. */
export function policiesOver(schema: Schema, table: ObjectKey, column: string): readonly string[] {
  const used = schema.tables.get(table)?.policyColumns ?? [];
  return [...used].flatMap(([policy, columns]) => (columns.includes(column) ? [policy] : []));
}

/** The column's part in the partition key of its table. */
export function isInPartitionKey(schema: Schema, table: ObjectKey, column: string): boolean {
  const keys = schema.tables.get(table)?.partitionBy?.keys ?? [];
  return keys.some((key) =>
    'column' in key ? key.column === column : columnsIn(key.expression)?.includes(column) === true,
  );
}

function usesColumn(expression: Expression, column: string): boolean {
  return columnsIn(expression)?.includes(column) ?? true;
}
