import { operationsAfter, writtenOfKind } from './later.js';
import type { Migration } from './migration.js';
import type { ObjectKey } from './name.js';
import { siblingKey } from './newness.js';
import type { Operation, OperationOf } from './operation.js';
import type { Step } from './rule.js';
import { relationKey, tableOf, typeKey } from './schema.js';
import type { Schema } from './schema.js';
import { compareOrder, earlierAbout } from './steps.js';

type TypeChange = OperationOf<'alter-column-type'>;

/** Where the change of type stands. */
export interface TypeChangePlace {
  readonly schema: Schema;
  readonly migration: Migration;
  readonly before: readonly Step[];
}

/**
 * Whether a change of type is a step in replacing an enum by a new one of the same name, the way ORMs add or remove a
 * label: clients see the same type before and after. What labels that loses is said where the old type is dropped.
 */
export function isEnumReplacement(change: TypeChange, { schema, migration, before }: TypeChangePlace): boolean {
  const from = tableOf(schema, change.table)?.columns.get(change.column)?.type;
  const target = typeKey(schema, change.type);
  const earlier = earlierAbout(before, change.type.name).map((step) => step.operation);
  // TypeORM renames the old type away and makes the new one under its name; Drizzle drops it in between.
  if (earlier.some((operation) => vacates(operation, target, schema))) return true;
  // Prisma makes the new type under another name and renames it later.
  const source = from === undefined ? undefined : typeKey(schema, from);
  const renames = writtenOfKind(migration, 'rename-type').filter((rename) => compareOrder(rename, change) > 0);
  if (renames.some((operation) => renamesTo(operation, target, source, schema))) return true;
  // Drizzle turns the column to text while the type is being replaced.
  const later = operationsAfter(migration, change, [change.table.name]);
  return later.some((operation) => comesBack(operation, change, migration, schema));
}

function vacates(operation: Operation, type: ObjectKey, schema: Schema): boolean {
  return (
    (operation.kind === 'rename-type' || operation.kind === 'drop-type') && typeKey(schema, operation.type) === type
  );
}

function renamesTo(operation: Operation, target: ObjectKey, source: ObjectKey | undefined, schema: Schema): boolean {
  if (operation.kind !== 'rename-type' || typeKey(schema, operation.type) !== target) return false;
  return source === undefined || siblingKey(target, operation.newName) === source;
}

function comesBack(operation: Operation, change: TypeChange, migration: Migration, schema: Schema): boolean {
  if (operation.kind !== 'alter-column-type' || operation.column !== change.column) return false;
  if (relationKey(schema, operation.table) !== relationKey(schema, change.table)) return false;
  const type = typeKey(schema, operation.type);
  return operationsAfter(migration, change, [operation.type.name]).some(
    (other) => other.kind === 'create-enum' && typeKey(schema, other.type) === type,
  );
}
