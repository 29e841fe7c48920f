import type { ObjectKey } from '../core/name.js';
import { objectKey, schemaOf } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import { indexKey } from '../core/schema.js';
import type { Index } from '../core/schema.js';
import { replaceConstraint } from './constraint-store.js';
import type { Handlers } from './handlers.js';
import { attachOrCloneIndex } from './inheritance.js';
import { freeIndexName, indexNameParts } from './naming.js';
import { needTable, putIndex } from './relations.js';
import { freeNameFor, removeIndex } from './removal.js';
import { membersOf } from './state.js';
import type { State } from './state.js';

export const indexHandlers: Handlers = {
  'create-index': createIndex,
  'drop-index': (state, operation) => removeIndex(state, indexKey(state, operation.index)),
  'attach-index-partition': attachIndex,
};

function createIndex(state: State, operation: OperationOf<'create-index'>): void {
  const table = needTable(state, operation.table).key;
  const columns = indexNameParts(operation.keys, operation.include);
  const name = operation.index ?? freeIndexName(state, table, columns, 'idx');
  const key = objectKey(schemaOf(table), name);
  if (state.hasRelation(key)) {
    if (operation.ifNotExists) return;
    if (!freeNameFor(state, key, table)) return;
  }
  const children = membersOf(state.childrenOf, table);
  const isPartitioned = state.tables.get(table)?.partitionBy !== undefined;
  putIndex(state, {
    key,
    table,
    birth: state.birth,
    unique: operation.unique,
    method: operation.method,
    keys: operation.keys,
    include: operation.include,
    ...(operation.where === undefined ? {} : { where: operation.where }),
    ...(operation.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
    ...(operation.storageParameters === undefined ? {} : { storageParameters: operation.storageParameters }),
    ...(operation.tablespace === undefined ? {} : { tablespace: operation.tablespace }),
    valid: !(operation.only && isPartitioned && children.length > 0),
  });
  if (operation.only || !isPartitioned) return;
  for (const child of children) attachOrCloneIndex(state, key, child);
}

function attachIndex(state: State, operation: OperationOf<'attach-index-partition'>): void {
  const parent = indexKey(state, operation.index);
  const child = state.indexes.get(indexKey(state, operation.partition));
  if (child === undefined) return;
  state.put(state.indexes, child.key, { ...child, partitionOf: parent });
  const above = state.indexes.get(parent)?.constraint;
  if (above !== undefined && child.constraint !== undefined) {
    replaceConstraint(state, child.table, child.constraint, { inheritedFrom: above });
  }
  completeIndex(state, parent);
}

/** An index of a partitioned table becomes valid with the last valid index of a partition that is attached. */
function completeIndex(state: State, key: ObjectKey): void {
  const index = state.indexes.get(key);
  if (index === undefined || index.valid) return;
  const isAttached = (child: ObjectKey): boolean =>
    membersOf(state.indexesOf, child).some((other) => isValidPartOf(state.indexes.get(other), key));
  if (!membersOf(state.childrenOf, index.table).every(isAttached)) return;
  state.put(state.indexes, key, { ...index, valid: true });
  if (index.partitionOf !== undefined) completeIndex(state, index.partitionOf);
}

function isValidPartOf(index: Index | undefined, parent: ObjectKey): boolean {
  return index?.partitionOf === parent && index.valid;
}
