import type { Expression } from '../../core/expression.js';
import type { LockMode } from '../../core/lock.js';
import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import type { Index } from '../../core/schema.js';
import { indexKey, resolveName } from '../../core/schema.js';
import { indexesOf } from './dependencies.js';
import { analyseExpression, volatilityOf } from '../expressions/index.js';
import type { Handlers } from './handler.js';
import { failOnPartitionKey } from './partition-key.js';
import { partitionsWithoutIndex } from './matching-index.js';
import { requireColumn, requireFreeRelation, requireTable } from './preconditions.js';
import { requireFeature } from './required-features.js';
import type { Scene } from './scene.js';
import { failInTransaction } from './transaction-limits.js';

/**
 * Changes of indexes: https://www.postgresql.org/docs/current/sql-createindex.html and sql-dropindex, sql-reindex,
 * sql-alterindex beside it; DefineIndex, ReindexIndex and RangeVarCallbackForDropRelation. Observed on 10 to 18.
 */
export const indexHandlers = {
  'create-index': createIndex,
  'drop-index': dropIndex,
  'rename-index': renameIndex,
  reindex,
  'attach-index-partition': attachIndexPartition,
} satisfies Partial<Handlers>;

/** CREATE INDEX: SHARE on the table and its partitions; CONCURRENTLY: SHARE UPDATE EXCLUSIVE, two scans and waits. */
function createIndex(operation: OperationOf<'create-index'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const mode = operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE';
  const partitioned = scene.isPartitioned(table);
  if (scene.schema.views.get(table)?.materialized === false) {
    requireTable(table, 'CREATE INDEX', scene);
    return;
  }
  scene.lock(table, mode);
  requireIndexFeatures(operation, partitioned, scene);
  if (operation.concurrently) {
    failInTransaction('CREATE INDEX CONCURRENTLY', scene);
    if (partitioned) failPartitioned(table, 'cannot create index on partitioned table concurrently', scene);
  }
  if (operation.unique)
    failOnPartitionKey(
      table,
      operation.keys.flatMap(({ column }) => column ?? []),
      scene,
    );
  failOnVolatile(operation, scene);
  if (isTaken(operation, table, scene) || !hasColumns(operation, table, scene)) return;
  if (partitioned && operation.only) return;
  for (const member of scene.partitionTree(table)) scene.lock(member, mode);
  buildOnParts(operation, table, scene);
  if (!operation.unique) return;
  if (scene.inUse(table)) scene.breaks({ clients: 'writers', object: table, because: 'constraint-added' });
  if (!scene.mayHaveRows(table)) return;
  const because = 'could not create unique index: some key is duplicated';
  scene.fails({ when: 'duplicates-exist', certain: false, object: table, because });
}

/** Partitions that have an index like it already get that attached, and are not read. */
function buildOnParts(operation: OperationOf<'create-index'>, table: ObjectKey, scene: Scene): void {
  scene.lasts('index-build');
  if (!partitionedWithParts(table, scene)) {
    scene.buildIndex(table);
    return;
  }
  for (const part of partitionsWithoutIndex(table, operation, false, scene)) scene.scan(part);
}

function partitionedWithParts(table: ObjectKey, scene: Scene): boolean {
  return scene.isPartitioned(table) && scene.schema.childrenOf.has(table);
}

function requireIndexFeatures(operation: OperationOf<'create-index'>, partitioned: boolean, scene: Scene): void {
  if (operation.include.length > 0) requireFeature('covering-index', scene, operation.index);
  if (operation.nullsNotDistinct) requireFeature('nulls-not-distinct', scene, operation.index);
  if (partitioned) requireFeature('partitioned-index', scene, operation.index);
}

function hasColumns(operation: OperationOf<'create-index'>, table: ObjectKey, scene: Scene): boolean {
  const columns = [...operation.keys.flatMap(({ column }) => column ?? []), ...operation.include];
  return columns.every((column) => requireColumn(table, column, scene));
}

/** Whether IF NOT EXISTS finds the index; without it the statement fails. */
function isTaken(operation: OperationOf<'create-index'>, table: ObjectKey, scene: Scene): boolean {
  if (operation.index === undefined) return false;
  const key = `${table.slice(0, table.indexOf('.'))}.${operation.index}`;
  if (!scene.schema.indexes.has(key)) return false;
  if (!operation.ifNotExists) {
    scene.fails({
      when: 'exists',
      certain: true,
      object: key,
      because: `relation "${operation.index}" already exists`,
    });
  }
  return true;
}

function failOnVolatile(operation: OperationOf<'create-index'>, scene: Scene): void {
  const expressions = [...operation.keys.map(({ expression }) => expression), operation.where];
  for (const expression of expressions) {
    if (expression === undefined) continue;
    const { volatility } = volatilityOf(expression, scene.schema);
    if (volatility !== 'volatile' && volatility !== 'stable') continue;
    const clause = expression === operation.where ? 'predicate' : 'expression';
    const because = `functions in index ${clause} must be marked IMMUTABLE: ${expression.text}`;
    scene.fails({
      when: 'unsupported',
      certain: volatility === 'volatile' && !mayBeInlined(expression, scene),
      because,
    });
  }
}

/**
 * A function in SQL is replaced by its body before the check, whatever it was declared as. Source: CheckMutability in
 * indexcmds.c, inline_function in clauses.c; observed on 16.
 */
function mayBeInlined({ text }: Expression, scene: Scene): boolean {
  const { functions } = scene.schema;
  return analyseExpression(text).functions.some(
    (called) => functions.get(resolveName(scene.schema, called, (key) => functions.has(key)))?.language === 'sql',
  );
}

function failPartitioned(object: ObjectKey, because: string, scene: Scene): void {
  scene.fails({ when: 'partitioned', certain: true, object, because });
}

/** DROP INDEX: ACCESS EXCLUSIVE on the table and the index; CONCURRENTLY: SHARE UPDATE EXCLUSIVE on both. */
function dropIndex(operation: OperationOf<'drop-index'>, scene: Scene): void {
  const key = indexKey(scene.schema, operation.index);
  const index = scene.schema.indexes.get(key);
  const mode = operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
  if (operation.concurrently) failInTransaction('DROP INDEX CONCURRENTLY', scene);
  if (index === undefined) {
    scene.lock(key, mode, tableUnknown(key, mode));
    scene.loses({ what: 'index', object: key, how: 'all', unknown: tableUnknown(key, mode) });
    return;
  }
  if (operation.concurrently && scene.isPartitioned(index.table)) {
    failPartitioned(key, 'cannot drop partitioned index concurrently', scene);
  }
  if (index.constraint !== undefined) {
    const because = `cannot drop index ${index.key} because constraint ${index.constraint} on table ${index.table} requires it`;
    scene.fails({ when: 'objects-depend', certain: true, object: `${index.table}.${index.constraint}`, because });
  }
  if (index.partitionOf !== undefined) {
    const because = `cannot drop index ${index.key} because index ${index.partitionOf} requires it`;
    scene.fails({ when: 'objects-depend', certain: true, object: index.partitionOf, because });
  }
  for (const member of scene.partitionTree(index.table)) scene.lock(member, mode);
  scene.lock(key, mode);
  scene.loses({ what: 'index', object: key, how: 'all' });
  if (index.unique) scene.loses({ what: 'constraint', object: key, how: 'all' });
}

function tableUnknown(key: ObjectKey, mode: string): string {
  return `The table of the index ${key} is not in the history; it is locked ${mode} as well. The migration that creates the index or a schema dump would name it.`;
}

/** The lock on an index that is renamed: SHARE UPDATE EXCLUSIVE from 12 on (its release notes), ACCESS EXCLUSIVE before. */
export function renameMode(postgres: PostgresVersion): LockMode {
  return postgres >= 12 ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
}

/** ALTER INDEX ... RENAME. */
function renameIndex(operation: OperationOf<'rename-index'>, scene: Scene): void {
  const index = indexKey(scene.schema, operation.index);
  scene.lock(index, renameMode(scene.postgres));
  requireFreeRelation(`${index.slice(0, index.indexOf('.'))}.${operation.newName}`, scene);
}

/** REINDEX: SHARE on the table, ACCESS EXCLUSIVE on each index; CONCURRENTLY (12+): SHARE UPDATE EXCLUSIVE. */
function reindex(operation: OperationOf<'reindex'>, scene: Scene): void {
  if (operation.concurrently) {
    requireFeature('reindex-concurrently', scene);
    failInTransaction('REINDEX CONCURRENTLY', scene);
  }
  switch (operation.target) {
    case 'index':
      if (operation.name !== undefined)
        reindexIndex(indexKey(scene.schema, operation.name), operation.concurrently, scene);
      return;
    case 'table':
      if (operation.name !== undefined) reindexTable(scene.key(operation.name), operation.concurrently, scene);
      return;
    case 'schema':
    case 'database':
    case 'system':
      failInTransaction(`REINDEX ${operation.target.toUpperCase()}`, scene);
      if (operation.target === 'system' && operation.concurrently) {
        const because = 'cannot reindex system catalogs concurrently';
        scene.fails({ when: 'unsupported', certain: true, because });
      }
      {
        reindexAll(operation, scene);
        return;
      }
  }
}

function reindexIndex(key: ObjectKey, concurrently: boolean, scene: Scene): void {
  const index = scene.schema.indexes.get(key);
  if (index === undefined) {
    scene.lasts('index-build');
    const mode = concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE';
    scene.lock(key, mode, tableUnknown(key, concurrently ? mode : 'SHARE'));
    return;
  }
  if (scene.isPartitioned(index.table)) failOnPartitionedReindex('REINDEX INDEX', key, scene);
  rebuild(index.table, [index], concurrently, scene);
}

function reindexTable(table: ObjectKey, concurrently: boolean, scene: Scene): void {
  if (scene.isPartitioned(table)) failOnPartitionedReindex('REINDEX TABLE', table, scene);
  for (const member of scene.partitionTree(table))
    rebuild(member, indexesOf(scene.schema, member), concurrently, scene);
}

/** From 14 on a partitioned table is reindexed partition by partition, each in a transaction of its own. */
function failOnPartitionedReindex(command: string, object: ObjectKey, scene: Scene): void {
  if (scene.postgres >= 14) {
    failInTransaction(command, scene);
    return;
  }
  failPartitioned(object, 'REINDEX is not yet implemented for partitioned tables and indexes', scene);
}

function rebuild(table: ObjectKey, indexes: readonly Index[], concurrently: boolean, scene: Scene): void {
  scene.lock(table, concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE');
  if (scene.isPartitioned(table)) return;
  const unknown =
    indexes.length > 0 || scene.table(table)?.complete === true
      ? undefined
      : `The indexes of ${table} are not in the history; a schema dump would name them.`;
  if (indexes.length === 0 && unknown === undefined) return;
  for (const { key } of indexes) scene.lock(key, concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE');
  scene.scan(table, unknown);
  const names = indexes.map(({ key }) => key.slice(key.indexOf('.') + 1));
  scene.rebuildIndexes(table, names, 'the REINDEX', unknown);
}

function reindexAll(operation: OperationOf<'reindex'>, scene: Scene): void {
  const prefix = operation.target === 'schema' && operation.name !== undefined ? `${operation.name.name}.` : '';
  if (operation.target === 'system') return;
  for (const [key] of scene.schema.tables) {
    if (key.startsWith(prefix)) rebuild(key, indexesOf(scene.schema, key), operation.concurrently, scene);
  }
}

/**
 * ALTER INDEX ... ATTACH PARTITION: SHARE UPDATE EXCLUSIVE on the parent's index (ACCESS EXCLUSIVE on 11), ACCESS
 * EXCLUSIVE on the other, ACCESS SHARE on the tables (ATExecAttachPartitionIdx). Observed on 11 to 18.
 */
function attachIndexPartition(operation: OperationOf<'attach-index-partition'>, scene: Scene): void {
  requireFeature('partitioned-index', scene);
  for (const name of [operation.index, operation.partition]) {
    const key = indexKey(scene.schema, name);
    const gentle = name === operation.index && scene.postgres >= 12;
    scene.lock(key, gentle ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE');
    const table = scene.schema.indexes.get(key)?.table;
    if (table !== undefined) scene.lock(table, 'ACCESS SHARE');
  }
}
