import type { ObjectKey } from '../../core/name.js';
import type { OperationOf, PartitionBound } from '../../core/operation.js';
import type { Expression } from '../../core/expression.js';
import type { TypeReference } from '../../core/type.js';
import { excludesBound, provesBound } from '../expressions/index.js';
import { validateForeignKey } from './add-foreign-key.js';
import { foreignKeysTo } from './dependencies.js';
import { defaultPartitionOf } from './dropping.js';
import type { Handlers } from './handler.js';
import { requireFeature } from './required-features.js';
import { lacksIndexesOf } from './matching-index.js';
import { shortName } from './preconditions.js';
import type { Scene } from './scene.js';
import { failInTransaction } from './transaction-limits.js';

/**
 * Partitions and inheritance: https://www.postgresql.org/docs/current/sql-altertable.html (ATTACH PARTITION), and
 * ATExecAttachPartition, ATExecDetachPartition and QueuePartitionConstraintValidation in tablecmds.c. Observed on 10
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
  if (!requirePartitioned(parent, scene)) return;
  failOnOverlap(parent, bound, scene);
  lockKeysOf(parent, scene);
  lockKeysTo(parent, scene);
  checkDefaultPartition(parent, bound, scene);
}

/** Foreign keys to the parent get triggers on the new partition, which locks the tables that hold them. */
function lockKeysTo(parent: ObjectKey, scene: Scene): void {
  for (const { table } of foreignKeysTo(scene.schema, parent)) {
    for (const member of scene.partitionTree(table)) scene.lock(member, 'SHARE ROW EXCLUSIVE');
  }
}

/** Partitions whose bounds would overlap are refused (check_new_partition_bound in partbounds.c). */
function failOnOverlap(parent: ObjectKey, bound: PartitionBound, scene: Scene): void {
  for (const child of scene.schema.childrenOf.get(parent) ?? []) {
    const other = scene.table(child)?.partitionOf?.bound;
    if (other === undefined || !overlap(bound, other)) continue;
    const because = `the new partition would overlap partition "${shortName(child)}"`;
    scene.fails({ when: 'exists', certain: true, object: child, because });
  }
}

/** Whether two bounds surely overlap, by their texts: ranges need knowledge of the type and are left to the database. */
function overlap(a: PartitionBound, b: PartitionBound): boolean {
  if (a.kind === 'default' || b.kind === 'default') return a.kind === b.kind;
  if (a.kind === 'list' && b.kind === 'list') return a.values.some((value) => b.values.includes(value));
  if (a.kind === 'hash' && b.kind === 'hash') return a.modulus === b.modulus && a.remainder === b.remainder;
  return a.kind === 'range' && b.kind === 'range' && a.from.join() === b.from.join() && a.to.join() === b.to.join();
}

/** Fails when the parent is known and not partitioned. */
function requirePartitioned(parent: ObjectKey, scene: Scene): boolean {
  const known = scene.table(parent);
  if (known?.complete !== true || known.partitionBy !== undefined) return true;
  const because = `"${shortName(parent)}" is not partitioned`;
  scene.fails({ when: 'unsupported', certain: true, object: parent, because });
  return false;
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
      excludesBound(
        validChecks([relation, fallback], scene),
        key,
        bound,
        notNullIn(relation, scene),
        typesIn(relation, scene),
      );
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
  if (!requirePartitioned(parent, scene) || !requireDetached(partition, scene)) return;
  failOnOverlap(parent, operation.bound, scene);
  failOnOtherColumns(parent, partition, scene);
  if (operation.bound.kind === 'default') requireFeature('default-partition', scene, partition);
  lockKeysTo(parent, scene);
  giveForeignKeys(parent, partition, scene);
  checkRows(parent, partition, operation.bound, scene);
  if (lacksIndexesOf(parent, partition, scene)) scene.buildIndex(partition);
  checkDefaultPartition(parent, operation.bound, scene);
}

function requireDetached(partition: ObjectKey, scene: Scene): boolean {
  if (scene.table(partition)?.partitionOf === undefined) return true;
  const because = `"${shortName(partition)}" is already a partition`;
  scene.fails({ when: 'unsupported', certain: true, object: partition, because });
  return false;
}

/** Child and parent must have the same columns; an inheritance child may have more. */
function failOnOtherColumns(parent: ObjectKey, child: ObjectKey, scene: Scene, mayHaveMore = false): void {
  const [above, below] = [scene.table(parent), scene.table(child)];
  if (above?.complete !== true || below?.complete !== true) return;
  const missing = [...above.columns.keys()].find((column) => !below.columns.has(column));
  const extra = mayHaveMore ? undefined : [...below.columns.keys()].find((column) => !above.columns.has(column));
  if (missing === undefined && extra === undefined) return;
  const because =
    missing === undefined
      ? `table "${shortName(child)}" contains column "${extra ?? ''}" not found in parent "${shortName(parent)}"`
      : `child table is missing column "${missing}"`;
  scene.fails({ when: 'missing', certain: true, object: child, because });
}

/** A new partition gets the foreign keys of its parent: SHARE ROW EXCLUSIVE on what they point to. */
function lockKeysOf(parent: ObjectKey, scene: Scene): void {
  for (const { references } of scene.table(parent)?.constraints ?? []) {
    if (references === undefined) continue;
    for (const member of scene.partitionTree(references)) scene.lock(member, 'SHARE ROW EXCLUSIVE');
  }
}

/**
 * The partition gets the foreign keys of its parent, SHARE ROW EXCLUSIVE on what they point to, and its rows are checked
 * unless it has the same key, valid, already (tryAttachPartitionForeignKey).
 */
function giveForeignKeys(parent: ObjectKey, partition: ObjectKey, scene: Scene): void {
  const own = scene.table(partition)?.constraints ?? [];
  for (const { references, columns, valid, enforced } of scene.table(parent)?.constraints ?? []) {
    if (references === undefined) continue;
    for (const member of scene.partitionTree(references)) scene.lock(member, 'SHARE ROW EXCLUSIVE');
    const has = own.some((key) => key.references === references && key.valid && key.columns.join() === columns.join());
    // A table without rows has nothing to look up.
    if (has || !valid || !enforced || !scene.mayHaveRows(partition)) continue;
    validateForeignKey(partition, references, scene);
    const because = 'a row of the partition violates a foreign key of its parent';
    scene.fails({ when: 'violating-rows-exist', certain: false, object: partition, because });
  }
}

function checkRows(parent: ObjectKey, partition: ObjectKey, bound: PartitionBound, scene: Scene): void {
  const key = scene.table(parent)?.partitionBy;
  let scanned = false;
  for (const { relation, unknown } of scene.parts(partition)) {
    const checks = validChecks([relation, partition], scene);
    if (key !== undefined && provesBound(checks, key, bound, notNullIn(relation, scene), typesIn(relation, scene)))
      continue;
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

/** Without the types of the key columns only constants without casts would be believed. */
function typesIn(table: ObjectKey, scene: Scene): (column: string) => TypeReference | undefined {
  return (column) => scene.column(table, column)?.type;
}

function notNullIn(table: ObjectKey, scene: Scene): (column: string) => boolean {
  return (column) => scene.column(table, column)?.notNull === true;
}

/**
 * DETACH PARTITION: ACCESS EXCLUSIVE on parent, partition and default partition; before 14 only SHARE UPDATE EXCLUSIVE on
 * the partition itself, observed on 10 to 13. CONCURRENTLY (14+): SHARE UPDATE
 * EXCLUSIVE on the parent, and ACCESS EXCLUSIVE on the partition for the moment of its second transaction.
 */
function detachPartition(operation: OperationOf<'detach-partition'>, scene: Scene): void {
  const parent = scene.key(operation.table);
  const partition = scene.key(operation.partition);
  const fallback = defaultPartitionOf(parent, scene);
  const gentle = operation.concurrently || operation.finalize;
  if (gentle) requireFeature('detach-concurrently', scene, partition);
  scene.lock(parent, gentle ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE');
  for (const member of scene.tree(partition)) {
    const readable = member === partition && scene.postgres < 14;
    scene.lock(member, readable ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE');
  }
  if (!requireAttached(parent, partition, scene)) return;
  if (operation.concurrently) {
    failInTransaction('ALTER TABLE ... DETACH CONCURRENTLY', scene);
    if (fallback !== undefined) {
      const because = 'cannot detach partitions concurrently when a default partition exists';
      scene.fails({ when: 'partitioned', certain: true, object: fallback, because });
    }
  } else if (fallback !== undefined && !operation.finalize) scene.lock(fallback, 'ACCESS EXCLUSIVE');
  checkKeysTo(parent, partition, scene);
  for (const { references } of scene.table(parent)?.constraints ?? []) {
    if (references !== undefined) scene.lock(references, 'SHARE ROW EXCLUSIVE');
  }
  // Queries of the parent no longer find the rows.
  if (scene.inUse(parent)) scene.breaks({ clients: 'readers-and-writers', object: partition, because: 'moved' });
}

function requireAttached(parent: ObjectKey, partition: ObjectKey, scene: Scene): boolean {
  const known = scene.table(partition);
  if (known?.complete !== true || known.partitionOf?.parent === parent) return true;
  const because = `relation "${shortName(partition)}" is not a partition of relation "${shortName(parent)}"`;
  scene.fails({ when: 'missing', certain: true, object: partition, because });
  return false;
}

/** No row may refer to the partition: both sides are read, under ACCESS EXCLUSIVE (RI_PartitionRemove_Check). */
function checkKeysTo(parent: ObjectKey, partition: ObjectKey, scene: Scene): void {
  for (const { table } of foreignKeysTo(scene.schema, parent)) {
    for (const member of scene.partitionTree(table)) scene.lock(member, 'ACCESS EXCLUSIVE');
    for (const member of scene.parts(partition)) scene.lock(member.relation, 'ACCESS EXCLUSIVE');
    scene.scanPartitions(table);
    scene.scanPartitions(partition);
    const because = `removing partition "${shortName(partition)}" violates a foreign key constraint of ${table}`;
    scene.fails({ when: 'violating-rows-exist', certain: false, object: table, because });
  }
}

/** INHERIT: ACCESS EXCLUSIVE on the child, SHARE UPDATE EXCLUSIVE on the parent; NO INHERIT leaves the parent readable. */
function setInheritance(operation: OperationOf<'set-inheritance'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const parent = scene.key(operation.parent);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  scene.lock(parent, operation.inherit ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE');
  const known = scene.table(table);
  if (operation.inherit) failOnOtherColumns(parent, table, scene, true);
  else if (known?.complete === true && !known.inherits.includes(parent)) {
    const because = `relation "${shortName(parent)}" is not a parent of relation "${shortName(table)}"`;
    scene.fails({ when: 'missing', certain: true, object: parent, because });
  } else breakReaders(parent, scene);
}

function breakReaders(parent: ObjectKey, scene: Scene): void {
  if (scene.inUse(parent)) scene.breaks({ clients: 'readers', object: parent, because: 'behaviour-changed' });
}
