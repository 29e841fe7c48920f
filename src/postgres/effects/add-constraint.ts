import type { ObjectKey } from '../../core/name.js';
import type { CheckConstraint, ConstraintDefinition, NotNullConstraint, OperationOf } from '../../core/operation.js';
import { addForeignKey } from './add-foreign-key.js';
import { addExclusion, addUnique } from './add-key.js';
import { breakWriters } from './constraint-hazards.js';
import type { Placement } from './constraint-hazards.js';
import { failOnNewLabelsIn } from './enum-labels.js';
import { breakWritersWithout, scanForNotNull } from './not-null.js';
import { requireColumnsOf, requireFreeRelation, shortName } from './preconditions.js';
import { requireConstraintFeatures } from './required-features.js';
import type { Scene } from './scene.js';

/**
 * ADD CONSTRAINT. The lock comes with the kind of constraint (AlterTableGetLockLevel in tablecmds.c): SHARE ROW
 * EXCLUSIVE for foreign keys, ACCESS EXCLUSIVE for all others, NOT VALID or not.
 */
export function addConstraint(operation: OperationOf<'add-constraint'>, scene: Scene): void {
  const table = scene.key(operation.table);
  failWhenTaken(operation, table, scene);
  addsConstraintTo(table, operation.constraint, scene, { only: operation.only });
}

/** The effects of a constraint that a statement adds to an existing table, alone or with a column. */
export function addsConstraintTo(
  table: ObjectKey,
  constraint: ConstraintDefinition,
  scene: Scene,
  placement: Placement,
): void {
  requireConstraintFeatures(constraint, scene, table);
  switch (constraint.kind) {
    case 'check': {
      addCheck(table, constraint, scene, placement);
      return;
    }
    case 'not-null': {
      addNotNull(table, constraint, scene);
      return;
    }
    case 'unique':
    case 'primary-key': {
      addUnique(table, constraint, scene, placement);
      return;
    }
    case 'exclude': {
      addExclusion(table, constraint, scene);
      return;
    }
    case 'foreign-key': {
      addForeignKey(table, constraint, scene, placement);
      return;
    }
  }
}

function failWhenTaken({ constraint }: OperationOf<'add-constraint'>, table: ObjectKey, scene: Scene): void {
  const others = scene.table(table)?.constraints ?? [];
  if (constraint.name === undefined) return;
  if (others.some(({ name }) => name === constraint.name)) {
    const because = `constraint "${constraint.name}" for relation "${shortName(table)}" already exists`;
    scene.fails({ when: 'exists', certain: true, object: `${table}.${constraint.name}`, because });
  } else if (makesIndex(constraint)) {
    requireFreeRelation(`${table.slice(0, table.indexOf('.'))}.${constraint.name}`, scene);
  }
}

/** Whether the constraint brings an index, which takes the name of the constraint in the schema. */
function makesIndex(constraint: ConstraintDefinition): boolean {
  if (constraint.kind === 'exclude') return true;
  return (constraint.kind === 'unique' || constraint.kind === 'primary-key') && constraint.usingIndex === undefined;
}

function failOnChildren(table: ObjectKey, scene: Scene): void {
  if (scene.tree(table).length === 1) return;
  const because = 'constraint must be added to child tables too';
  scene.fails({ when: 'partitioned', certain: true, object: table, because });
}

function addCheck(table: ObjectKey, check: CheckConstraint, scene: Scene, { newColumn, only }: Placement): void {
  // Before 18 children are left alone by a constraint that they do not inherit; observed on 15 to 18.
  if (check.noInherit && scene.postgres < 18) scene.lock(table, 'ACCESS EXCLUSIVE');
  else scene.lockTree(table, 'ACCESS EXCLUSIVE');
  if (only === true && !check.noInherit) failOnChildren(table, scene);
  if (newColumn === undefined && !requireColumnsOf(table, check.expression, scene)) return;
  failOnNewLabelsIn(check.expression, table, scene);
  if (!check.enforced) return;
  if (newColumn === undefined) breakWriters(table, scene);
  if (check.notValid) return;
  if (check.noInherit) scene.scan(table);
  else scene.scanTree(table);
  if (newColumn !== undefined || !scene.mayHaveRows(table)) return;
  scene.fails({
    when: 'violating-rows-exist',
    certain: false,
    object: table,
    because: 'check constraint of the relation is violated by some row',
  });
}

/** A NOT NULL constraint with a name of its own, from 18 on. */
function addNotNull(table: ObjectKey, constraint: NotNullConstraint, scene: Scene): void {
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  const column = scene.column(table, constraint.column);
  if (!constraint.notValid) scanForNotNull(table, constraint.column, scene);
  if (column?.notNull !== true) breakWritersWithout(table, constraint.column, scene);
}
