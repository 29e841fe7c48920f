import type { ObjectKey } from '../../core/name.js';
import type { ColumnDefinition, ConstraintDefinition, OperationOf } from '../../core/operation.js';
import { supports } from '../features.js';
import type { Dropping } from './dropping.js';
import { dropTableWithAll, loseNamed } from './dropping.js';
import { failOnNewLabelDefault } from './enum-labels.js';
import { foreignKeysToOrAbove } from './dependencies.js';
import type { Handlers } from './handler.js';
import { lockForBound } from './partition-bound.js';
import { createPartition } from './partitions.js';
import { lockQuery, readsTables, tablesReadBy } from './query-use.js';
import { requireFreeRelation, requireNoPendingEvents, requireTable } from './preconditions.js';
import { requireColumnFeatures, requireConstraintFeatures, requireFeature } from './required-features.js';
import type { Scene } from './scene.js';

/** Creating, dropping, renaming and emptying tables. Observed on 10 to 18. */
export const tableHandlers = {
  'create-table': createTable,
  'drop-table': dropTable,
  'rename-table': renameTable,
  'truncate-table': truncateTable,
} satisfies Partial<Handlers>;

/**
 * CREATE TABLE locks other tables only: SHARE ROW EXCLUSIVE those it refers to, ACCESS EXCLUSIVE the partitioned table
 * it becomes a partition of, SHARE UPDATE EXCLUSIVE those it inherits, ACCESS SHARE those it copies or reads
 * (DefineRelation in tablecmds.c).
 */
function createTable(operation: OperationOf<'create-table'>, scene: Scene): void {
  const table = scene.key(operation.table);
  if (!operation.ifNotExists) requireFreeRelation(table, scene);
  else if (scene.schema.tables.get(table)?.complete === true) return;
  for (const { table: source } of operation.like) scene.lock(scene.key(source), 'ACCESS SHARE');
  for (const parent of operation.inherits) scene.lock(scene.key(parent), 'SHARE UPDATE EXCLUSIVE');
  if (operation.partitionOf !== undefined) {
    createPartition(scene.key(operation.partitionOf.parent), operation.partitionOf.bound, scene);
  }
  for (const column of operation.columns) checkColumn(column, table, scene);
  for (const constraint of operation.constraints) lockReferenced(table, constraint, scene);
  checkPartitioning(operation, scene);
  if (operation.asQuery === undefined) return;
  lockQuery(operation.asQuery, scene, { definition: operation.withNoData === true });
  if (operation.withNoData !== true) readsTables(tablesReadBy(operation.asQuery, scene), scene);
}

function checkColumn(column: ColumnDefinition, table: ObjectKey, scene: Scene): void {
  requireColumnFeatures(column, scene, table);
  if (column.default !== undefined) failOnNewLabelDefault(column.type, column.default, scene);
}

function lockReferenced(table: ObjectKey, constraint: ConstraintDefinition, scene: Scene): void {
  requireConstraintFeatures(constraint, scene, table);
  if (constraint.kind !== 'foreign-key') return;
  const referenced = scene.key(constraint.references);
  if (referenced === table) return;
  for (const member of scene.partitionTree(referenced)) scene.lock(member, 'SHARE ROW EXCLUSIVE');
}

function checkPartitioning(operation: OperationOf<'create-table'>, scene: Scene): void {
  const { partitionBy, partitionOf, constraints } = operation;
  if (partitionOf?.bound.kind === 'default') requireFeature('default-partition', scene);
  if (partitionBy === undefined) return;
  if (partitionBy.strategy === 'hash') requireFeature('hash-partition', scene);
  for (const constraint of constraints) {
    if (constraint.kind === 'foreign-key') requireFeature('partitioned-foreign-key', scene);
    if (constraint.kind !== 'unique' && constraint.kind !== 'primary-key') continue;
    requireFeature('partitioned-unique', scene);
    const missing = partitionBy.keys.find((key) => !('column' in key) || !constraint.columns.includes(key.column));
    if (missing === undefined || !supports(scene.postgres, 'partitioned-unique')) continue;
    const because = 'unique constraint on partitioned table must include all partitioning columns';
    scene.fails({ when: 'partitioned', certain: true, because });
  }
}

function dropTable(operation: OperationOf<'drop-table'>, scene: Scene): void {
  const table = scene.key(operation.table);
  if (!requireTable(table, 'DROP TABLE', scene)) return;
  const dropping: Dropping = { cascade: operation.cascade, gone: scene.alsoDropped() };
  requireNoPendingEvents(table, 'DROP TABLE', scene);
  loseNamed('table', table, operation, scene);
  dropTableWithAll(table, scene, dropping);
}

/** RENAME: ACCESS EXCLUSIVE on the table alone; partitions keep their names. */
function renameTable(operation: OperationOf<'rename-table'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  requireFreeRelation(`${table.slice(0, table.indexOf('.'))}.${operation.newName}`, scene);
  if (scene.inUse(table)) scene.breaks({ clients: 'readers-and-writers', object: table, because: 'renamed' });
}

/**
 * TRUNCATE: ACCESS EXCLUSIVE on the table and its children, with CASCADE on all tables that refer to it. The table gets
 * new, empty storage: nothing is read or copied, so it counts as no rewrite (ExecuteTruncateGuts in tablecmds.c).
 */
function truncateTable(operation: OperationOf<'truncate-table'>, scene: Scene): void {
  const table = scene.key(operation.table);
  if (operation.only && scene.isPartitioned(table)) {
    const because = 'cannot truncate only a partitioned table';
    scene.fails({ when: 'partitioned', certain: true, object: table, because });
  }
  requireNoPendingEvents(table, 'TRUNCATE', scene);
  truncate(table, operation, scene, scene.alsoTruncated(), false);
}

function truncate(
  table: ObjectKey,
  operation: OperationOf<'truncate-table'>,
  scene: Scene,
  emptied: Set<ObjectKey>,
  cascaded: boolean,
): void {
  const members = operation.only && !cascaded ? [table] : scene.tree(table);
  if (scene.postgres < 14) lockForBound(table, scene);
  for (const member of members) {
    emptied.add(member);
    scene.lock(member, 'ACCESS EXCLUSIVE');
    if (!operation.restartIdentity) continue;
    for (const sequence of scene.schema.sequencesOf.get(member) ?? []) scene.lock(sequence, 'ACCESS EXCLUSIVE');
  }
  if (scene.mayHaveRows(table)) {
    scene.loses({ what: 'rows', object: table, how: 'all', ...(cascaded ? { cascaded: true } : {}) });
  }
  for (const member of members) {
    for (const { table: holder, constraint } of foreignKeysToOrAbove(scene.schema, member)) {
      if (emptied.has(holder)) continue;
      if (operation.cascade) truncate(holder, operation, scene, emptied, true);
      else {
        const because = `cannot truncate a table referenced in a foreign key constraint: ${holder} references ${member}`;
        scene.fails({ when: 'objects-depend', certain: true, object: `${holder}.${constraint.name}`, because });
      }
    }
  }
}
