import type { ObjectKey, QualifiedName } from './name.js';
import { siblingKey } from './newness.js';
import type { Operation, OperationOf } from './operation.js';
import type { Step } from './rule.js';
import { relationKey, typeKey } from './schema.js';
import type { Schema } from './schema.js';
import { earlierAbout } from './steps.js';

/**
 * Whether one of the operations puts a table or view where the relation was: code that uses the name finds one there
 * again when the transaction commits.
 */
export function isNamedAgain(relation: ObjectKey, operations: readonly Operation[], schema: Schema): boolean {
  return operations.some((operation) => relationMadeBy(operation, schema) === relation);
}

/** The same for a type or domain. */
export function isTypeNamedAgain(type: ObjectKey, operations: readonly Operation[], schema: Schema): boolean {
  return operations.some((operation) => typeMadeBy(operation, schema) === type);
}

/**
 * Whether an earlier operation of the transaction took the name away from another relation: the rename is then the second
 * half of a swap, and the name it gives up was the one made ready for it.
 */
export function takesVacatedName(
  rename: OperationOf<'rename-table' | 'rename-view'>,
  earlier: readonly Step[],
  schema: Schema,
): boolean {
  const target = siblingKey(relationKey(schema, nameOf(rename)), rename.newName);
  return earlier.some(({ operation }) => vacatedBy(operation, schema) === target);
}

/** The earlier steps of the same transaction that mention a name; none when the statement runs on its own. */
export function earlierInTransaction(
  before: readonly Step[],
  transaction: number | undefined,
  name: string,
): readonly Step[] {
  if (transaction === undefined) return [];
  return earlierAbout(before, name).filter((step) => step.transaction === transaction);
}

function relationMadeBy(operation: Operation, schema: Schema): ObjectKey | undefined {
  switch (operation.kind) {
    case 'create-table':
      return relationKey(schema, operation.table);
    case 'create-view':
    case 'create-materialized-view':
      return relationKey(schema, operation.view);
    case 'rename-table':
    case 'rename-view':
      return siblingKey(relationKey(schema, nameOf(operation)), operation.newName);
    case 'set-schema':
      return `${operation.newSchema}.${operation.object.name}`;
    default:
      return undefined;
  }
}

function typeMadeBy(operation: Operation, schema: Schema): ObjectKey | undefined {
  switch (operation.kind) {
    case 'create-enum':
    case 'create-type':
    case 'create-composite-type':
      return typeKey(schema, operation.type);
    case 'create-domain':
      return typeKey(schema, operation.domain);
    case 'rename-type':
      return siblingKey(typeKey(schema, operation.type), operation.newName);
    default:
      return undefined;
  }
}

function vacatedBy(operation: Operation, schema: Schema): ObjectKey | undefined {
  switch (operation.kind) {
    case 'rename-table':
    case 'rename-view':
      return relationKey(schema, nameOf(operation));
    case 'drop-table':
      return relationKey(schema, operation.table);
    case 'drop-view':
    case 'drop-materialized-view':
      return relationKey(schema, operation.view);
    default:
      return undefined;
  }
}

function nameOf(rename: OperationOf<'rename-table' | 'rename-view'>): QualifiedName {
  return rename.kind === 'rename-table' ? rename.table : rename.view;
}
