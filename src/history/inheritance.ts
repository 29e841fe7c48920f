import type { ObjectKey } from '../core/name.js';
import { objectKey, schemaOf } from '../core/name.js';
import type { ConstraintDefinition } from '../core/operation.js';
import type { Index } from '../core/schema.js';
import { haveSameShape } from '../postgres/index-shape.js';
import { joinColumns } from '../postgres/names.js';
import { putConstraint, replaceConstraint } from './constraint-store.js';
import { freeConstraintName, freeIndexName, indexNameParts } from './naming.js';
import { changeColumn, putIndex } from './relations.js';
import { membersOf } from './state.js';
import type { State, StoredConstraint } from './state.js';

/** Gives the children of a table its CHECK; one of the same name is merged with it. */
export function inheritCheck(state: State, parent: ObjectKey, constraint: StoredConstraint): void {
  for (const child of membersOf(state.childrenOf, parent)) {
    const table = state.tables.get(child);
    if (table === undefined || table.constraints.some(({ name }) => name === constraint.name)) continue;
    putConstraint(state, child, { ...constraint, inheritedFrom: constraint.name });
    inheritCheck(state, child, constraint);
  }
}

/** Sets NOT NULL on a column and on those of the children. */
export function setNotNull(
  state: State,
  key: ObjectKey,
  column: string,
  notNull: boolean | 'unknown' | 'not-valid',
  only = false,
): void {
  if (state.tables.get(key)?.columns.get(column)?.notNull !== notNull) changeColumn(state, key, column, { notNull });
  if (only) return;
  for (const child of membersOf(state.childrenOf, key)) setNotNull(state, child, column, notNull);
}

/**
 * Gives a partition its part of an index of the parent: an index of its own that fits and belongs to no other, else a
 * new one with a generated name. `DefineIndex` and `AttachPartitionEnsureIndexes`.
 */
export function attachOrCloneIndex(state: State, parentKey: ObjectKey, child: ObjectKey): void {
  const parent = state.indexes.get(parentKey);
  if (parent === undefined || !state.tables.has(child)) return;
  const own = membersOf(state.indexesOf, child);
  // What was attached before, below a table that only now becomes a partition itself.
  if (own.some((key) => state.indexes.get(key)?.partitionOf === parentKey)) return;
  const constraint = constraintBehind(state, parent);
  const fitting = own
    .map((key) => state.indexes.get(key))
    .find((index) => index !== undefined && fits(state, index, parent, constraint));
  const part = fitting ?? cloneIndex(state, parent, constraint, child);
  state.put(state.indexes, part.key, { ...part, partitionOf: parentKey });
  if (part.constraint !== undefined && constraint !== undefined) {
    replaceConstraint(state, child, part.constraint, { inheritedFrom: constraint.name });
  }
  if (constraint?.definition.kind === 'primary-key') {
    for (const column of constraint.columns) setNotNull(state, child, column, true);
  }
  for (const grandchild of membersOf(state.childrenOf, child)) attachOrCloneIndex(state, part.key, grandchild);
}

function constraintBehind(state: State, index: Index): StoredConstraint | undefined {
  if (index.constraint === undefined) return undefined;
  return state.tables.get(index.table)?.constraints.find(({ name }) => name === index.constraint);
}

function fits(state: State, index: Index, parent: Index, constraint: StoredConstraint | undefined): boolean {
  if (index.partitionOf !== undefined || !index.valid) return false;
  if (constraint !== undefined && constraintBehind(state, index)?.definition.kind !== constraint.definition.kind) {
    return false;
  }
  return haveSameShape(index, parent);
}

const labels: Readonly<Partial<Record<ConstraintDefinition['kind'], 'pkey' | 'key' | 'excl'>>> = {
  'primary-key': 'pkey',
  unique: 'key',
  exclude: 'excl',
};

function cloneIndex(state: State, parent: Index, constraint: StoredConstraint | undefined, child: ObjectKey): Index {
  const label = (constraint === undefined ? undefined : labels[constraint.definition.kind]) ?? 'idx';
  const name = freeIndexName(state, child, indexNameParts(parent.keys, parent.include), label);
  const key = objectKey(schemaOf(child), name);
  const clone: Index = {
    ...parent,
    key,
    table: child,
    birth: state.birth,
    valid: true,
    constraint: constraint === undefined ? undefined : name,
  };
  putIndex(state, clone);
  if (constraint !== undefined) {
    const definition = { ...constraint.definition, name };
    putConstraint(state, child, { ...constraint, name, definition, index: key, birth: state.birth });
  }
  return clone;
}

/** Gives a partition its part of a foreign key of the parent: one of its own that says the same, else a copy. */
export function attachOrCloneForeignKey(state: State, parent: ObjectKey, name: string, child: ObjectKey): void {
  const constraint = state.tables.get(parent)?.constraints.find((candidate) => candidate.name === name);
  const constraints = state.tables.get(child)?.constraints;
  if (constraint === undefined || constraints === undefined) return;
  const equal = constraints.find(
    (candidate) => candidate.inheritedFrom === undefined && saysTheSame(candidate, constraint),
  );
  let part = equal?.name;
  if (part === undefined) {
    const isTaken = constraints.some((candidate) => candidate.name === name);
    part = isTaken ? freeConstraintName(state, child, joinColumns(constraint.columns), 'fkey') : name;
    const definition = { ...constraint.definition, name: part };
    putConstraint(state, child, { ...constraint, name: part, definition, birth: state.birth });
  }
  replaceConstraint(state, child, part, { inheritedFrom: name, valid: constraint.valid });
  for (const grandchild of membersOf(state.childrenOf, child)) attachOrCloneForeignKey(state, child, part, grandchild);
}

function saysTheSame(a: StoredConstraint, b: StoredConstraint): boolean {
  if (a.definition.kind !== 'foreign-key' || b.definition.kind !== 'foreign-key') return false;
  return (
    a.references === b.references &&
    a.columns.join() === b.columns.join() &&
    a.definition.referencedColumns.join() === b.definition.referencedColumns.join() &&
    a.definition.onDelete === b.definition.onDelete &&
    a.definition.onUpdate === b.definition.onUpdate &&
    a.enforced === b.enforced
  );
}
