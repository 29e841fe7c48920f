import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import { indexesOf } from './dependencies.js';
import type { Handlers } from './handler.js';
import { lockRead } from './query-use.js';
import type { Scene } from './scene.js';
import { failInTransaction } from './transaction-limits.js';

/** LOCK, VACUUM, ANALYZE and CLUSTER: vacuum.c, cluster.c, lockcmds.c. Observed on 10 to 18. */
export const maintenanceHandlers = {
  'lock-table': lockTable,
  vacuum,
  analyze,
  cluster,
} satisfies Partial<Handlers>;

/** LOCK TABLE follows children, and what a view reads (11+). */
function lockTable(operation: OperationOf<'lock-table'>, scene: Scene): void {
  const table = scene.key(operation.table);
  if (operation.only) scene.lock(table, operation.mode);
  else lockRead(table, scene, operation.mode);
  if (scene.inTransaction) return;
  const because = 'LOCK TABLE can only be used in transaction blocks';
  scene.fails({ when: 'outside-transaction', certain: true, object: table, because });
}

/** VACUUM: SHARE UPDATE EXCLUSIVE; FULL writes the table anew under ACCESS EXCLUSIVE. */
function vacuum(operation: OperationOf<'vacuum'>, scene: Scene): void {
  failInTransaction('VACUUM', scene);
  const tables =
    operation.table === undefined ? storedRelations(scene) : scene.partitionTree(scene.key(operation.table));
  for (const table of tables) {
    scene.lock(table, operation.full ? 'ACCESS EXCLUSIVE' : 'SHARE UPDATE EXCLUSIVE');
    if (scene.isPartitioned(table)) continue;
    if (!operation.full) continue;
    scene.scan(table);
    scene.rewrite(table, 'VACUUM FULL');
  }
}

/**
 * ANALYZE reads a sample of the rows: SHARE UPDATE EXCLUSIVE on the table and its partitions; of inheritance children it
 * only reads. Observed on 10 to 18: cases analyze-partitioned and analyze-inherited of the proof.
 */
function analyze(operation: OperationOf<'analyze'>, scene: Scene): void {
  if (operation.table === undefined) {
    for (const relation of storedRelations(scene)) scene.lock(relation, 'SHARE UPDATE EXCLUSIVE');
    return;
  }
  const named = scene.key(operation.table);
  for (const table of scene.tree(named)) {
    // Inheritance children are only sampled before 18, partitions analysed too; observed on 16 to 18.
    const own = table === named || scene.postgres >= 18 || scene.isPartitioned(named);
    scene.lock(table, own ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE');
  }
}

/** All tables and materialized views that the history shows. */
function storedRelations(scene: Scene): readonly ObjectKey[] {
  const { tables, views } = scene.schema;
  return [...tables.keys(), ...[...views.values()].flatMap(({ key, materialized }) => (materialized ? key : []))];
}

function cluster(operation: OperationOf<'cluster'>, scene: Scene): void {
  if (operation.table === undefined) {
    failInTransaction('CLUSTER without a table', scene);
    return;
  }
  const table = scene.key(operation.table);
  if (scene.isPartitioned(table)) {
    if (scene.postgres >= 15) failInTransaction('CLUSTER on a partitioned table', scene);
    else {
      const because = 'cannot cluster a partitioned table';
      scene.fails({ when: 'partitioned', certain: true, object: table, because });
    }
  }
  for (const member of scene.partitionTree(table)) rewriteInOrder(member, scene);
}

function rewriteInOrder(table: ObjectKey, scene: Scene): void {
  scene.lock(table, 'ACCESS EXCLUSIVE');
  if (scene.isPartitioned(table)) return;
  for (const { key } of indexesOf(scene.schema, table)) scene.lock(key, 'ACCESS EXCLUSIVE');
  scene.scan(table);
  scene.rewrite(table, 'CLUSTER');
}
