import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import { isAlwaysTrue } from '../expressions/index.js';
import { foreignKeysOf, foreignKeysTo, referencedColumns } from './dependencies.js';
import { failOnNewLabels } from './enum-labels.js';
import type { Handlers } from './handler.js';
import { lockQuery, lockRead, readsTables, tablesReadBy } from './query-use.js';
import { requireFeature } from './required-features.js';
import type { Scene } from './scene.js';

/**
 * Statements that read and write rows: ROW EXCLUSIVE on the table they write and ACCESS SHARE on what they read. Foreign
 * keys are followed by queries of their own (ri_triggers.c), which take ROW SHARE or, where they change rows, ROW
 * EXCLUSIVE on the other table. Observed on 15 to 18.
 */
export const dataHandlers = {
  insert,
  update,
  delete: deleteRows,
  merge,
  select,
  copy,
  call: ignore,
} satisfies Partial<Handlers>;

/** What a procedure does stands in its body, which the operations of its definition show. */
function ignore(): void {
  return;
}

/** Locks the tables that new values of foreign keys are looked up in. */
function lockReferenced(table: ObjectKey, columns: readonly string[] | undefined, scene: Scene): void {
  for (const { columns: own, references, enforced } of foreignKeysOf(scene.schema, table)) {
    if (references === undefined || !enforced) continue;
    if (columns === undefined || own.some((column) => columns.includes(column)))
      scene.lockTree(references, 'ROW SHARE');
  }
}

/** Locks the tables whose rows may point to rows that go or change. */
function lockReferencing(table: ObjectKey, columns: readonly string[] | undefined, scene: Scene): void {
  for (const { table: holder, constraint } of foreignKeysTo(scene.schema, table)) {
    if (constraint.definition.kind !== 'foreign-key' || !constraint.enforced) continue;
    const touched =
      columns === undefined || referencedColumns(scene.schema, constraint).some((column) => columns.includes(column));
    if (!touched) continue;
    const action = columns === undefined ? constraint.definition.onDelete : constraint.definition.onUpdate;
    scene.lockTree(holder, action === 'no-action' || action === 'restrict' ? 'ROW SHARE' : 'ROW EXCLUSIVE');
  }
}

function insert(operation: OperationOf<'insert'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'ROW EXCLUSIVE');
  for (const member of scene.partitionTree(table).slice(1)) scene.lock(member, 'ROW EXCLUSIVE');
  lockReferenced(table, undefined, scene);
  lockQuery(operation.query, scene);
  if (operation.rows === undefined) readsTables(tablesReadBy(operation.query, scene), scene);
  failOnNewLabels(operation.table, operation.literals, scene);
}

/** Without a condition every row is written: an old version of each stays behind until VACUUM. */
function update(operation: OperationOf<'update'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ROW EXCLUSIVE');
  lockReferenced(table, operation.columns, scene);
  lockReferencing(table, operation.columns, scene);
  lockQuery(operation.query, scene);
  failOnNewLabels(operation.table, operation.literals, scene);
  if (operation.limited || !isAlwaysTrue(operation.where)) return;
  scene.scanTree(table);
  if (!scene.mayHaveRows(table)) return;
  for (const column of operation.columns) {
    if (!scene.columnInUse(table, column)) continue;
    scene.loses({ what: 'rows', object: `${table}.${column}`, how: 'all' });
  }
}

function deleteRows(operation: OperationOf<'delete'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ROW EXCLUSIVE');
  lockReferencing(table, undefined, scene);
  lockQuery(operation.query, scene);
  const all = isAlwaysTrue(operation.where) && !operation.limited && !operation.using;
  if (all) scene.scanTree(table);
  if (scene.mayHaveRows(table)) scene.loses({ what: 'rows', object: table, how: all ? 'all' : 'some' });
}

function merge(operation: OperationOf<'merge'>, scene: Scene): void {
  const table = scene.key(operation.table);
  requireFeature('merge', scene, table);
  lockQuery(operation.query, scene);
  scene.lockTree(table, 'ROW EXCLUSIVE');
  lockReferenced(table, undefined, scene);
}

/** SELECT: ACCESS SHARE; with FOR UPDATE and its kin ROW SHARE. */
function select(operation: OperationOf<'select'>, scene: Scene): void {
  lockQuery(operation.query, scene, { mode: operation.locksRows ? 'ROW SHARE' : 'ACCESS SHARE' });
  failOnNewLabels(operation.query.relations[0], operation.literals, scene);
}

function copy(operation: OperationOf<'copy'>, scene: Scene): void {
  if (operation.query !== undefined) {
    lockQuery(operation.query, scene);
    readsTables(tablesReadBy(operation.query, scene), scene);
  }
  if (operation.table === undefined) return;
  const table = scene.key(operation.table);
  if (operation.direction === 'from') {
    for (const member of scene.partitionTree(table)) scene.lock(member, 'ROW EXCLUSIVE');
    lockReferenced(table, undefined, scene);
  } else {
    lockRead(table, scene);
    scene.scan(table);
  }
}
