import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import {
  foreignKeysOf,
  foreignKeysToColumn,
  generatedFrom,
  indexUse,
  indexesOf,
  isInPartitionKey,
  policiesOver,
  viewsUsing,
} from './dependencies.js';
import type { Dropping } from './dropping.js';
import { dropForeignKey, dropViewOver, lockReferenced } from './dropping.js';
import { requireOwnColumn } from './preconditions.js';
import type { Scene } from './scene.js';

/**
 * DROP COLUMN: ACCESS EXCLUSIVE on the table, its children and the tables its foreign keys point to. The column stays in
 * the rows and is hidden: no rewrite. Its indexes and constraints go without CASCADE; views, foreign keys of other
 * tables and, since 15, generated columns need it. https://www.postgresql.org/docs/current/sql-altertable.html
 */
export function dropColumn(operation: OperationOf<'drop-column'>, scene: Scene): void {
  const { column } = operation;
  const table = scene.key(operation.table);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  const known = scene.table(table);
  if (known?.complete === true && !known.columns.has(column)) {
    if (operation.ifExists) return;
    const because = `column "${column}" of the relation does not exist`;
    scene.fails({ when: 'missing', certain: true, object: `${table}.${column}`, because });
    return;
  }
  failOnPlace(table, column, scene);
  lockOtherSides(table, column, scene);
  const dropping: Dropping = { cascade: operation.cascade, gone: new Set() };
  dropDependents(table, column, scene, dropping);
  if (!scene.columnInUse(table, column)) return;
  const object = `${table}.${column}`;
  scene.loses({ what: 'column', object, how: 'all' });
  loseSharedObjects(table, column, scene);
  scene.breaks({ clients: 'readers-and-writers', object, because: 'removed' });
}

function failOnPlace(table: ObjectKey, column: string, scene: Scene): void {
  const refuse = (because: string): void =>
    scene.fails({ when: 'partitioned', certain: true, object: `${table}.${column}`, because });
  if (isInPartitionKey(scene.schema, table, column)) {
    refuse(`cannot drop column "${column}" because it is part of the partition key of the relation`);
  }
  requireOwnColumn(table, column, 'drop', scene);
}

function lockOtherSides(table: ObjectKey, column: string, scene: Scene): void {
  for (const member of scene.tree(table)) {
    for (const { columns, references } of foreignKeysOf(scene.schema, member)) {
      if (references === undefined || !columns.includes(column)) continue;
      lockReferenced(references, scene);
    }
    for (const sequence of scene.schema.sequencesOf.get(member) ?? []) {
      if (scene.schema.sequences.get(sequence)?.ownedBy?.column === column) scene.lock(sequence, 'ACCESS EXCLUSIVE');
    }
  }
}

function dropDependents(table: ObjectKey, column: string, scene: Scene, dropping: Dropping): void {
  for (const view of viewsUsing(scene.schema, table, column)) {
    dropViewOver(`column ${column} of ${table}`, view, scene, dropping);
  }
  for (const key of foreignKeysToColumn(scene.schema, table, column)) {
    if (key.table !== table) dropForeignKey(`column ${column} of ${table}`, key, scene, dropping, table);
  }
  for (const policy of policiesOver(scene.schema, table, column)) {
    const object = `${table}.${policy}`;
    if (dropping.cascade) scene.loses({ what: 'policy', object, how: 'all', cascaded: true });
    else {
      const because = `cannot drop column ${column} of ${table} because policy ${policy} depends on it`;
      scene.fails({ when: 'objects-depend', certain: true, object, because });
    }
  }
  for (const generated of generatedFrom(scene.schema, table, column)) {
    const object = `${table}.${generated}`;
    if (dropping.cascade || !generatedHolds(scene)) {
      scene.loses({ what: 'column', object, how: 'all', cascaded: true });
    } else {
      const because = `cannot drop column ${column} because column ${generated} depends on it`;
      scene.fails({ when: 'objects-depend', certain: true, object, because });
    }
  }
}

/**
 * Before PostgreSQL 15 a generated column goes without a word, CASCADE or not, with a column it is computed from.
 * Observed on 14: case drop-column-generated-source-old of the proof.
 */
function generatedHolds({ postgres }: Scene): boolean {
  return postgres >= 15;
}

/** Constraints and indexes over other columns too, which go without a word. */
function loseSharedObjects(table: ObjectKey, column: string, scene: Scene): void {
  for (const { name, columns, index } of scene.table(table)?.constraints ?? []) {
    if (columns.length < 2 || !columns.includes(column)) continue;
    const key = index === undefined ? undefined : scene.schema.indexes.get(index);
    if (key?.constraint !== undefined && key.constraint !== name) continue;
    scene.loses({ what: 'constraint', object: `${table}.${name}`, how: 'all', cascaded: true });
  }
  for (const index of indexesOf(scene.schema, table)) {
    const others = index.keys.some((key) => key.column !== column) || index.where !== undefined;
    if (index.constraint !== undefined || !others || indexUse(index, column) === 'none') continue;
    scene.loses({ what: 'index', object: index.key, how: 'all', cascaded: true });
  }
}
