import type { OperationKind } from '../core/operation.js';
import { isBatched, phaseNames } from '../core/plan.js';
import type { PhaseName } from '../core/plan.js';
import type { Unit } from './units.js';

/**
 * Keeps changes of rows in their place among the statements around them when all is put in order of phases. What stands
 * behind an UPDATE may rely on its rows: a unique index, a constraint, a query. And an UPDATE behind a change of type is
 * written for the new type.
 */
export function keepRowOrder(statements: readonly (readonly Unit[])[]): readonly (readonly Unit[])[] {
  let reached: PhaseName = 'expand';
  const switched = new Set<string>();
  return statements.map((units) => {
    const tables = units.flatMap(changedTable);
    const first = tables.some((table) => switched.has(table)) ? later(reached, 'switch') : reached;
    const placed = units.map((unit) => ({ ...unit, phase: later(first, unit.phase) }));
    // The batches of a new column are its own matter; a statement that is nothing but batches changed rows itself.
    if (units.every(({ operations }) => operations === undefined)) {
      for (const { phase } of placed) reached = later(reached, phase);
    }
    for (const table of placed.flatMap(switchedTable)) switched.add(table);
    return placed;
  });
}

function later(a: PhaseName, b: PhaseName): PhaseName {
  return phaseNames.indexOf(a) < phaseNames.indexOf(b) ? b : a;
}

const rowChanges: ReadonlySet<OperationKind> = new Set<OperationKind>(['insert', 'update', 'delete', 'merge', 'copy']);

function changedTable({ operations, parts }: Unit): readonly string[] {
  if (operations !== undefined) {
    return operations.flatMap((operation) =>
      rowChanges.has(operation.kind) && 'table' in operation && operation.table !== undefined
        ? [operation.table.name]
        : [],
    );
  }
  return parts.flatMap((part) => (part.kind === 'work' && isBatched(part.work) ? [part.work.table.name] : []));
}

/** The table whose columns change their names between old and new code. */
function switchedTable({ phase, operations = [] }: Unit): readonly string[] {
  if (phase !== 'switch') return [];
  return operations.flatMap((operation) => (operation.kind === 'rename-column' ? [operation.table.name] : []));
}
