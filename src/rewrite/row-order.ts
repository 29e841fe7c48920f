import type { ObjectKey } from '../core/name.js';
import { isBatched, phaseNames } from '../core/plan.js';
import type { PhaseName } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import type { Unit } from './units.js';

/**
 * Keeps changes of rows in their place among the statements around them when all is put in order of phases. What stands
 * behind an UPDATE may rely on its rows: a unique index, a constraint, a query. And rows may only go when no foreign key
 * refuses it any more. `schema` is that before the migration.
 */
export function keepRowOrder(statements: readonly (readonly Unit[])[], schema: Schema): readonly (readonly Unit[])[] {
  let reached: PhaseName = 'expand';
  const released = new Map<ObjectKey, PhaseName>();
  return statements.map((units) => {
    for (const table of units.flatMap((unit) => emptiedBy(unit, schema))) {
      reached = later(reached, released.get(table) ?? 'expand');
    }
    const placed = units.map((unit) => ({ ...unit, phase: later(reached, unit.phase) }));
    // The batches of a new column are its own matter; a statement that is nothing but batches changed rows itself.
    if (units.every(({ operations }) => operations === undefined)) {
      for (const { phase } of placed) reached = later(reached, phase);
    }
    for (const unit of placed) {
      for (const table of releasedBy(unit, schema)) {
        released.set(table, later(released.get(table) ?? 'expand', unit.phase));
      }
    }
    return placed;
  });
}

/** The tables that lose rows. */
function emptiedBy({ operations, parts }: Unit, schema: Schema): readonly ObjectKey[] {
  const tables = (operations ?? []).flatMap((operation) => {
    if (operation.kind === 'truncate-table') return [operation.table];
    return operation.kind === 'delete' ? [operation.table] : [];
  });
  for (const part of parts) {
    if (part.kind === 'work' && isBatched(part.work) && part.work.change === 'delete') tables.push(part.work.table);
  }
  return tables.map((table) => relationKey(schema, table));
}

/** The tables that a foreign key pointed to which a unit takes away with its table or column. */
function releasedBy({ operations = [] }: Unit, schema: Schema): readonly ObjectKey[] {
  return operations.flatMap((operation) => {
    if (operation.kind !== 'drop-table' && operation.kind !== 'drop-column') return [];
    const constraints = schema.tables.get(relationKey(schema, operation.table))?.constraints ?? [];
    return constraints.flatMap(({ columns, references }) =>
      references !== undefined && (operation.kind === 'drop-table' || columns.includes(operation.column))
        ? [references]
        : [],
    );
  });
}

/** The later of two phases. */
export function later(a: PhaseName, b: PhaseName): PhaseName {
  return phaseNames.indexOf(a) < phaseNames.indexOf(b) ? b : a;
}
