import type { QualifiedName, ObjectKey } from '../core/name.js';
import { relationKey, resolveName, typeKey } from '../core/schema.js';
import type { Column, Index, Sequence, TypeDefinition, View } from '../core/schema.js';
import { builtInTypes } from '../postgres/keywords.js';
import type { State, StoredColumn, StoredTable } from './state.js';

/** Puts a table in place, new or changed, with its place among its schema's members. */
export function putTable(state: State, table: StoredTable): void {
  state.put(state.tables, table.key, table);
  state.join(table.key);
}

/** Replaces some fields of a table, if it is known. */
export function changeTable(state: State, key: ObjectKey, change: Partial<StoredTable>): void {
  const table = state.tables.get(key);
  if (table !== undefined) state.put(state.tables, key, { ...table, ...change });
}

/** A table by name, entered as only partly known when the history has not shown it. */
export function needTable(state: State, name: QualifiedName): StoredTable {
  const key = relationKey(state, name);
  const known = state.tables.get(key);
  if (known !== undefined) return known;
  const table: StoredTable = {
    key,
    birth: state.oldBirth,
    complete: false,
    persistence: 'permanent',
    columns: new Map(),
    constraints: [],
    inherits: [],
    triggers: [],
    rowSecurity: false,
    policies: [],
  };
  // A view of that name is meant: ALTER TABLE is allowed on views, and there is nothing to enter.
  if (!state.views.has(key)) putTable(state, table);
  return table;
}

export function putColumn(state: State, key: ObjectKey, column: StoredColumn): void {
  const table = state.tables.get(key);
  if (table === undefined) return;
  changeTable(state, key, { columns: new Map(table.columns).set(column.name, column) });
  linkColumn(state, key, column);
}

/** Replaces some fields of a column; a column the history has not shown is entered as only seen in passing. */
export function changeColumn(state: State, key: ObjectKey, name: string, change: Partial<StoredColumn>): void {
  const before = state.tables.get(key)?.columns.get(name);
  putColumn(state, key, { ...(before ?? columnInPassing(state, name)), ...change });
  if (before !== undefined && 'type' in change) unlinkType(state, key, before);
}

function columnInPassing(state: State, name: string): StoredColumn {
  return { name, birth: state.oldBirth, notNull: 'unknown', known: false };
}

/** The key of a column's type, unless it comes with PostgreSQL. */
export function userTypeOf(state: State, column: Pick<Column, 'type'>): ObjectKey | undefined {
  const { type } = column;
  if (type === undefined || type.schema === 'pg_catalog') return undefined;
  if (type.schema === undefined && builtInTypes.has(type.name)) return undefined;
  return typeKey(state, type);
}

/** Notes down which type a column has and which sequence it draws from. */
export function linkColumn(state: State, table: ObjectKey, column: Column): void {
  const type = userTypeOf(state, column);
  if (type !== undefined) state.link(state.tablesOfType, type, table);
  const sequence = sequenceDrawn(state, column);
  if (sequence !== undefined) state.link(state.drawersOf, sequence, table);
}

/** The sequence whose `nextval` is the default of a column. */
export function sequenceDrawn(state: State, column: Pick<Column, 'default'>): ObjectKey | undefined {
  const text = column.default?.text;
  if (text === undefined || !/nextval/i.test(text)) return undefined;
  const drawn = /^\s*(?:pg_catalog\.)?nextval\s*\(\s*'([^']*)'/i.exec(text)?.[1]?.replaceAll('"', '');
  if (drawn === undefined) return undefined;
  const [first = '', second] = drawn.split('.');
  const name = second === undefined ? { name: first } : { schema: first, name: second };
  return resolveName(state, name, (key) => state.sequences.has(key));
}

/** Takes a table off the list of a type unless another of its columns has it. */
export function unlinkType(state: State, table: ObjectKey, column: Column): void {
  const type = userTypeOf(state, column);
  if (type === undefined) return;
  for (const other of state.tables.get(table)?.columns.values() ?? []) {
    if (userTypeOf(state, other) === type) return;
  }
  state.unlink(state.tablesOfType, type, table);
}

export function putIndex(state: State, index: Index): void {
  state.put(state.indexes, index.key, index);
  state.link(state.indexesOf, index.table, index.key);
  state.join(index.key);
}

export function putView(state: State, view: View): void {
  const before = state.views.get(view.key);
  for (const relation of before?.relations ?? []) state.unlink(state.viewsOf, relation, view.key);
  state.put(state.views, view.key, view);
  state.join(view.key);
  for (const relation of view.relations) state.link(state.viewsOf, relation, view.key);
}

export function putSequence(state: State, sequence: Sequence): void {
  const before = state.sequences.get(sequence.key)?.ownedBy;
  if (before !== undefined) state.unlink(state.sequencesOf, before.table, sequence.key);
  state.put(state.sequences, sequence.key, sequence);
  state.join(sequence.key);
  if (sequence.ownedBy !== undefined) state.link(state.sequencesOf, sequence.ownedBy.table, sequence.key);
}

export function putType(state: State, type: TypeDefinition): void {
  state.put(state.types, type.key, type);
  state.join(type.key);
}

/** Deeper than any real tree of partitions, and shallow enough to walk through with ordinary calls. */
const deepestFamily = 100;

/** Makes a table the child of another, unless that would close a circle. Returns whether it did. */
export function linkChild(state: State, parent: ObjectKey, child: ObjectKey): boolean {
  if (isBelow(state, parent, child) || generationsAbove(state, parent) > deepestFamily) return false;
  state.link(state.childrenOf, parent, child);
  return true;
}

/** Whether a table is another or one of its descendants. A table that is being attached has few or none. */
function isBelow(state: State, key: ObjectKey, ancestor: ObjectKey): boolean {
  const seen = new Set([ancestor]);
  for (const table of seen) {
    if (table === key) return true;
    for (const child of state.childrenOf.get(table) ?? []) seen.add(child);
  }
  return false;
}

function generationsAbove(state: State, key: ObjectKey): number {
  const seen = new Set([key]);
  for (const table of seen) for (const parent of parentsOf(state, table)) seen.add(parent);
  return seen.size;
}

/** The tables a table is a partition or child of. */
export function parentsOf(state: State, key: ObjectKey): readonly ObjectKey[] {
  const table = state.tables.get(key);
  if (table === undefined) return [];
  return table.partitionOf === undefined ? table.inherits : [table.partitionOf.parent, ...table.inherits];
}
