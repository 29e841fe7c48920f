import type { ObjectKey } from '../core/name.js';
import { changeTable } from './relations.js';
import { countConstraintName, removeConstraints } from './removal.js';
import type { State, StoredConstraint } from './state.js';

/** Puts a constraint on a table and keeps the reverse maps. One of the same name is replaced. */
export function putConstraint(state: State, key: ObjectKey, constraint: StoredConstraint): void {
  const isNamed = ({ name }: StoredConstraint): boolean => name === constraint.name;
  if (state.tables.get(key)?.constraints.some(isNamed) === true) removeConstraints(state, key, isNamed);
  const table = state.tables.get(key);
  if (table === undefined) return;
  changeTable(state, key, { constraints: [...table.constraints, constraint] });
  countConstraintName(state, key, constraint.name, 1);
  if (constraint.references !== undefined) state.link(state.referencedBy, constraint.references, key);
}

/** Replaces some fields of a constraint. */
export function replaceConstraint(state: State, key: ObjectKey, name: string, change: Partial<StoredConstraint>): void {
  const table = state.tables.get(key);
  if (table === undefined) return;
  const constraints = table.constraints.map((constraint) =>
    constraint.name === name ? { ...constraint, ...change } : constraint,
  );
  changeTable(state, key, { constraints });
}
