import type { ObjectKey } from '../../core/name.js';
import type { OperationOf, PartitionBound } from '../../core/operation.js';
import type { Expression } from '../../core/expression.js';
import { excludesBound, provesBound } from '../expressions/index.js';
import { foreignKeysTo } from './dependencies.js';
import { defaultPartitionOf } from './dropping.js';
import type { Handlers } from './handler.js';
import { requireFeature } from './required-features.js';
import type { Scene } from './scene.js';
import { failInTransaction } from './transaction-limits.js';

/**
 * Partitions and inheritance: https://www.postgresql.org/docs/current/sql-altertable.html (ATTACH PARTITION), and
 * ATExecAttachPartition, ATExecDetachPartition and QueuePartitionConstraintValidation in tablecmds.c. Observed on 15
 * to 18.
 */
export const partitionHandlers = {
  'attach-partition': attachPartition,
  'detach-partition': detachPartition,
  'set-inheritance': setInheritance,
} satisfies Partial<Handlers>;

/** CREATE TABLE ... PARTITION OF: ACCESS EXCLUSIVE on the parent (DefineRelation), and the default partition is read. */
export function createPartition(parent: ObjectKey, bound: PartitionBound, scene: Scene): void {
  scene.lock(parent, 'ACCESS EXCLUSIVE');
  lockKeysTo(parent, scene);
  checkDefaultPartition(parent, bound, scene);
}

/** Foreign keys to the parent get triggers on the new partition, which locks the tables that hold them. */
function lockKeysTo(parent: ObjectKey, scene: Scene): void {
  for (const { table } of foreignKeysTo(scene.schema, parent)) {
    for (const member of scene.partitionTree(table)) scene.lock(member, 'SHARE ROW EXCLUSIVE');
  }
}

/** The default partition may hold rows of the new bound: it is locked and read unless a CHECK excludes them. */
function checkDefaultPartition(parent: ObjectKey, bound: PartitionBound, scene: Scene): void {
  const fallback = defaultPartitionOf(parent, scene);
  const key = scene.table(parent)?.partitionBy;
  if (fallback === undefined || bound.kind === 'default') return;
  scene.lockTree(fallback, 'ACCESS EXCLUSIVE');
  for (const { relation } of scene.parts(fallback)) {
    const excluded =
      key !== undefined &&
      excludesBound(validChecks([relation, fallback], scene), key, bound, notNullIn(relation, scene));
    if (!excluded) scene.scan(relation);
  }
  if (!scene.mayHaveRows(fallback)) return;
  const because = 'updated partition constraint for default partition would be violated by some row';
  scene.fails({ when: 'violating-rows-exist', certain: false, object: fallback, because });
}

function attachPartition(operation: OperationOf<'attach-partition'>, scene: Scene): void {
  const parent = scene.key(operation.table);
  const partition = scene.key(operation.partition);
  // Release notes of 12: ATTACH PARTITION no longer blocks queries of the parent.
  scene.lock(parent, scene.postgres >= 12 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE');
  scene.lockTree(partition, 'ACCESS EXCLUSIVE');
  if (operation.bound.kind === 'default') requireFeature('default-partition', scene, partition);
  lockKeysTo(parent, scene);
  lockKeysOf(parent, scene);
  checkRows(parent, partition, operation.bound, scene);
  checkDefaultPartition(parent, operation.bound, scene);
}

/** The partition gets the foreign keys of its parent: SHARE ROW EXCLUSIVE on what they point to. */
function lockKeysOf(parent: ObjectKey, scene: Scene): void {
  for (const { references } of scene.table(parent)?.constraints ?? []) {
    if (references === undefined) continue;
    for (const member of scene.partitionTree(references)) scene.lock(member, 'SHARE ROW EXCLUSIVE');
  }
}

function checkRows(parent: ObjectKey, partition: ObjectKey, bound: PartitionBound, scene: Scene): void {
  const key = scene.table(parent)?.partitionBy;
  let scanned = false;
  for (const { relation, unknown } of scene.parts(partition)) {
    const checks = validChecks([relation, partition], scene);
    if (key !== undefined && provesBound(checks, key, bound, notNullIn(relation, scene))) continue;
    scanned = true;
    scene.scan(relation, unknown ?? (key === undefined ? boundUnknown(parent, partition) : undefined));
  }
  if (!scanned || !scene.mayHaveRows(partition)) return;
  const because = 'partition constraint of the relation is violated by some row';
  scene.fails({ when: 'violating-rows-exist', certain: false, object: partition, because });
}

function boundUnknown(parent: ObjectKey, partition: ObjectKey): string {
  return `The partition key of ${parent} is not in the history, so that no CHECK of ${partition} can be held against it; the migration that creates ${parent} or a schema dump would settle it.`;
}

function validChecks(tables: readonly ObjectKey[], scene: Scene): readonly Expression[] {
  return tables.flatMap((table) =>
    (scene.table(table)?.constraints ?? []).flatMap(({ definition, valid, enforced }) =>
      definition.kind === 'check' && valid && enforced ? [definition.expression] : [],
    ),
  );
}

function notNullIn(table: ObjectKey, scene: Scene): (column: string) => boolean {
  return (column) => scene.column(table, column)?.notNull === true;
}

/**
 * DETACH PARTITION: ACCESS EXCLUSIVE on parent, partition and default partition. CONCURRENTLY (14+): SHARE UPDATE
 * EXCLUSIVE on the parent, and ACCESS EXCLUSIVE on the partition for the moment of its second transaction.
 */
function detachPartition(operation: OperationOf<'detach-partition'>, scene: Scene): void {
  const parent = scene.key(operation.table);
  const partition = scene.key(operation.partition);
  const fallback = defaultPartitionOf(parent, scene);
  const gentle = operation.concurrently || operation.finalize;
  if (gentle) requireFeature('detach-concurrently', scene, partition);
  scene.lock(parent, gentle ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE');
  scene.lock(partition, 'ACCESS EXCLUSIVE');
  if (operation.concurrently) {
    failInTransaction('ALTER TABLE ... DETACH CONCURRENTLY', scene);
    if (fallback !== undefined) {
      const because = 'cannot detach partitions concurrently when a default partition exists';
      scene.fails({ when: 'partitioned', certain: true, object: fallback, because });
    }
  } else if (fallback !== undefined && !operation.finalize) scene.lock(fallback, 'ACCESS EXCLUSIVE');
  for (const { table } of foreignKeysTo(scene.schema, parent)) scene.lock(table, 'SHARE ROW EXCLUSIVE');
  for (const { references } of scene.table(parent)?.constraints ?? []) {
    if (references !== undefined) scene.lock(references, 'SHARE ROW EXCLUSIVE');
  }
  // Queries of the parent no longer find the rows.
  if (scene.inUse(parent)) scene.breaks({ clients: 'readers-and-writers', object: partition, because: 'moved' });
}

/** INHERIT: ACCESS EXCLUSIVE on the child, SHARE UPDATE EXCLUSIVE on the parent; NO INHERIT leaves the parent readable. */
function setInheritance(operation: OperationOf<'set-inheritance'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const parent = scene.key(operation.parent);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  scene.lock(parent, operation.inherit ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE');
  if (!operation.inherit) {
    breakReaders(parent, scene);
    return;
  }
}

function breakReaders(parent: ObjectKey, scene: Scene): void {
  if (scene.inUse(parent)) scene.breaks({ clients: 'readers', object: parent, because: 'behaviour-changed' });
}
