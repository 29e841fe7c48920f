import type { ObjectKey } from '../core/name.js';
import type { QueryUse } from '../core/operation.js';
import { relationKey } from '../core/schema.js';
import type { Handlers } from './handlers.js';
import { putView } from './relations.js';
import { removeRelation, removeView } from './removal.js';
import type { State } from './state.js';

export const viewHandlers: Handlers = {
  'create-view': (state, { view, query }) => createView(state, state.creationKey(view), query, false, true),
  'create-materialized-view': (state, { view, query, ifNotExists, withNoData }) => {
    const key = state.creationKey(view);
    if (!ifNotExists || !state.hasRelation(key)) createView(state, key, query, true, !withNoData);
  },
  'refresh-materialized-view': (state, { view, withNoData }) => {
    const known = state.views.get(relationKey(state, view));
    if (known !== undefined) state.put(state.views, known.key, { ...known, populated: !withNoData });
  },
  'drop-view': (state, { view }) => removeView(state, relationKey(state, view)),
  'drop-materialized-view': (state, { view }) => removeView(state, relationKey(state, view)),
};

/** A view that is replaced is the same view as before: as old, and used by the same others. */
function createView(state: State, key: ObjectKey, query: QueryUse, materialized: boolean, populated: boolean): void {
  const before = state.views.get(key);
  if (before === undefined && state.hasRelation(key)) removeRelation(state, key);
  const relations = [...new Set(query.relations.map((name) => relationKey(state, name)))];
  putView(state, {
    key,
    birth: before?.birth ?? state.birth,
    materialized,
    populated,
    relations,
    columns: columnsUsed(state, relations, query),
    ...outputOf(query),
  });
}

/** The names of all columns of a view; nothing when a star or an unnamed expression hides some. */
function outputOf({ star, output }: QueryUse): { readonly output?: readonly string[] } {
  const names = output.flatMap(({ name }) => name ?? []);
  return star || names.length < output.length ? {} : { output: names };
}

/**
 * The columns a query uses per relation. `SELECT *` uses those that the relation has now, as PostgreSQL notes them down;
 * where they are not known it uses `*`. A column whose relation is not clear counts for each that may have it.
 */
function columnsUsed(
  state: State,
  relations: readonly ObjectKey[],
  query: QueryUse,
): ReadonlyMap<ObjectKey, ReadonlySet<string>> {
  const used = new Map<ObjectKey, Set<string>>();
  // A star of which no relation is told may stand for any of them.
  const anyStar = query.star && !query.columns.some(({ column }) => column === '*');
  for (const relation of relations) used.set(relation, anyStar ? allColumns(state, relation) : new Set());
  for (const { relation, column } of query.columns) {
    const key = relation === undefined ? undefined : relationKey(state, relation);
    // A column that its relation lacks belongs to the query around it.
    const known = key !== undefined && (column === '*' || mayHave(state, key, column));
    const candidates = known ? [key] : relations.filter((other) => mayHave(state, other, column));
    for (const candidate of candidates) {
      const names = column === '*' ? allColumns(state, candidate) : [column];
      for (const name of names) used.get(candidate)?.add(name);
    }
  }
  return used;
}

function allColumns(state: State, relation: ObjectKey): Set<string> {
  const table = state.tables.get(relation);
  return table?.complete === true ? new Set(table.columns.keys()) : new Set(['*']);
}

function mayHave(state: State, relation: ObjectKey, column: string): boolean {
  const table = state.tables.get(relation);
  return table === undefined || !table.complete || table.columns.has(column);
}
