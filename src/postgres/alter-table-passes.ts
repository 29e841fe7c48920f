import type { Operation, OperationKind } from '../core/operation.js';

/**
 * PostgreSQL does not run the commands of one ALTER TABLE in the order they are written: it makes passes over them,
 * drops first, then type changes, then new columns, then the rest (AlterTablePass in
 * src/backend/commands/tablecmds.c). So `ALTER COLUMN c SET NOT NULL, DROP CONSTRAINT c_not_null` scans the table: the
 * constraint that would have spared the scan is gone by then. Observed: proof case `set-not-null-proof-dropped-beside`.
 */
export function inExecutionOrder(operations: readonly Operation[]): readonly Operation[] {
  if (!operations.some((operation, at) => runsBefore(operation, operations[at - 1]))) return operations;
  const ordered: Operation[] = [];
  for (let start = 0; start < operations.length;) {
    let end = start + 1;
    while (isSameCommand(operations[end - 1], operations[end])) end++;
    // The sort is stable: within a pass the order stays.
    ordered.push(...operations.slice(start, end).sort((a, b) => passOf(a) - passOf(b)));
    start = end;
  }
  return ordered;
}

function runsBefore(operation: Operation, previous: Operation | undefined): boolean {
  return isSameCommand(previous, operation) && previous !== undefined && passOf(operation) < passOf(previous);
}

/** All operations in the body of a block share the number of the block's statement: where they stand tells them apart. */
function isSameCommand(one: Operation | undefined, other: Operation | undefined): boolean {
  return (
    one !== undefined &&
    one.statement === other?.statement &&
    one.statementSpan.start === other.statementSpan.start &&
    one.statementSpan.end === other.statementSpan.end
  );
}

/** Statements of other commands have one operation, or operations of one kind: for them all passes are equal. */
function passOf(operation: Operation): number {
  return passes[operation.kind] ?? lastPass;
}

const lastPass = 3;

const passes: Partial<Record<OperationKind, number>> = {
  'drop-column': 0,
  'drop-constraint': 0,
  'drop-default': 0,
  'drop-not-null': 0,
  'drop-identity': 0,
  'drop-generated-expression': 0,
  'alter-column-type': 1,
  'add-column': 2,
};
