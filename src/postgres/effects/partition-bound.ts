import type { ObjectKey } from '../../core/name.js';
import type { Scene } from './scene.js';

/**
 * A statement that looks up the bound of a partition reads it from what the table is a partition of: ACCESS SHARE on
 * each, once per session (generate_partition_qual in partcache.c). Rows written into a partition directly are held
 * against its bound; before PostgreSQL 14 a DELETE or TRUNCATE looked it up too (InitResultRelInfo in execMain.c).
 * Observed: cases insert-partition, update-partition, delete-partition and truncate-partition of the proof.
 */
export function lockForBound(partition: ObjectKey, scene: Scene): void {
  const parent = scene.table(partition)?.partitionOf?.parent;
  if (parent === undefined) return;
  scene.lock(parent, 'ACCESS SHARE');
  lockForBound(parent, scene);
}
