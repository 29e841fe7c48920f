import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import type { Constraint } from '../../core/schema.js';
import { addConstraint } from './add-constraint.js';
import { validateForeignKey } from './add-foreign-key.js';
import type { Dropping } from './dropping.js';
import { dropForeignKey } from './dropping.js';
import { foreignKeysTo, referencedColumns } from './dependencies.js';
import type { Handlers } from './handler.js';
import { scanForNotNull } from './not-null.js';
import { shortName } from './preconditions.js';
import { requireFeature } from './required-features.js';
import type { Scene } from './scene.js';

/** Changes of constraints. The locks are those of AlterTableGetLockLevel in tablecmds.c; observed on 10 to 18. */
export const constraintHandlers = {
  'add-constraint': addConstraint,
  'validate-constraint': validateConstraint,
  'drop-constraint': dropConstraint,
  'rename-constraint': renameConstraint,
  'alter-constraint': alterConstraint,
} satisfies Partial<Handlers>;

function constraintOf(table: ObjectKey, name: string, scene: Scene): Constraint | undefined {
  return scene.table(table)?.constraints.find((constraint) => constraint.name === name);
}

/** VALIDATE CONSTRAINT: SHARE UPDATE EXCLUSIVE, and ROW SHARE on the table a foreign key points to. */
function validateConstraint(operation: OperationOf<'validate-constraint'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const constraint = constraintOf(table, operation.name, scene);
  scene.lockTree(table, 'SHARE UPDATE EXCLUSIVE');
  if (constraint === undefined) {
    if (requireConstraint(table, operation.name, scene))
      scene.scanTree(table, constraintUnknown(table, operation.name));
    return;
  }
  const { definition } = constraint;
  if (!constraint.enforced) {
    const because = 'cannot validate NOT ENFORCED constraint';
    scene.fails({ when: 'unsupported', certain: true, object: `${table}.${operation.name}`, because });
    return;
  }
  if (constraint.valid) return;
  if (constraint.references !== undefined) {
    for (const member of scene.partitionTree(constraint.references)) scene.lock(member, 'ROW SHARE');
  }
  switch (definition.kind) {
    case 'foreign-key':
      validateForeignKey(table, constraint.references, scene);
      break;
    case 'not-null':
      scanForNotNull(table, definition.column, scene);
      return;
    default:
      scene.scanTree(table);
  }
  if (!scene.mayHaveRows(table)) return;
  const because = `constraint "${operation.name}" of the relation is violated by some row`;
  scene.fails({ when: 'violating-rows-exist', certain: false, object: `${table}.${operation.name}`, because });
}

/** Whether the constraint may be there; fails when the history shows all of the table and not the constraint. */
function requireConstraint(table: ObjectKey, name: string, scene: Scene): boolean {
  if (scene.table(table)?.complete !== true) return true;
  const because = `constraint "${name}" of relation "${shortName(table)}" does not exist`;
  scene.fails({ when: 'missing', certain: true, object: `${table}.${name}`, because });
  return false;
}

function constraintUnknown(table: ObjectKey, name: string): string {
  return `What the constraint ${name} of ${table} is, is not in the history; the migration that adds it or a schema dump would settle it.`;
}

/** DROP CONSTRAINT: ACCESS EXCLUSIVE on the table and its children, for a foreign key on the other table as well. */
function dropConstraint(operation: OperationOf<'drop-constraint'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const constraint = constraintOf(table, operation.name, scene);
  const complete = scene.table(table)?.complete === true;
  if (constraint === undefined) {
    for (const member of scene.tree(table)) {
      scene.lock(member, 'ACCESS EXCLUSIVE', complete ? undefined : otherSideUnknown(operation.name));
    }
    if (complete && operation.ifExists) return;
    if (!requireConstraint(table, operation.name, scene)) return;
    scene.loses({ what: 'constraint', object: `${table}.${operation.name}`, how: 'all' });
    return;
  }
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  failOnInherited(table, constraint, scene);
  if (constraint.references !== undefined) {
    for (const member of scene.partitionTree(constraint.references)) scene.lock(member, 'ACCESS EXCLUSIVE');
  }
  if (constraint.birth.deploy === scene.schema.deploy) {
    dropKeysTo(table, constraint, operation.cascade, scene);
    return;
  }
  scene.loses({ what: 'constraint', object: `${table}.${operation.name}`, how: 'all' });
  dropKeysTo(table, constraint, operation.cascade, scene);
}

function otherSideUnknown(name: string): string {
  return `Whether ${name} is a foreign key is not in the history; if it is, the table it points to is locked ACCESS EXCLUSIVE as well. The migration that adds it or a schema dump would settle it.`;
}

/** A constraint that a parent hands down is dropped there. */
function failOnInherited(table: ObjectKey, { name, index }: Constraint, scene: Scene): void {
  const known = scene.table(table);
  const parents = known?.partitionOf === undefined ? (known?.inherits ?? []) : [known.partitionOf.parent];
  const attached = index !== undefined && scene.schema.indexes.get(index)?.partitionOf !== undefined;
  if (!attached && !parents.some((parent) => constraintOf(parent, name, scene)?.definition.kind === 'check')) return;
  const because = `cannot drop inherited constraint "${name}" of relation "${shortName(table)}"`;
  scene.fails({ when: 'partitioned', certain: true, object: `${table}.${name}`, because });
}

/** Foreign keys need the unique constraint they point to. */
function dropKeysTo(table: ObjectKey, constraint: Constraint, cascade: boolean, scene: Scene): void {
  if (constraint.definition.kind !== 'unique' && constraint.definition.kind !== 'primary-key') return;
  const dropping: Dropping = { cascade, gone: new Set() };
  for (const key of foreignKeysTo(scene.schema, table)) {
    const pointsHere = sameColumns(referencedColumns(scene.schema, key.constraint), constraint.columns);
    if (pointsHere) dropForeignKey(`constraint ${constraint.name} on ${table}`, key, scene, dropping, table);
  }
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column));
}

function renameConstraint(operation: OperationOf<'rename-constraint'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const kind = constraintOf(table, operation.name, scene)?.definition.kind;
  if (kind === undefined) requireConstraint(table, operation.name, scene);
  // Only constraints that children inherit are renamed there too (rename_constraint_internal in tablecmds.c).
  if (kind === undefined || kind === 'check' || kind === 'not-null') scene.lockTree(table, 'ACCESS EXCLUSIVE');
  else scene.lock(table, 'ACCESS EXCLUSIVE');
}

/** ALTER CONSTRAINT: ACCESS EXCLUSIVE; making it enforced checks all rows (18+). */
function alterConstraint(operation: OperationOf<'alter-constraint'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const constraint = constraintOf(table, operation.name, scene);
  for (const member of scene.partitionTree(table)) scene.lock(member, 'ACCESS EXCLUSIVE');
  if (constraint === undefined) requireConstraint(table, operation.name, scene);
  else if (operation.deferrable !== undefined && constraint.definition.kind !== 'foreign-key') {
    const because = `constraint "${operation.name}" of relation "${shortName(table)}" is not a foreign key constraint`;
    scene.fails({ when: 'unsupported', certain: true, object: `${table}.${operation.name}`, because });
  }
  if (operation.enforced !== undefined) changeEnforcement(table, operation, constraint, scene);
  if (operation.inherit !== undefined) {
    requireFeature('alter-constraint-inherit', scene, operation.name);
    scene.lockTree(table, 'ACCESS EXCLUSIVE');
  }
}

function changeEnforcement(
  table: ObjectKey,
  operation: OperationOf<'alter-constraint'>,
  constraint: Constraint | undefined,
  scene: Scene,
): void {
  requireFeature('not-enforced', scene, operation.name);
  const object = `${table}.${operation.name}`;
  if (constraint !== undefined && constraint.definition.kind !== 'foreign-key') {
    const because = `cannot alter enforceability of constraint "${operation.name}": only foreign keys have it altered`;
    scene.fails({ when: 'unsupported', certain: true, object, because });
    return;
  }
  if (constraint?.references !== undefined) {
    const mode = operation.enforced === true ? 'SHARE ROW EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    for (const member of scene.partitionTree(constraint.references)) scene.lock(member, mode);
  }
  if (operation.enforced === false) {
    scene.loses({ what: 'constraint', object, how: 'all' });
    return;
  }
  if (constraint?.enforced === true) return;
  validateForeignKey(table, constraint?.references, scene);
  if (scene.inUse(table)) scene.breaks({ clients: 'writers', object: table, because: 'constraint-added' });
  if (!scene.mayHaveRows(table)) return;
  const because = `constraint "${operation.name}" of the relation is violated by some row`;
  scene.fails({ when: 'violating-rows-exist', certain: false, object, because });
}
