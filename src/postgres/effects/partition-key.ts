import type { ObjectKey } from '../../core/name.js';
import type { Scene } from './scene.js';

/**
 * A unique index on a partitioned table must hold every column of the partition key, because each partition checks
 * only itself. https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-LIMITATIONS
 */
export function failOnPartitionKey(table: ObjectKey, columns: readonly string[], scene: Scene): void {
  const keys = scene.table(table)?.partitionBy?.keys;
  if (keys === undefined || scene.postgres < 11) return;
  const missing = keys.find((key) => !('column' in key) || !columns.includes(key.column));
  if (missing === undefined) return;
  const because = 'unique constraint on partitioned table must include all partitioning columns';
  scene.fails({ when: 'partitioned', certain: true, object: table, because });
}
