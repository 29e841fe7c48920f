import type { OperationOf } from '../../core/operation.js';
import { indexKey } from '../../core/schema.js';
import { foreignKeysOf, foreignKeysTo } from './dependencies.js';
import type { Handlers } from './handler.js';
import { shortName } from './preconditions.js';
import { requireFeature } from './required-features.js';
import type { Scene } from './scene.js';

/** Where and how a table is stored. The locks are those of AlterTableGetLockLevel in tablecmds.c; observed on 10 to 18. */
export const storageHandlers = {
  'set-persistence': setPersistence,
  'set-tablespace': setTablespace,
  'move-tablespace': moveTablespace,
  'set-access-method': setAccessMethod,
  'set-storage-parameters': setStorageParameters,
  'set-cluster-index': setClusterIndex,
  'set-replica-identity': setReplicaIdentity,
  'set-row-security': setRowSecurity,
} satisfies Partial<Handlers>;

/** SET LOGGED and SET UNLOGGED rewrite a table whose persistence changes (ATPrepChangePersistence). */
function setPersistence(operation: OperationOf<'set-persistence'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  const known = scene.table(table);
  if (known?.complete === true && known.persistence === operation.persistence) return;
  failOnForeignKeys(operation, scene);
  if (scene.isPartitioned(table)) {
    if (scene.postgres >= 18) {
      const because = 'ALTER action SET LOGGED/UNLOGGED cannot be performed on a partitioned table';
      scene.fails({ when: 'partitioned', certain: true, object: table, because });
    }
    return;
  }
  const unknown = `Whether ${table} is ${operation.persistence} already is not in the history; the migration that creates it or a schema dump would settle it.`;
  const because = operation.persistence === 'permanent' ? 'SET LOGGED' : 'SET UNLOGGED';
  scene.rewrite(table, because, known?.complete === true ? undefined : unknown);
  scene.scan(table, known?.complete === true ? undefined : unknown);
}

/** A permanent table may not refer to an unlogged one. */
function failOnForeignKeys(operation: OperationOf<'set-persistence'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const toUnlogged = operation.persistence === 'unlogged';
  const others = toUnlogged
    ? foreignKeysTo(scene.schema, table).map((key) => key.table)
    : foreignKeysOf(scene.schema, table).flatMap(({ references }) => references ?? []);
  const other = others.find(
    (key) => key !== table && scene.table(key)?.persistence === (toUnlogged ? 'permanent' : 'unlogged'),
  );
  if (other === undefined) return;
  const because = toUnlogged
    ? `could not change the table to unlogged because logged table ${other} references it`
    : `could not change the table to logged because it references unlogged table ${other}`;
  scene.fails({ when: 'objects-depend', certain: true, object: other, because });
}

/** SET TABLESPACE copies the files block by block (ATExecSetTableSpace): new storage, but no scan that is counted. */
function setTablespace(operation: OperationOf<'set-tablespace'>, scene: Scene): void {
  const isIndex = operation.relationKind === 'index';
  const relation = isIndex ? indexKey(scene.schema, operation.relation) : scene.key(operation.relation);
  scene.lock(relation, 'ACCESS EXCLUSIVE');
  if (scene.isPartitioned(relation)) return;
  const unknown = `Whether ${relation} is in the tablespace ${operation.tablespace} already is not in the history; it would stay as it is then. pg_class.reltablespace on the database would settle it.`;
  const because = `the move to the tablespace ${operation.tablespace}`;
  const index = scene.schema.indexes.get(relation);
  if (index === undefined) scene.rewrite(relation, because, unknown);
  else scene.rebuildIndexes(index.table, [shortName(index.key)], because, unknown);
}

/**
 * ALL IN TABLESPACE locks every relation it moves ACCESS EXCLUSIVE before it moves the first (AlterTableMoveAll in
 * tablecmds.c; observed on 18). The history keeps no tablespaces, so none of them can be named.
 */
function moveTablespace(operation: OperationOf<'move-tablespace'>, scene: Scene): void {
  if (operation.from !== 'pg_global' && operation.tablespace !== 'pg_global') return;
  const because = 'cannot move relations in to or out of pg_global tablespace';
  scene.fails({ when: 'unsupported', certain: true, object: operation.from, because });
}

function setAccessMethod(operation: OperationOf<'set-access-method'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  requireFeature('set-access-method', scene, table);
  if (scene.isPartitioned(table)) {
    requireFeature('partitioned-access-method', scene, table);
    return;
  }
  const unknown = `Whether ${table} uses the access method ${operation.accessMethod} already is not in the history; it would stay as it is then. pg_class.relam on the database would settle it.`;
  scene.rewriteTree(table, `the access method ${operation.accessMethod}`, unknown);
}

/**
 * Storage parameters that need ACCESS EXCLUSIVE; the others take SHARE UPDATE EXCLUSIVE (the lock modes stand in the
 * tables of reloptions.c).
 */
const exclusiveParameters = new Set([
  'user_catalog_table',
  'security_barrier',
  'security_invoker',
  'check_option',
  'buffering',
  'fastupdate',
  'gin_pending_list_limit',
  'autosummarize',
  'pages_per_range',
]);

function setStorageParameters(operation: OperationOf<'set-storage-parameters'>, scene: Scene): void {
  const isIndex = operation.relationKind === 'index';
  const relation = isIndex ? indexKey(scene.schema, operation.relation) : scene.key(operation.relation);
  const strict =
    operation.relationKind === 'view' || operation.parameters.some((parameter) => exclusiveParameters.has(parameter));
  scene.lock(relation, strict ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE');
  if (!scene.isPartitioned(relation)) return;
  const because = 'cannot specify storage parameters for a partitioned table';
  scene.fails({ when: 'partitioned', certain: true, object: relation, because });
}

/** CLUSTER ON only marks the index: SHARE UPDATE EXCLUSIVE on the table and the index. */
function setClusterIndex(operation: OperationOf<'set-cluster-index'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'SHARE UPDATE EXCLUSIVE');
  if (operation.index !== undefined) scene.lock(siblingIndex(table, operation.index), 'SHARE UPDATE EXCLUSIVE');
}

function setReplicaIdentity(operation: OperationOf<'set-replica-identity'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  if (operation.index === undefined) return;
  const key = siblingIndex(table, operation.index);
  scene.lock(key, 'SHARE');
  const nullable = scene.schema.indexes
    .get(key)
    ?.keys.find(({ column }) => column !== undefined && scene.column(table, column)?.notNull === false)?.column;
  if (nullable === undefined) return;
  const because = `index "${operation.index}" cannot be used as replica identity because column "${nullable}" is nullable`;
  scene.fails({ when: 'not-unique-index', certain: true, object: key, because });
}

/** An index lives in the schema of its table. */
function siblingIndex(table: string, index: string): string {
  return `${table.slice(0, table.indexOf('.'))}.${index}`;
}

/** Row security hides rows from roles that own nothing, as soon as it is enabled. */
function setRowSecurity(operation: OperationOf<'set-row-security'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  if (scene.inUse(table)) scene.breaks({ clients: 'readers-and-writers', object: table, because: 'row-security' });
}
