import type { ObjectKey } from '../core/name.js';
import { objectKey, schemaOf } from '../core/name.js';
import type { Trigger } from '../core/schema.js';
import { columnNamesOf } from '../postgres/expressions/index.js';
import { changeColumn, changeTable, parentsOf, sequenceDrawn, unlinkType, userTypeOf } from './relations.js';
import { membersOf } from './state.js';
import type { State, StoredConstraint } from './state.js';

// A statement without CASCADE succeeds only when nothing depends on what it drops. So whatever the history believed to
// depend on it is gone in either case, and the same function serves both.

/** Removes whatever relation has the key, with what depends on it. */
export function removeRelation(state: State, key: ObjectKey): void {
  removeTable(state, key);
  removeView(state, key);
  removeIndex(state, key);
  removeSequence(state, key);
}

/**
 * Makes a name free for an index of a table: PostgreSQL would have refused it, so whatever the history believed to have
 * the name is gone. Returns false when that was the table itself, and nothing is to be made.
 */
export function freeNameFor(state: State, key: ObjectKey, table: ObjectKey): boolean {
  if (key === table) return false;
  const existed = state.tables.has(table) || state.views.has(table);
  if (state.hasRelation(key)) removeRelation(state, key);
  return !existed || state.tables.has(table) || state.views.has(table);
}

export function removeTable(state: State, key: ObjectKey): void {
  const table = state.tables.get(key);
  if (table === undefined) return;
  for (const child of membersOf(state.childrenOf, key)) {
    state.unlink(state.childrenOf, key, child);
    removeTable(state, child);
  }
  for (const view of membersOf(state.viewsOf, key)) removeView(state, view);
  for (const referencing of membersOf(state.referencedBy, key)) {
    if (referencing !== key) removeConstraints(state, referencing, (constraint) => constraint.references === key);
  }
  removeConstraints(state, key, () => true);
  for (const index of membersOf(state.indexesOf, key)) removeIndex(state, index);
  for (const sequence of membersOf(state.sequencesOf, key)) removeSequence(state, sequence);
  for (const parent of parentsOf(state, key)) state.unlink(state.childrenOf, parent, key);
  const bare = state.tables.get(key) ?? table;
  for (const trigger of bare.triggers) state.unlink(state.triggersOf, triggerFunctionKey(trigger), key);
  for (const column of bare.columns.values()) {
    const sequence = sequenceDrawn(state, column);
    if (sequence !== undefined) state.unlink(state.drawersOf, sequence, key);
  }
  const types = new Set([...bare.columns.values()].map((column) => userTypeOf(state, column)));
  for (const type of types) if (type !== undefined) state.unlink(state.tablesOfType, type, key);
  state.remove(state.tables, key);
  state.leave(key);
}

/** The key of the function a trigger calls; the history keeps its name with its schema. */
export function triggerFunctionKey({ function: called }: Trigger): ObjectKey {
  return objectKey(called.schema ?? 'public', called.name);
}

/** Removes a view and those that read it, one after the other: views over views can form long chains. */
export function removeView(state: State, key: ObjectKey): void {
  const doomed = [key];
  for (let next = doomed.pop(); next !== undefined; next = doomed.pop()) {
    const view = state.views.get(next);
    if (view === undefined) continue;
    doomed.push(...membersOf(state.viewsOf, next));
    for (const index of membersOf(state.indexesOf, next)) removeIndex(state, index);
    for (const relation of view.relations) state.unlink(state.viewsOf, relation, next);
    state.remove(state.views, next);
    state.leave(next);
  }
}

/** Removes an index, those of partitions that belong to it, and the constraint it backs. */
export function removeIndex(state: State, key: ObjectKey): void {
  const index = state.indexes.get(key);
  if (index === undefined) return;
  state.remove(state.indexes, key);
  state.unlink(state.indexesOf, index.table, key);
  state.leave(key);
  for (const child of membersOf(state.childrenOf, index.table)) {
    for (const other of membersOf(state.indexesOf, child)) {
      if (state.indexes.get(other)?.partitionOf === key) removeIndex(state, other);
    }
  }
  removeConstraints(state, index.table, (constraint) => constraint.index === key);
}

/** Removes a sequence, and the defaults that draw from it. */
export function removeSequence(state: State, key: ObjectKey): void {
  const sequence = state.sequences.get(key);
  if (sequence === undefined) return;
  for (const { table, column } of columnsDrawingFrom(state, key)) {
    changeColumn(state, table, column, { default: undefined });
    state.unlink(state.drawersOf, key, table);
  }
  state.remove(state.sequences, key);
  state.leave(key);
  if (sequence.ownedBy !== undefined) state.unlink(state.sequencesOf, sequence.ownedBy.table, key);
}

/** The columns whose defaults take their values from a sequence. */
export function columnsDrawingFrom(state: State, key: ObjectKey): readonly { table: ObjectKey; column: string }[] {
  return membersOf(state.drawersOf, key).flatMap((table) =>
    [...(state.tables.get(table)?.columns.values() ?? [])]
      .filter((column) => sequenceDrawn(state, column) === key)
      .map((column) => ({ table, column: column.name })),
  );
}

/**
 * Removes the constraints of a table that match, with their indexes, the foreign keys that lean on those, and what
 * partitions and children have of them.
 */
export function removeConstraints(
  state: State,
  key: ObjectKey,
  matches: (constraint: StoredConstraint) => boolean,
): void {
  const table = state.tables.get(key);
  if (table === undefined) return;
  const gone = table.constraints.filter(matches);
  if (gone.length === 0) return;
  changeTable(state, key, { constraints: table.constraints.filter((constraint) => !gone.includes(constraint)) });
  for (const constraint of gone) {
    countConstraintName(state, key, constraint.name, -1);
    const { references, index } = constraint;
    if (references !== undefined) unlinkReference(state, key, references);
    if (index !== undefined) removeIndex(state, index);
    if (constraint.definition.kind === 'unique' || constraint.definition.kind === 'primary-key') {
      removeLeaningForeignKeys(state, key, constraint);
    }
    for (const child of membersOf(state.childrenOf, key)) {
      removeConstraints(state, child, ({ inheritedFrom }) => inheritedFrom === constraint.name);
    }
  }
}

/** Keeps count of the names of constraints per schema. */
export function countConstraintName(state: State, table: ObjectKey, name: string, by: 1 | -1): void {
  const key = objectKey(schemaOf(table), name);
  const count = (state.constraintNames.get(key) ?? 0) + by;
  if (count <= 0) state.remove(state.constraintNames, key);
  else state.put(state.constraintNames, key, count);
}

function unlinkReference(state: State, key: ObjectKey, references: ObjectKey): void {
  const others = state.tables.get(key)?.constraints ?? [];
  if (!others.some((constraint) => constraint.references === references)) {
    state.unlink(state.referencedBy, references, key);
  }
}

/** A foreign key needs the unique constraint over exactly the columns it points to. */
function removeLeaningForeignKeys(state: State, key: ObjectKey, unique: StoredConstraint): void {
  const columns = unique.columns;
  for (const referencing of membersOf(state.referencedBy, key)) {
    removeConstraints(state, referencing, ({ references, definition }) => {
      if (references !== key || definition.kind !== 'foreign-key') return false;
      const { referencedColumns } = definition;
      if (referencedColumns.length === 0) return unique.definition.kind === 'primary-key';
      return referencedColumns.length === columns.length && referencedColumns.every((name) => columns.includes(name));
    });
  }
}

/** Removes a column from a table and from the children that have it from there, with all that stands on it. */
export function removeColumn(state: State, key: ObjectKey, name: string): void {
  const table = state.tables.get(key);
  const column = table?.columns.get(name);
  if (table === undefined) return;
  if (column !== undefined) {
    const columns = new Map(table.columns);
    columns.delete(name);
    changeTable(state, key, { columns });
    unlinkType(state, key, column);
  }
  removeUsesOfColumn(state, key, name);
  for (const child of membersOf(state.childrenOf, key)) {
    if (state.tables.get(child)?.columns.get(name)?.inherited === true) removeColumn(state, child, name);
  }
}

function removeUsesOfColumn(state: State, key: ObjectKey, name: string): void {
  removeConstraints(state, key, ({ columns }) => columns.includes(name));
  for (const referencing of membersOf(state.referencedBy, key)) {
    removeConstraints(
      state,
      referencing,
      ({ references, definition }) =>
        references === key && definition.kind === 'foreign-key' && definition.referencedColumns.includes(name),
    );
  }
  for (const index of membersOf(state.indexesOf, key)) if (indexUses(state, index, name)) removeIndex(state, index);
  for (const view of membersOf(state.viewsOf, key)) {
    if (state.views.get(view)?.columns.get(key)?.has(name)) removeView(state, view);
  }
  for (const sequence of membersOf(state.sequencesOf, key)) {
    if (state.sequences.get(sequence)?.ownedBy?.column === name) removeSequence(state, sequence);
  }
  for (const other of state.tables.get(key)?.columns.values() ?? []) {
    if (other.name === name || other.generated === undefined) continue;
    if (columnNamesOf(other.generated.expression.text).includes(name)) removeColumn(state, key, other.name);
  }
}

function indexUses(state: State, key: ObjectKey, column: string): boolean {
  const index = state.indexes.get(key);
  if (index === undefined) return false;
  if (index.include.includes(column)) return true;
  if (index.where !== undefined && columnNamesOf(index.where.text).includes(column)) return true;
  return index.keys.some(
    (indexKey) =>
      indexKey.column === column ||
      (indexKey.expression !== undefined && columnNamesOf(indexKey.expression.text).includes(column)),
  );
}
