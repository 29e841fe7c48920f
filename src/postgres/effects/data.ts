import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import { isAlwaysTrue } from '../expressions/index.js';
import { foreignKeysOf, foreignKeysTo, referencedColumns } from './dependencies.js';
import { failOnNewLabels } from './enum-labels.js';
import type { Handlers } from './handler.js';
import { lockForBound } from './partition-bound.js';
import { shortName } from './preconditions.js';
import { lockQuery, lockRead, readsTables, tablesReadBy } from './query-use.js';
import { requireFeature } from './required-features.js';
import type { Scene } from './scene.js';

/**
 * Statements that read and write rows: ROW EXCLUSIVE on the table they write and ACCESS SHARE on what they read. Foreign
 * keys are followed by queries of their own (ri_triggers.c), which take ROW SHARE or, where they change rows, ROW
 * EXCLUSIVE on the other table. Observed on 10 to 18.
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
  for (const { columns: own, references, enforced, definition } of foreignKeysOf(scene.schema, table)) {
    if (references === undefined || !enforced || definition.initiallyDeferred === true) continue;
    if (columns !== undefined && !own.some((column) => columns.includes(column))) continue;
    scene.lock(references, 'ROW SHARE');
    const unknown = `Which partitions of ${references} hold the rows that are referred to depends on the values.`;
    for (const member of scene.tree(references).slice(1)) scene.lock(member, 'ROW SHARE', unknown);
  }
}

/** Locks the tables whose rows may point to rows that go or change. */
function lockReferencing(
  table: ObjectKey,
  columns: readonly string[] | undefined,
  scene: Scene,
  unknown?: string,
): void {
  for (const { table: holder, constraint } of foreignKeysTo(scene.schema, table)) {
    if (constraint.definition.kind !== 'foreign-key' || !constraint.enforced) continue;
    if (constraint.definition.initiallyDeferred === true) continue;
    const touched =
      columns === undefined || referencedColumns(scene.schema, constraint).some((column) => columns.includes(column));
    if (!touched) continue;
    const action = columns === undefined ? constraint.definition.onDelete : constraint.definition.onUpdate;
    const mode = action === 'no-action' || action === 'restrict' ? 'ROW SHARE' : 'ROW EXCLUSIVE';
    for (const member of scene.tree(holder)) scene.lock(member, mode, unknown);
  }
}

function insert(operation: OperationOf<'insert'>, scene: Scene): void {
  const table = scene.key(operation.table);
  lockWritten(table, scene);
  lockForBound(table, scene);
  lockReferenced(table, filledColumns(operation, table, scene), scene);
  lockQuery(operation.query, scene);
  if (operation.rows === undefined) readsTables(tablesReadBy(operation.query, scene), scene);
  failOnNewLabels(operation.table, operation.literals, scene);
}

/** Rows of a partitioned table go to the partitions their values choose; rows of a view to its table. */
function lockWritten(table: ObjectKey, scene: Scene): void {
  scene.lock(table, 'ROW EXCLUSIVE');
  for (const member of scene.partitionTree(table).slice(1)) {
    scene.lock(member, 'ROW EXCLUSIVE', `Which partitions of ${table} the rows go to depends on their values.`);
  }
  lockBehindView(table, scene);
}

/** A view that can be written writes its table. */
function lockBehindView(view: ObjectKey, scene: Scene): void {
  for (const relation of scene.schema.views.get(view)?.relations ?? []) {
    if (relation !== view) lockWritten(relation, scene);
  }
}

/** The columns an INSERT may give a value: those it lists and those with a default. Undefined for all. */
function filledColumns(
  { columns }: OperationOf<'insert'>,
  table: ObjectKey,
  scene: Scene,
): readonly string[] | undefined {
  const known = scene.table(table);
  if (columns.length === 0 || known === undefined) return undefined;
  const others = [...known.columns.values()].filter(
    (column) => !column.known || column.default !== undefined || column.identity !== undefined,
  );
  return [...columns, ...others.map(({ name }) => name)];
}

/** Without a condition every row is written: an old version of each stays behind until VACUUM. */
function update(operation: OperationOf<'update'>, scene: Scene): void {
  const table = scene.key(operation.table);
  lockBehindView(table, scene);
  scene.lockTree(table, 'ROW EXCLUSIVE');
  lockForBound(table, scene);
  lockReferenced(table, operation.columns, scene);
  lockReferencing(
    table,
    operation.columns,
    scene,
    `Whether keys that others refer to change depends on the rows of ${table}.`,
  );
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
  lockBehindView(table, scene);
  scene.lockTree(table, 'ROW EXCLUSIVE');
  if (scene.postgres < 14) lockForBound(table, scene);
  const some = operation.where === undefined ? undefined : `Whether rows go depends on those of ${table}.`;
  lockReferencing(table, undefined, scene, some);
  lockQuery(operation.query, scene);
  const all = isAlwaysTrue(operation.where) && !operation.limited && !operation.using;
  if (all) deletesAll(table, scene);
  if (scene.mayHaveRows(table)) scene.loses({ what: 'rows', object: table, how: all ? 'all' : 'some' });
}

/** Rows that others refer to stay, unless the foreign key cascades. */
function deletesAll(table: ObjectKey, scene: Scene): void {
  scene.scanTree(table);
  if (!scene.mayHaveRows(table)) return;
  for (const { table: holder, constraint } of foreignKeysTo(scene.schema, table)) {
    const { definition } = constraint;
    if (definition.kind !== 'foreign-key' || !constraint.enforced) continue;
    if (definition.onDelete !== 'no-action' && definition.onDelete !== 'restrict') continue;
    const because = `delete on table "${shortName(table)}" violates foreign key constraint "${constraint.name}" on table "${shortName(holder)}" where a row refers to it`;
    scene.fails({ when: 'violating-rows-exist', certain: false, object: `${holder}.${constraint.name}`, because });
  }
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
    lockForBound(table, scene);
    lockReferenced(table, undefined, scene);
  } else {
    lockRead(table, scene);
    scene.scan(table);
  }
}
