import type { ObjectKey } from '../../core/name.js';
import { displayName } from '../../core/name.js';
import type {
  CheckConstraint,
  ConstraintDefinition,
  ExclusionConstraint,
  ForeignKeyConstraint,
  NotNullConstraint,
  OperationOf,
  UniqueConstraint,
} from '../../core/operation.js';
import { indexKey } from '../../core/schema.js';
import { canReference } from './foreign-key-target.js';
import { failOnPartitionKey } from './partition-key.js';
import { breakWritersWithout, scanForNotNull } from './not-null.js';
import { requireColumn, requireColumnsOf, requireFreeRelation, shortName } from './preconditions.js';
import { failOnNewLabelsIn } from './enum-labels.js';
import { requireConstraintFeatures } from './required-features.js';
import type { Scene } from './scene.js';

/** What the caller knows of the constraint's place. */
export interface Placement {
  /** The column that the same statement adds: its rows are all NULL or all get its default. */
  readonly newColumn?: string;
  /** `ALTER TABLE ONLY`: partitions are left alone. */
  readonly only?: boolean;
}

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

function failOnChildren(table: ObjectKey, scene: Scene): void {
  if (scene.tree(table).length === 1) return;
  const because = 'constraint must be added to child tables too';
  scene.fails({ when: 'partitioned', certain: true, object: table, because });
}

/** Whether the constraint brings an index, which takes the name of the constraint in the schema. */
function makesIndex(constraint: ConstraintDefinition): boolean {
  if (constraint.kind === 'exclude') return true;
  return (constraint.kind === 'unique' || constraint.kind === 'primary-key') && constraint.usingIndex === undefined;
}

/** A table has one primary key at most (index_check_primary_key in index.c). */
function failOnSecondPrimaryKey(table: ObjectKey, scene: Scene): void {
  const others = scene.table(table)?.constraints ?? [];
  if (!others.some(({ definition }) => definition.kind === 'primary-key')) return;
  const because = `multiple primary keys for table "${shortName(table)}" are not allowed`;
  scene.fails({ when: 'exists', certain: true, object: table, because });
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

function addUnique(table: ObjectKey, constraint: UniqueConstraint, scene: Scene, placement: Placement): void {
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

/**
 * Each partition gets its own index, under SHARE as CREATE INDEX would take it; from 18 on under ACCESS EXCLUSIVE, and so
 * are inheritance children, which get none.
 * Observed on 16 to 18.
 */
function lockPartitionsForIndex(table: ObjectKey, scene: Scene): void {
  if (scene.postgres >= 18) scene.lockTree(table, 'ACCESS EXCLUSIVE');
  else for (const member of scene.partitionTree(table).slice(1)) scene.lock(member, 'SHARE');
}

/** The index is renamed to the constraint, which takes SHARE UPDATE EXCLUSIVE on it. Observed on 16 to 18. */
function useIndex(table: ObjectKey, name: string, constraint: string | undefined, scene: Scene): void {
  const schemaName = table.slice(0, table.indexOf('.'));
  const index = scene.schema.indexes.get(indexKey(scene.schema, { schema: schemaName, name }));
  if (scene.isPartitioned(table)) {
    const because = 'ADD CONSTRAINT USING INDEX is not supported on partitioned tables';
    scene.fails({ when: 'partitioned', certain: true, object: table, because });
  }
  if (index === undefined) return;
  const renamed = constraint !== undefined && constraint !== name;
  scene.lock(index.key, renamed ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS SHARE');
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

function addExclusion(table: ObjectKey, constraint: ExclusionConstraint, scene: Scene): void {
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

function addForeignKey(
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

function failOnDuplicates(table: ObjectKey, scene: Scene): void {
  if (!scene.mayHaveRows(table)) return;
  scene.fails({
    when: 'duplicates-exist',
    certain: false,
    object: table,
    because: 'could not create the unique index: some key is duplicated',
  });
}

function breakWriters(table: ObjectKey, scene: Scene): void {
  if (scene.inUse(table)) scene.breaks({ clients: 'writers', object: table, because: 'constraint-added' });
}
