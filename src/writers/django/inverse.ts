import type { QualifiedName } from '../../core/name.js';
import type { OperationDraft, StatementDraft } from '../../core/operation.js';
import { isBatched } from '../../core/plan.js';
import type { PlannedWork } from '../../core/plan.js';
import { indexKey, tableOf } from '../../core/schema.js';
import type { Schema } from '../../core/schema.js';
import { columnBack, constraintBack, indexBack, tableBack } from './objects-back.js';

/**
 * The statements that undo work, in the order they are to run; none where there is nothing to undo, undefined where
 * nothing can. Like Django going backwards, they bring back what the schema has, not what rows had in it.
 *
 * @param before the schema before the file
 * @param gone the names of constraints and indexes that the file has dropped by then, and brings back by itself
 */
export function inverseOf(
  work: PlannedWork,
  before: Schema,
  gone: ReadonlySet<string>,
): readonly StatementDraft[] | undefined {
  // Values that were filled in do no harm.
  if (isBatched(work)) return work.change === 'delete' ? undefined : [];
  const parts = [...work].reverse().map((operation) => undo(operation, before, gone));
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

/** The names of what work drops that another statement may bring back. */
export function droppedBy(work: PlannedWork): readonly string[] {
  if (isBatched(work)) return [];
  return work.flatMap((operation) => {
    if (operation.kind === 'drop-constraint') return [operation.name];
    return operation.kind === 'drop-index' ? [operation.index.name] : [];
  });
}

/** Statements that undo one operation. */
function undo(
  operation: OperationDraft,
  before: Schema,
  gone: ReadonlySet<string>,
): readonly StatementDraft[] | undefined {
  switch (operation.kind) {
    case 'add-column': {
      const { table, column } = operation;
      return [[{ kind: 'drop-column', table, column: column.name, ifExists: false, cascade: false }]];
    }
    case 'drop-column':
      return columnBack(operation.table, operation.column, before, gone);
    case 'create-table':
      return [[{ kind: 'drop-table', table: operation.table, ifExists: false, cascade: false }]];
    case 'drop-table':
      return tableBack(operation.table, before, gone);
    case 'rename-column': {
      const { table, column, newName } = operation;
      return [[{ kind: 'rename-column', table, column: newName, newName: column }]];
    }
    case 'rename-table': {
      const { table, newName } = operation;
      return [[{ kind: 'rename-table', table: { ...table, name: newName }, newName: table.name, ifExists: false }]];
    }
    case 'create-index':
      return undoIndex(operation);
    case 'drop-index':
      return indexAgain(operation.index, operation.concurrently, before);
    case 'add-constraint':
      return undoConstraint(operation);
    case 'drop-constraint':
      return constraintBack(operation.table, operation.name, before);
    case 'create-trigger': {
      const { table, trigger } = operation;
      return [[{ kind: 'drop-trigger', table, trigger, ifExists: true, cascade: false }]];
    }
    case 'create-function': {
      const { function: name, objectType } = operation;
      return [[{ kind: 'drop-object', objectType, name, ifExists: true, cascade: false }]];
    }
    case 'validate-constraint':
    case 'comment':
    case 'update':
    case 'set-parameter':
    case 'set-constraints':
    case 'drop-trigger':
    case 'drop-object':
      // Triggers of a plan bridge the time between two deployments; whoever goes back needs them no more.
      return [];
    default:
      return undoOfColumn(operation, before);
  }
}

function undoOfColumn(operation: OperationDraft, before: Schema): readonly StatementDraft[] | undefined {
  switch (operation.kind) {
    case 'set-not-null':
      return [[{ kind: 'drop-not-null', table: operation.table, column: operation.column }]];
    case 'drop-not-null': {
      const { table, column } = operation;
      const wasRequired = columnOf(operation, before)?.notNull;
      return wasRequired === false ? [] : [[{ kind: 'set-not-null', table, column }]];
    }
    case 'set-default':
    case 'drop-default': {
      const { table, column } = operation;
      const value = columnOf(operation, before)?.default;
      if (value === undefined)
        return operation.kind === 'drop-default' ? [] : [[{ kind: 'drop-default', table, column }]];
      return [[{ kind: 'set-default', table, column, default: value }]];
    }
    case 'alter-column-type': {
      const { table, column } = operation;
      const type = columnOf(operation, before)?.type;
      return type === undefined ? undefined : [[{ kind: 'alter-column-type', table, column, type }]];
    }
    default:
      return undefined;
  }
}

function columnOf({ table, column }: { readonly table: QualifiedName; readonly column: string }, schema: Schema) {
  return tableOf(schema, table)?.columns.get(column);
}

function undoIndex({
  index,
  table,
  concurrently,
}: OperationDraft<'create-index'>): readonly StatementDraft[] | undefined {
  if (index === undefined) return undefined;
  const name = { ...table, name: index };
  // A constraint that took the index over takes it along when it goes.
  return [[{ kind: 'drop-index', index: name, concurrently, ifExists: true, cascade: false }]];
}

/** An index that is not there before is one that a build which failed may have left. */
function indexAgain(index: QualifiedName, concurrently: boolean, before: Schema): readonly StatementDraft[] {
  const known = before.indexes.get(indexKey(before, index));
  return known === undefined ? [] : [[{ ...indexBack(known), concurrently }]];
}

function undoConstraint({
  table,
  constraint,
}: OperationDraft<'add-constraint'>): readonly StatementDraft[] | undefined {
  const { name } = constraint;
  if (name === undefined) return undefined;
  return [[{ kind: 'drop-constraint', table, name, ifExists: false, cascade: false }]];
}
