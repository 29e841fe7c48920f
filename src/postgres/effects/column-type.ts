import type { ObjectKey, QualifiedName } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import type { Column } from '../../core/schema.js';
import type { TypeReference } from '../../core/type.js';
import { displayType } from '../../core/type.js';
import { keepsIndex } from '../casts.js';
import { validateForeignKey } from './add-foreign-key.js';
import { collatable, failOnCasts, failOnDependents, reportLosses } from './column-type-hazards.js';
import { checksOver, foreignKeysOf, foreignKeysToColumn, indexUse, indexesOf } from './dependencies.js';
import { storedType } from './domains.js';
import { failOnUses } from './type-change-uses.js';
import { typeConversion } from './type-conversion.js';
import type { TypeConversion } from './type-conversion.js';
import { requireColumn } from './preconditions.js';
import type { Scene } from './scene.js';

/**
 * ALTER COLUMN TYPE: ACCESS EXCLUSIVE on the table, its children and the other side of every foreign key on the column.
 * The table is rewritten unless the values may stay as they are; then indexes that do not fit the new type are built
 * again and CHECK constraints on the column are checked again. Source: ATPrepAlterColumnType, ATExecAlterColumnType and
 * ATPostAlterTypeCleanup in tablecmds.c; observed on 10 to 18.
 */
export function alterColumnType(operation: OperationOf<'alter-column-type'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const column = scene.column(table, operation.column);
  scene.lockTree(table, 'ACCESS EXCLUSIVE');
  if (!requireColumn(table, operation.column, scene)) return;
  failOnDependents(table, operation, scene);
  const conversion = typeConversion(operation, column, scene);
  failOnCasts(table, operation, column, scene);
  failOnUses(table, operation, column, scene);
  reportLosses(table, operation, column, scene);
  if (conversion.rewrites) scene.rewriteTree(table, conversion.because, conversion.unknown);
  checkAgain(table, operation.column, conversion.rewrites, scene);
  if (!conversion.rewrites || conversion.unknown !== undefined) {
    for (const member of scene.tree(table)) rebuildIndexes(member, operation, column, conversion, scene);
  }
}

/** Foreign keys are made again, on both sides; after a rewrite they are checked again, as CHECK constraints always are. */
function checkAgain(table: ObjectKey, column: string, rewrites: boolean, scene: Scene): void {
  for (const member of scene.tree(table)) {
    if (checksOver(scene.schema, member, column).some(({ valid, enforced }) => valid && enforced)) scene.scan(member);
  }
  for (const { columns, references, valid, enforced } of foreignKeysOf(scene.schema, table)) {
    if (!columns.includes(column)) continue;
    if (references !== undefined)
      for (const member of scene.partitionTree(references)) scene.lock(member, 'ACCESS EXCLUSIVE');
    if (rewrites && valid && enforced) validateForeignKey(table, references, scene);
  }
  for (const { table: holder, constraint } of foreignKeysToColumn(scene.schema, table, column)) {
    for (const member of scene.partitionTree(holder)) scene.lock(member, 'ACCESS EXCLUSIVE');
    if (rewrites && constraint.valid && constraint.enforced) validateForeignKey(holder, table, scene);
  }
}

function rebuildIndexes(
  table: ObjectKey,
  operation: OperationOf<'alter-column-type'>,
  column: Column | undefined,
  conversion: TypeConversion,
  scene: Scene,
): void {
  const from = column?.type === undefined ? undefined : storedType(column.type, scene);
  const to = storedType(operation.type, scene);
  const newCollation = changesCollation(operation.collation, column, to);
  const otherOperators = from !== undefined && !keepsIndex(from, to);
  const names: string[] = [];
  for (const index of indexesOf(scene.schema, table)) {
    const use = indexUse(index, operation.column);
    const key = index.keys.find((candidate) => candidate.column === operation.column);
    const changed =
      (otherOperators && key?.operatorClass === undefined) || (newCollation && key?.collation === undefined);
    // An index that is part of a partitioned one is always built again: only the parent's own can be kept.
    const attached = index.partitionOf !== undefined && use !== 'none';
    if (attached || use === 'expression' || (use === 'key' && changed))
      names.push(index.key.slice(index.key.indexOf('.') + 1));
  }
  if (names.length === 0 || scene.isPartitioned(table)) return;
  scene.scan(table, conversion.unknown);
  const because = newCollation ? 'the new collation of the column' : `the new type ${displayType(operation.type)}`;
  scene.rebuildIndexes(table, names, because, conversion.unknown);
}

/** TYPE without COLLATE goes back to the default collation of the type. */
function changesCollation(
  collation: QualifiedName | undefined,
  column: Column | undefined,
  to: TypeReference,
): boolean {
  if (!collatable(to) || (column?.type !== undefined && !collatable(column.type))) return false;
  return collation?.name !== column?.collation?.name;
}
