import type { ObjectKey } from '../../core/name.js';
import type { PlacedConstraint } from './dependencies.js';
import { foreignKeysOf, foreignKeysToOrAbove } from './dependencies.js';
import type { Scene } from './scene.js';

/** How a statement drops: with CASCADE or without, and what else it names. */
export interface Dropping {
  readonly cascade: boolean;
  /** What goes already: named by the statement or taken along. Grows while dependents are followed. */
  readonly gone: Set<ObjectKey>;
}

/**
 * What a dropped table takes along: partitions, owned sequences, its foreign keys and, with CASCADE, views, foreign
 * keys to it and inheritance children. Each is locked ACCESS EXCLUSIVE (AcquireDeletionLock in dependency.c); dropping a
 * foreign key locks both its tables. Observed on 10 to 18.
 */
export function dropTableWithAll(table: ObjectKey, scene: Scene, dropping: Dropping): void {
  dropping.gone.add(table);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  lockParent(table, scene);
  for (const sequence of scene.schema.sequencesOf.get(table) ?? []) scene.lock(sequence, 'ACCESS EXCLUSIVE');
  for (const { references } of foreignKeysOf(scene.schema, table)) {
    if (references !== undefined) lockReferenced(references, scene);
  }
  for (const child of scene.schema.childrenOf.get(table) ?? []) dropChild(table, child, scene, dropping);
  for (const view of scene.schema.viewsOf.get(table) ?? []) dropViewOver(table, view, scene, dropping);
  for (const key of foreignKeysToOrAbove(scene.schema, table)) dropForeignKey(table, key, scene, dropping);
}

/** A partition is struck off its parent, whose default partition gets another bound by it. */
function lockParent(table: ObjectKey, scene: Scene): void {
  const parent = scene.table(table)?.partitionOf?.parent;
  if (parent === undefined) return;
  scene.lock(parent, 'ACCESS EXCLUSIVE');
  const fallback = defaultPartitionOf(parent, scene);
  if (fallback !== undefined) scene.lock(fallback, 'ACCESS EXCLUSIVE');
}

/** The DEFAULT partition of a partitioned table. */
export function defaultPartitionOf(parent: ObjectKey, scene: Scene): ObjectKey | undefined {
  for (const child of scene.schema.childrenOf.get(parent) ?? []) {
    if (scene.table(child)?.partitionOf?.bound.kind === 'default') return child;
  }
  return undefined;
}

/**
 * The tables a dropped foreign key points to carry its triggers, which go with it. Before PostgreSQL 15 only the
 * partitions of a partitioned table have them, not the table itself (addFkRecurseReferenced in tablecmds.c). Observed:
 * case drop-referencing-partitioned of the proof.
 */
export function lockReferenced(table: ObjectKey, scene: Scene): void {
  for (const member of scene.partitionTree(table)) {
    if (scene.postgres >= 15 || !scene.isPartitioned(member)) scene.lock(member, 'ACCESS EXCLUSIVE');
  }
}

function lockPartitions(table: ObjectKey, scene: Scene): void {
  for (const member of scene.partitionTree(table)) scene.lock(member, 'ACCESS EXCLUSIVE');
}

function dropChild(table: ObjectKey, child: ObjectKey, scene: Scene, dropping: Dropping): void {
  if (dropping.gone.has(child)) return;
  // Partitions go with their parent; inheritance children only with CASCADE.
  const isPartition = scene.table(child)?.partitionOf !== undefined;
  if (!isPartition && !dropping.cascade) {
    failOnDependent(table, child, scene);
    return;
  }
  scene.loses({ what: 'table', object: child, how: 'all', cascaded: true });
  breakClients(child, scene);
  dropTableWithAll(child, scene, dropping);
}

/** A view goes when what it reads goes, and takes the views over it along. */
export function dropViewOver(relation: ObjectKey, view: ObjectKey, scene: Scene, dropping: Dropping): void {
  if (dropping.gone.has(view)) return;
  if (!dropping.cascade) {
    const because = `cannot drop ${relation} because view ${view} depends on it`;
    scene.fails({ when: 'view-depends', certain: true, object: view, because });
    return;
  }
  const materialized = scene.schema.views.get(view)?.materialized === true;
  scene.loses({ what: materialized ? 'materialized-view' : 'view', object: view, how: 'all', cascaded: true });
  breakClients(view, scene);
  dropViewWithAll(view, scene, dropping);
}

/** What a dropped view takes along. */
export function dropViewWithAll(view: ObjectKey, scene: Scene, dropping: Dropping): void {
  dropping.gone.add(view);
  scene.lock(view, 'ACCESS EXCLUSIVE');
  for (const over of scene.schema.viewsOf.get(view) ?? []) dropViewOver(view, over, scene, dropping);
}

/** A foreign key that points to what is dropped: a table, or a column or constraint of the table `target`. */
export function dropForeignKey(
  dropped: string,
  key: PlacedConstraint,
  scene: Scene,
  dropping: Dropping,
  target: ObjectKey = dropped,
): void {
  const { table: holder, constraint } = key;
  if (dropping.gone.has(holder)) return;
  const object = `${holder}.${constraint.name}`;
  if (!dropping.cascade) {
    const because = `cannot drop ${dropped} because constraint ${constraint.name} on table ${holder} depends on it`;
    scene.fails({ when: 'objects-depend', certain: true, object, because });
    return;
  }
  lockPartitions(holder, scene);
  lockReferenced(constraint.references ?? target, scene);
  scene.loses({ what: 'constraint', object, how: 'all', cascaded: true });
}

function failOnDependent(object: ObjectKey, dependent: ObjectKey, scene: Scene): void {
  const because = `cannot drop ${object} because ${dependent} depends on it`;
  scene.fails({ when: 'objects-depend', certain: true, object: dependent, because });
}

/** What a DROP names is lost, and running code that uses it breaks. */
export function loseNamed(
  what: 'table' | 'view' | 'materialized-view',
  relation: ObjectKey,
  { cascade, ifExists }: { readonly cascade: boolean; readonly ifExists: boolean },
  scene: Scene,
): void {
  const known = scene.table(relation)?.complete === true || scene.schema.views.has(relation);
  const doubt = known ? undefined : dropUnknown(relation, ifExists, cascade);
  scene.loses({ what, object: relation, how: 'all', ...(doubt === undefined ? {} : { unknown: doubt }) });
  breakClients(relation, scene);
}

function dropUnknown(relation: ObjectKey, ifExists: boolean, cascade: boolean): string | undefined {
  const settle = 'The migration that creates it or a schema dump would settle it.';
  if (ifExists) return `Whether ${relation} exists is not in the history. ${settle}`;
  return cascade ? `What CASCADE takes along with ${relation} is not in the history. ${settle}` : undefined;
}

/** Running code that uses the relation breaks. */
export function breakClients(relation: ObjectKey, scene: Scene): void {
  if (scene.inUse(relation)) scene.breaks({ clients: 'readers-and-writers', object: relation, because: 'removed' });
}
