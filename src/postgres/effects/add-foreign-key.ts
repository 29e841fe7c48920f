import type { ObjectKey } from '../../core/name.js';
import { displayName } from '../../core/name.js';
import type { ForeignKeyConstraint } from '../../core/operation.js';
import { breakWriters } from './constraint-hazards.js';
import type { Placement } from './constraint-hazards.js';
import { canReference } from './foreign-key-target.js';
import type { Scene } from './scene.js';

/** FOREIGN KEY: SHARE ROW EXCLUSIVE on both tables, which its check reads. */
export function addForeignKey(
  table: ObjectKey,
  constraint: ForeignKeyConstraint,
  scene: Scene,
  { newColumn }: Placement,
): void {
  const referenced = scene.key(constraint.references);
  for (const member of scene.partitionTree(table)) scene.lock(member, 'SHARE ROW EXCLUSIVE');
  for (const member of scene.partitionTree(referenced)) scene.lock(member, 'SHARE ROW EXCLUSIVE');
  if (!canReference(table, constraint, scene, newColumn)) return;
  if (newColumn === undefined && constraint.enforced) breakWriters(table, scene);
  if (constraint.notValid || !constraint.enforced) return;
  if (partitionsHaveIt(table, constraint, referenced, scene)) {
    // Their own keys become parts of this one and lose their triggers; observed on 16 and 18.
    scene.lock(referenced, 'ACCESS EXCLUSIVE');
    return;
  }
  if (!scene.mayHaveRows(table)) return;
  if (constraint.match === 'simple' && constraint.columns.some((column) => holdsOnlyNulls(table, column, scene))) {
    // Rows with a NULL in the key have no match to look up: the other table is not read.
    scene.scanPartitions(table);
    return;
  }
  validateForeignKey(table, referenced, scene);
  scene.fails({
    when: 'violating-rows-exist',
    certain: false,
    object: table,
    because: `a row has no match in ${displayName(constraint.references)} and violates the foreign key constraint`,
  });
}

/** Whether the column was added by this transaction without a value, and no row has been written since. */
function holdsOnlyNulls(table: ObjectKey, name: string, scene: Scene): boolean {
  const { transaction } = scene.schema;
  const column = scene.column(table, name);
  if (column?.known !== true || column.birth.transaction !== transaction) return false;
  if (column.default !== undefined || column.identity !== undefined || column.generated !== undefined) return false;
  return scene.table(table)?.writtenIn !== transaction;
}

/** Whether each partition has an equal, valid foreign key, so that nothing is left to check (tryAttachPartitionForeignKey). */
function partitionsHaveIt(
  table: ObjectKey,
  wanted: ForeignKeyConstraint,
  referenced: ObjectKey,
  scene: Scene,
): boolean {
  if (!scene.isPartitioned(table)) return false;
  const partitions = scene.parts(table).map(({ relation }) => scene.table(relation)?.constraints ?? []);
  return (
    scene.schema.childrenOf.has(table) &&
    partitions.every((constraints) =>
      constraints.some(
        ({ definition, valid, references }) =>
          definition.kind === 'foreign-key' &&
          valid &&
          references === referenced &&
          definition.columns.join() === wanted.columns.join() &&
          definition.onDelete === wanted.onDelete &&
          definition.onUpdate === wanted.onUpdate,
      ),
    )
  );
}

/** The check of a foreign key joins both tables (RI_Initial_Check in ri_triggers.c). */
export function validateForeignKey(table: ObjectKey, referenced: ObjectKey | undefined, scene: Scene): void {
  scene.scanPartitions(table);
  if (referenced !== undefined) scene.scanPartitions(referenced);
}
