import type { ObjectKey } from '../core/name.js';
import { nameOf, objectKey, qualifiedNameOf } from '../core/name.js';
import {
  changeColumn,
  changeTable,
  linkColumn,
  linkChild,
  putIndex,
  putSequence,
  putTable,
  putView,
  sequenceDrawn,
  unlinkType,
} from './relations.js';
import { columnsDrawingFrom, countConstraintName, removeRelation, triggerFunctionKey } from './removal.js';
import { membersOf } from './state.js';
import type { State, StoredTable } from './state.js';
import { nextValueOf } from './naming.js';

/** Gives whatever relation has the key another one, and follows it through all that refers to it. */
export function moveRelation(state: State, from: ObjectKey, to: ObjectKey): void {
  if (from === to) return;
  if (state.hasRelation(to)) removeRelation(state, to);
  moveTable(state, from, to);
  moveView(state, from, to);
  moveIndex(state, from, to);
  moveSequence(state, from, to);
}

/** Moves a relation to another schema, with the indexes and owned sequences of a table. */
export function moveToSchema(state: State, key: ObjectKey, schema: string): void {
  for (const index of membersOf(state.indexesOf, key)) moveRelation(state, index, objectKey(schema, nameOf(index)));
  for (const sequence of membersOf(state.sequencesOf, key)) {
    moveRelation(state, sequence, objectKey(schema, nameOf(sequence)));
  }
  moveRelation(state, key, objectKey(schema, nameOf(key)));
}

function moveTable(state: State, from: ObjectKey, to: ObjectKey): void {
  const table = state.tables.get(from);
  if (table === undefined) return;
  state.remove(state.tables, from);
  state.leave(from);
  putTable(state, { ...table, key: to });
  if (table.persistence === 'temporary') state.temporary.add(to);
  for (const column of table.columns.values()) {
    linkColumn(state, to, column);
    unlinkType(state, from, column);
    const sequence = sequenceDrawn(state, column);
    if (sequence !== undefined) state.unlink(state.drawersOf, sequence, from);
  }
  moveConstraints(state, table, to);
  moveFamily(state, table, to);
  for (const key of membersOf(state.indexesOf, from)) {
    const index = state.indexes.get(key);
    state.unlink(state.indexesOf, from, key);
    if (index !== undefined) putIndex(state, { ...index, table: to });
  }
  for (const key of membersOf(state.sequencesOf, from)) {
    const sequence = state.sequences.get(key);
    if (sequence?.ownedBy !== undefined)
      putSequence(state, { ...sequence, ownedBy: { ...sequence.ownedBy, table: to } });
  }
  for (const trigger of table.triggers) {
    const called = triggerFunctionKey(trigger);
    state.unlink(state.triggersOf, called, from);
    state.link(state.triggersOf, called, to);
  }
  moveInViews(state, from, to);
}

function moveConstraints(state: State, table: StoredTable, to: ObjectKey): void {
  const from = table.key;
  for (const { name, references } of table.constraints) {
    countConstraintName(state, from, name, -1);
    countConstraintName(state, to, name, 1);
    if (references === undefined || references === from) continue;
    state.unlink(state.referencedBy, references, from);
    state.link(state.referencedBy, references, to);
  }
  for (const key of membersOf(state.referencedBy, from)) {
    const referencing = key === from ? to : key;
    state.unlink(state.referencedBy, from, key);
    state.link(state.referencedBy, to, referencing);
    repoint(state, referencing, from, to);
  }
}

/** Lets the foreign keys of a table that pointed to one key point to another. */
function repoint(state: State, table: ObjectKey, from: ObjectKey, to: ObjectKey): void {
  const constraints = state.tables.get(table)?.constraints.map((constraint) => {
    const { definition } = constraint;
    if (constraint.references !== from || definition.kind !== 'foreign-key') return constraint;
    return { ...constraint, references: to, definition: { ...definition, references: qualifiedNameOf(to) } };
  });
  if (constraints !== undefined) changeTable(state, table, { constraints });
}

function moveFamily(state: State, table: StoredTable, to: ObjectKey): void {
  const from = table.key;
  const parents = table.partitionOf === undefined ? table.inherits : [table.partitionOf.parent, ...table.inherits];
  for (const parent of parents) {
    // A link that would have closed a circle was refused, and is not to be made now.
    if (state.childrenOf.get(parent)?.has(from) !== true) continue;
    state.unlink(state.childrenOf, parent, from);
    linkChild(state, parent, to);
  }
  for (const key of membersOf(state.childrenOf, from)) {
    state.unlink(state.childrenOf, from, key);
    const child = state.tables.get(key);
    if (child === undefined || !linkChild(state, to, key)) continue;
    const inherits = child.inherits.map((parent) => (parent === from ? to : parent));
    const partitionOf = child.partitionOf === undefined ? undefined : { ...child.partitionOf, parent: to };
    changeTable(state, key, {
      inherits,
      partitionOf: child.partitionOf?.parent === from ? partitionOf : child.partitionOf,
    });
  }
}

function moveInViews(state: State, from: ObjectKey, to: ObjectKey): void {
  for (const key of membersOf(state.viewsOf, from)) {
    const view = state.views.get(key);
    if (view === undefined) continue;
    const columns = new Map(view.columns);
    const used = columns.get(from);
    columns.delete(from);
    if (used !== undefined) columns.set(to, used);
    putView(state, { ...view, relations: view.relations.map((other) => (other === from ? to : other)), columns });
  }
}

function moveView(state: State, from: ObjectKey, to: ObjectKey): void {
  const view = state.views.get(from);
  if (view === undefined) return;
  for (const relation of view.relations) state.unlink(state.viewsOf, relation, from);
  state.remove(state.views, from);
  state.leave(from);
  putView(state, { ...view, key: to });
  moveInViews(state, from, to);
  for (const key of membersOf(state.indexesOf, from)) {
    const index = state.indexes.get(key);
    state.unlink(state.indexesOf, from, key);
    if (index !== undefined) putIndex(state, { ...index, table: to });
  }
}

/** An index and the constraint it backs have one name. */
function moveIndex(state: State, from: ObjectKey, to: ObjectKey): void {
  const index = state.indexes.get(from);
  if (index === undefined) return;
  state.remove(state.indexes, from);
  state.unlink(state.indexesOf, index.table, from);
  state.leave(from);
  const name = nameOf(to);
  putIndex(state, { ...index, key: to, ...(index.constraint === undefined ? {} : { constraint: name }) });
  const table = state.tables.get(index.table);
  if (index.constraint !== undefined && table !== undefined) {
    if (name !== index.constraint) {
      countConstraintName(state, table.key, index.constraint, -1);
      countConstraintName(state, table.key, name, 1);
    }
    changeTable(state, table.key, {
      constraints: table.constraints.map((constraint) =>
        constraint.index === from
          ? { ...constraint, name, index: to, definition: { ...constraint.definition, name } }
          : constraint,
      ),
    });
  }
  for (const child of membersOf(state.childrenOf, index.table)) {
    for (const key of membersOf(state.indexesOf, child)) {
      const part = state.indexes.get(key);
      if (part?.partitionOf === from) state.put(state.indexes, key, { ...part, partitionOf: to });
    }
  }
}

/** A default holds its sequence by identity, so its text follows. */
function moveSequence(state: State, from: ObjectKey, to: ObjectKey): void {
  const sequence = state.sequences.get(from);
  if (sequence === undefined) return;
  const drawing = columnsDrawingFrom(state, from);
  if (sequence.ownedBy !== undefined) state.unlink(state.sequencesOf, sequence.ownedBy.table, from);
  state.remove(state.sequences, from);
  state.leave(from);
  putSequence(state, { ...sequence, key: to });
  const text = nextValueOf(state, to);
  for (const { table, column } of drawing) {
    changeColumn(state, table, column, { default: { text } });
    state.unlink(state.drawersOf, from, table);
  }
}
