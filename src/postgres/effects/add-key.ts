import type { ObjectKey } from '../../core/name.js';
import type { ExclusionConstraint, UniqueConstraint } from '../../core/operation.js';
import { indexKey } from '../../core/schema.js';
import { breakWriters, failOnDuplicates } from './constraint-hazards.js';
import type { Placement } from './constraint-hazards.js';
import { breakWritersWithout, scanForNotNull } from './not-null.js';
import { renameMode } from './indexes.js';
import { failOnPartitionKey } from './partition-key.js';
import { requireColumn, shortName } from './preconditions.js';
import type { Scene } from './scene.js';

/** UNIQUE and PRIMARY KEY: ACCESS EXCLUSIVE while their index is built, or for a moment when it is there already. */
export function addUnique(table: ObjectKey, constraint: UniqueConstraint, scene: Scene, placement: Placement): void {
  const { newColumn, only } = placement;
  scene.lock(table, 'ACCESS EXCLUSIVE');
  if (constraint.kind === 'primary-key') failOnSecondPrimaryKey(table, scene);
  const { usingIndex } = constraint;
  if (newColumn === undefined && !constraint.columns.every((column) => requireColumn(table, column, scene))) return;
  if (usingIndex === undefined) {
    failOnPartitionKey(table, constraint.columns, scene);
    // ALTER TABLE ONLY leaves the index of a partitioned table invalid and builds none; observed on 16 and 18.
    if (only !== true || !scene.isPartitioned(table)) {
      lockPartitionsForIndex(table, scene);
      scene.buildIndex(table);
    }
    if (newColumn === undefined) {
      failOnDuplicates(table, scene);
      breakWriters(table, scene);
    }
  } else useIndex(table, usingIndex, constraint.name, scene);
  if (constraint.kind === 'primary-key' && newColumn === undefined) {
    requireColumns(table, columnsOfKey(table, constraint, scene), scene);
  }
}

/** EXCLUDE: ACCESS EXCLUSIVE while its index is built; there is no NOT VALID and no USING INDEX for it. */
export function addExclusion(table: ObjectKey, constraint: ExclusionConstraint, scene: Scene): void {
  scene.lock(table, 'ACCESS EXCLUSIVE');
  lockPartitionsForIndex(table, scene);
  failOnPartitionKey(
    table,
    constraint.keys.flatMap(({ column }) => column ?? []),
    scene,
  );
  scene.buildIndex(table);
  failOnDuplicates(table, scene);
  breakWriters(table, scene);
}

/** A table has one primary key at most (index_check_primary_key in index.c). */
function failOnSecondPrimaryKey(table: ObjectKey, scene: Scene): void {
  const others = scene.table(table)?.constraints ?? [];
  if (!others.some(({ definition }) => definition.kind === 'primary-key')) return;
  const because = `multiple primary keys for table "${shortName(table)}" are not allowed`;
  scene.fails({ when: 'exists', certain: true, object: table, because });
}

/**
 * Each partition gets its own index, under SHARE as CREATE INDEX would take it; from 18 on under ACCESS EXCLUSIVE, and so
 * are inheritance children, which get none.
 * Observed on 16 to 18.
 */
function lockPartitionsForIndex(table: ObjectKey, scene: Scene): void {
  if (scene.postgres >= 18) scene.lockTree(table, 'ACCESS EXCLUSIVE');
  else for (const member of scene.partitionTree(table).slice(1)) scene.lock(member, 'SHARE');
}

/** The index is renamed to the constraint, which locks it as ALTER INDEX ... RENAME does. Observed on 10 to 18. */
function useIndex(table: ObjectKey, name: string, constraint: string | undefined, scene: Scene): void {
  const schemaName = table.slice(0, table.indexOf('.'));
  const index = scene.schema.indexes.get(indexKey(scene.schema, { schema: schemaName, name }));
  if (scene.isPartitioned(table)) {
    const because = 'ADD CONSTRAINT USING INDEX is not supported on partitioned tables';
    scene.fails({ when: 'partitioned', certain: true, object: table, because });
  }
  if (index === undefined) return;
  const renamed = constraint !== undefined && constraint !== name;
  scene.lock(index.key, renamed ? renameMode(scene.postgres) : 'ACCESS SHARE');
  const problem = unfitForConstraint(index);
  if (problem !== undefined) {
    scene.fails({ when: 'not-unique-index', certain: true, object: name, because: `"${name}" is ${problem}` });
  }
}

/** Why the index cannot back a constraint (transformIndexConstraint in parse_utilcmd.c). */
function unfitForConstraint(index: {
  readonly unique: boolean;
  readonly valid: boolean;
  readonly where?: unknown;
  readonly keys: readonly { readonly expression?: unknown }[];
}): string | undefined {
  if (!index.unique) return 'not a unique index';
  if (!index.valid) return 'not valid';
  if (index.where !== undefined) return 'a partial index';
  return index.keys.some(({ expression }) => expression !== undefined) ? 'an index on an expression' : undefined;
}

function columnsOfKey(table: ObjectKey, constraint: UniqueConstraint, scene: Scene): readonly string[] | undefined {
  if (constraint.usingIndex === undefined) return constraint.columns;
  const schemaName = table.slice(0, table.indexOf('.'));
  const index = scene.schema.indexes.get(`${schemaName}.${constraint.usingIndex}`);
  return index?.keys.flatMap(({ column }) => (column === undefined ? [] : [column]));
}

/** A primary key sets its columns NOT NULL, which reads the table where that is not known yet. */
function requireColumns(table: ObjectKey, columns: readonly string[] | undefined, scene: Scene): void {
  if (columns === undefined) {
    scene.scanTree(
      table,
      `Whether the columns of the index are NOT NULL is not in the history; its migration or a schema dump would settle it.`,
    );
    return;
  }
  for (const column of columns) {
    if (scene.column(table, column)?.notNull === true) continue;
    scene.lockTree(table, 'ACCESS EXCLUSIVE');
    scanForNotNull(table, column, scene);
    breakWritersWithout(table, column, scene);
  }
}
