import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import { supports } from '../features.js';
import type { Handlers } from './handler.js';
import { addColumn } from './add-column.js';
import { alterColumnType } from './column-type.js';
import { dropColumn } from './drop-column.js';
import { failOnNewLabelDefault } from './enum-labels.js';
import { dropNotNull, setNotNull } from './not-null.js';
import { requireColumn, requireFreeColumn, requireOwnColumn } from './preconditions.js';
import { requireFeature } from './required-features.js';
import type { Scene } from './scene.js';

/** Changes of columns. The locks are those of AlterTableGetLockLevel in tablecmds.c; observed on 10 to 18. */
export const columnHandlers = {
  'add-column': addColumn,
  'drop-column': dropColumn,
  'alter-column-type': alterColumnType,
  'set-not-null': setNotNull,
  'drop-not-null': dropNotNull,
  'rename-column': renameColumn,
  'set-default': setDefault,
  'drop-default': dropDefault,
  'add-identity': addIdentity,
  'alter-identity': alterIdentity,
  'drop-identity': dropIdentity,
  'set-generated-expression': setGeneratedExpression,
  'drop-generated-expression': dropGeneratedExpression,
  'set-column-property': setColumnProperty,
} satisfies Partial<Handlers>;

function renameColumn(operation: OperationOf<'rename-column'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  if (!requireColumn(table, operation.column, scene)) return;
  requireOwnColumn(table, operation.column, 'rename', scene);
  requireFreeColumn(table, operation.newName, scene);
  if (!scene.columnInUse(table, operation.column)) return;
  scene.breaks({ clients: 'readers-and-writers', object: `${table}.${operation.column}`, because: 'renamed' });
}

function setDefault(operation: OperationOf<'set-default'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  if (!requireColumn(table, operation.column, scene)) return;
  failOnNewLabelDefault(scene.column(table, operation.column)?.type, operation.default, scene);
  const column = scene.column(table, operation.column);
  if (column?.identity !== undefined || column?.generated !== undefined) {
    const because = `column "${operation.column}" is ${column.identity === undefined ? 'a generated' : 'an identity'} column`;
    scene.fails({ when: 'unsupported', certain: true, object: `${table}.${operation.column}`, because });
  }
}

function dropDefault(operation: OperationOf<'drop-default'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  const column = scene.column(table, operation.column);
  if (!requireColumn(table, operation.column, scene) || failOnNewColumn(table, operation.column, scene)) return;
  const hadNone = column?.known === true && column.default === undefined;
  if (hadNone || !scene.inUse(table)) return;
  const object = `${table}.${operation.column}`;
  if (scene.columnInUse(table, operation.column)) scene.loses({ what: 'default', object, how: 'all' });
  if (column?.notNull === false) return;
  const unknown = `Whether ${object} is NOT NULL is not in the history; the migration that creates it or a schema dump would settle it.`;
  const mark = column?.notNull === true || column?.notNull === 'not-valid' ? {} : { unknown };
  scene.breaks({ clients: 'writers', object, because: 'default-dropped', ...mark });
}

/** ALTER TABLE drops defaults before it adds columns (AT_PASS_DROP in tablecmds.c): a column of its own is not there yet. */
function failOnNewColumn(table: ObjectKey, column: string, scene: Scene): boolean {
  const isAdded = scene.siblings.some(
    (other) => other.kind === 'add-column' && other.column.name === column && scene.key(other.table) === table,
  );
  if (!isAdded) return false;
  const because = `column "${column}" does not exist yet: defaults are dropped before columns are added`;
  scene.fails({ when: 'missing', certain: true, object: `${table}.${column}`, because });
  return true;
}

/** From 17 on the partitions share the identity of their parent. */
function lockForIdentity(table: ObjectKey, scene: Scene): void {
  for (const member of scene.postgres >= 17 ? scene.partitionTree(table) : [table])
    scene.lock(member, 'ACCESS EXCLUSIVE');
}

function lockSequences(
  table: ObjectKey,
  column: string,
  mode: 'SHARE ROW EXCLUSIVE' | 'ACCESS EXCLUSIVE',
  scene: Scene,
): void {
  for (const sequence of scene.schema.sequencesOf.get(table) ?? []) {
    if (scene.schema.sequences.get(sequence)?.ownedBy?.column === column) scene.lock(sequence, mode);
  }
}

function addIdentity(operation: OperationOf<'add-identity'>, scene: Scene): void {
  const table = scene.key(operation.table);
  lockForIdentity(table, scene);
  if (scene.isPartitioned(table)) requireFeature('partitioned-identity', scene, table);
  const column = scene.column(table, operation.column);
  const object = `${table}.${operation.column}`;
  if (column?.notNull === false) {
    const because = `column "${operation.column}" must be declared NOT NULL before identity can be added`;
    scene.fails({ when: 'unsupported', certain: true, object, because });
  }
  if (column?.default !== undefined) {
    const because = `column "${operation.column}" already has a default value`;
    scene.fails({ when: 'exists', certain: true, object, because });
  }
  if (operation.identity.when !== 'always' || !scene.columnInUse(table, operation.column)) return;
  scene.breaks({ clients: 'writers', object, because: 'behaviour-changed' });
}

function alterIdentity(operation: OperationOf<'alter-identity'>, scene: Scene): void {
  const table = scene.key(operation.table);
  lockForIdentity(table, scene);
  lockSequences(table, operation.column, 'SHARE ROW EXCLUSIVE', scene);
  const stricter = operation.when === 'always' && scene.column(table, operation.column)?.identity?.when !== 'always';
  if (!stricter || !scene.columnInUse(table, operation.column)) return;
  scene.breaks({ clients: 'writers', object: `${table}.${operation.column}`, because: 'behaviour-changed' });
}

function dropIdentity(operation: OperationOf<'drop-identity'>, scene: Scene): void {
  const table = scene.key(operation.table);
  lockForIdentity(table, scene);
  if (!requireColumn(table, operation.column, scene)) return;
  const column = scene.column(table, operation.column);
  if (column?.known === true && column.identity === undefined) {
    if (operation.ifExists) return;
    const because = `column "${operation.column}" is not an identity column`;
    scene.fails({ when: 'missing', certain: true, object: `${table}.${operation.column}`, because });
    return;
  }
  lockSequences(table, operation.column, 'ACCESS EXCLUSIVE', scene);
  if (!scene.columnInUse(table, operation.column)) return;
  const object = `${table}.${operation.column}`;
  scene.loses({ what: 'default', object, how: 'all' });
  scene.breaks({ clients: 'writers', object, because: 'default-dropped' });
}

function setGeneratedExpression(operation: OperationOf<'set-generated-expression'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  requireFeature('set-expression', scene, `${table}.${operation.column}`);
  if (!requireGenerated(table, operation.column, scene)) return;
  const storage = scene.column(table, operation.column)?.generated?.storage;
  if (storage === 'virtual' || (storage === 'unstated' && supports(scene.postgres, 'virtual-generated-column'))) {
    failOnChecks(table, operation.column, scene);
    return;
  }
  scene.rewriteTree(
    table,
    'the new expression of the stored generated column',
    storage === undefined
      ? `Whether ${table}.${operation.column} is stored or virtual is not in the history; the migration that creates it or a schema dump would settle it.`
      : undefined,
  );
}

/** Whether the column may be generated; fails when it is known not to be. */
function requireGenerated(table: ObjectKey, name: string, scene: Scene, ifExists = false): boolean {
  if (!requireColumn(table, name, scene)) return false;
  const column = scene.column(table, name);
  if (column?.known !== true || column.generated !== undefined) return true;
  const because = `column "${name}" is not a generated column`;
  if (!ifExists) scene.fails({ when: 'missing', certain: true, object: `${table}.${name}`, because });
  return false;
}

/** Observed on 18: the CHECK constraints of the table stand in the way of a new expression. */
function failOnChecks(table: ObjectKey, column: string, scene: Scene): void {
  const checked = scene.table(table)?.constraints.some(({ definition }) => definition.kind === 'check');
  if (checked !== true) return;
  const because =
    'ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns in tables with check constraints';
  scene.fails({ when: 'unsupported', certain: true, object: `${table}.${column}`, because });
}

function dropGeneratedExpression(operation: OperationOf<'drop-generated-expression'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  const object = `${table}.${operation.column}`;
  requireFeature('drop-expression', scene, object);
  if (!requireGenerated(table, operation.column, scene, operation.ifExists)) return;
  if (scene.column(table, operation.column)?.generated?.storage === 'virtual') {
    const because = 'ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns';
    scene.fails({ when: 'unsupported', certain: true, object, because });
  } else if (scene.columnInUse(table, operation.column)) {
    scene.breaks({ clients: 'writers', object, because: 'behaviour-changed' });
  }
}

/** SET STATISTICS and SET (...) let reads and writes pass; SET STORAGE may need a TOAST table and does not. */
function setColumnProperty(operation: OperationOf<'set-column-property'>, scene: Scene): void {
  const table = scene.key(operation.table);
  switch (operation.property) {
    case 'statistics': {
      scene.lockTree(table, 'SHARE UPDATE EXCLUSIVE');
      return;
    }
    case 'options': {
      scene.lock(table, 'SHARE UPDATE EXCLUSIVE');
      return;
    }
    case 'storage': {
      scene.lockTree(table, 'ACCESS EXCLUSIVE');
      return;
    }
    case 'compression':
      requireFeature('column-compression', scene, `${table}.${operation.column}`);
      {
        scene.lock(table, 'ACCESS EXCLUSIVE');
        return;
      }
  }
}
