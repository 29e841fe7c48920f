import type { ObjectKey } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import { relationKey } from '../core/schema.js';
import type { Handlers } from './handlers.js';
import { attachOrCloneForeignKey, attachOrCloneIndex, inheritCheck } from './inheritance.js';
import { changeTable, linkChild, needTable } from './relations.js';
import { membersOf } from './state.js';
import type { State, StoredColumn, StoredTable } from './state.js';

export const partitionHandlers: Handlers = {
  'attach-partition': (state, { table, partition, bound }) => {
    const parent = needTable(state, table).key;
    const child = needTable(state, partition).key;
    const former = state.tables.get(child)?.partitionOf?.parent;
    if (!linkChild(state, parent, child)) return;
    // A table is a partition of one parent at most, so it must have been detached from another out of sight.
    if (former !== undefined && former !== parent) standAlone(state, former, child);
    changeTable(state, child, { partitionOf: { parent, bound } });
    becomePartition(state, parent, child);
  },
  'detach-partition': (state, { table, partition }) => {
    const parent = relationKey(state, table);
    const child = needTable(state, partition);
    if (child.partitionOf?.parent !== parent) return;
    changeTable(state, child.key, { partitionOf: undefined });
    standAlone(state, parent, child.key);
  },
  'set-inheritance': setInheritance,
};

/** Gives a partition, already linked, what its parent has: CHECKs, indexes, foreign keys; its columns are no longer its own. */
export function becomePartition(state: State, parent: ObjectKey, child: ObjectKey): void {
  const above = state.tables.get(parent);
  const table = state.tables.get(child);
  if (above === undefined || table === undefined) return;
  markInherited(state, table, above.columns);
  for (const constraint of above.constraints) {
    if (constraint.definition.kind !== 'check') continue;
    const own = state.tables.get(child)?.constraints.some(({ name }) => name === constraint.name) === true;
    if (own) markConstraint(state, child, constraint.name, constraint.name);
  }
  const checks = above.constraints.filter(({ definition }) => definition.kind === 'check' && !definition.noInherit);
  for (const check of checks) inheritCheck(state, parent, check);
  for (const index of membersOf(state.indexesOf, parent)) attachOrCloneIndex(state, index, child);
  for (const { definition, name } of above.constraints) {
    if (definition.kind === 'foreign-key') attachOrCloneForeignKey(state, parent, name, child);
  }
}

/**
 * Columns that the parent has are no longer a partition's own, and share the parent's identity (from 17 on); those of a
 * table that leaves its parent are its own again.
 */
function markInherited(state: State, table: StoredTable, above: ReadonlyMap<string, StoredColumn>): void {
  const columns = new Map<string, StoredColumn>();
  for (const column of table.columns.values()) {
    const parent = above.get(column.name);
    const leaves = parent === undefined && column.inherited === true;
    columns.set(column.name, {
      ...column,
      inherited: parent === undefined ? undefined : true,
      identity: leaves ? undefined : (parent?.identity ?? column.identity),
    });
  }
  changeTable(state, table.key, { columns });
}

function markConstraint(state: State, key: ObjectKey, name: string, inheritedFrom: string | undefined): void {
  const table = state.tables.get(key);
  if (table === undefined) return;
  const constraints = table.constraints.map((constraint) =>
    constraint.name === name ? { ...constraint, inheritedFrom } : constraint,
  );
  changeTable(state, key, { constraints });
}

/** What a detached partition or disinherited child has stays with it, as its own. */
function standAlone(state: State, parent: ObjectKey, child: ObjectKey): void {
  state.unlink(state.childrenOf, parent, child);
  const table = state.tables.get(child);
  if (table === undefined) return;
  changeTable(state, child, {
    constraints: table.constraints.map((constraint) => ({ ...constraint, inheritedFrom: undefined })),
  });
  const detached = state.tables.get(child);
  if (detached !== undefined) markInherited(state, detached, new Map());
  for (const key of membersOf(state.indexesOf, child)) {
    const index = state.indexes.get(key);
    if (index?.partitionOf !== undefined) state.put(state.indexes, key, { ...index, partitionOf: undefined });
  }
}

function setInheritance(state: State, operation: OperationOf<'set-inheritance'>): void {
  const child = needTable(state, operation.table);
  const parent = needTable(state, operation.parent).key;
  const others = child.inherits.filter((key) => key !== parent);
  if (!operation.inherit) {
    changeTable(state, child.key, { inherits: others });
    standAlone(state, parent, child.key);
  } else if (linkChild(state, parent, child.key)) changeTable(state, child.key, { inherits: [...others, parent] });
}
