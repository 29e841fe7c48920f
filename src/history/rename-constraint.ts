import type { ObjectKey } from '../core/name.js';
import { objectKey, schemaOf } from '../core/name.js';
import { replaceConstraint } from './constraint-store.js';
import { moveRelation } from './moves.js';
import { countConstraintName } from './removal.js';
import { membersOf } from './state.js';
import type { State } from './state.js';

/** Renames a constraint, its index with it, and an inherited CHECK in the children as well. */
export function renameConstraint(state: State, key: ObjectKey, from: string, to: string): void {
  const constraint = state.tables.get(key)?.constraints.find(({ name }) => name === from);
  if (constraint === undefined || from === to) return;
  if (constraint.index !== undefined) moveRelation(state, constraint.index, objectKey(schemaOf(key), to));
  else {
    replaceConstraint(state, key, from, { name: to, definition: { ...constraint.definition, name: to } });
    countConstraintName(state, key, from, -1);
    countConstraintName(state, key, to, 1);
  }
  const goesAlong = constraint.definition.kind === 'check' || constraint.definition.kind === 'not-null';
  for (const child of membersOf(state.childrenOf, key)) {
    const inherited = state.tables.get(child)?.constraints.find(({ inheritedFrom }) => inheritedFrom === from);
    if (inherited === undefined) continue;
    replaceConstraint(state, child, inherited.name, { inheritedFrom: to });
    if (goesAlong) renameConstraint(state, child, inherited.name, to);
  }
}
