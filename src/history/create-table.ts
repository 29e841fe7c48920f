import type { ObjectKey } from '../core/name.js';
import type { ColumnDefinition, OperationOf } from '../core/operation.js';
import { relationKey, typeKey } from '../core/schema.js';
import { newColumn } from './columns.js';
import { addConstraint, inOrderOfCreation } from './constraints.js';
import { inheritCheck } from './inheritance.js';
import { copyChecks, copyIndexes, likedColumns } from './like.js';
import { becomePartition } from './partitions.js';
import { changeTable, linkChild, linkColumn, putTable } from './relations.js';
import { removeRelation } from './removal.js';
import type { State, StoredColumn, StoredTable } from './state.js';

/** CREATE TABLE in all its forms. */
export function createTable(state: State, operation: OperationOf<'create-table'>): void {
  const key = newTableKey(state, operation);
  if (state.hasRelation(key)) {
    if (operation.ifNotExists) return;
    removeRelation(state, key);
  }
  if (operation.persistence === 'temporary') state.temporary.add(key);
  const parents = parentsIn(state, operation);
  putTable(state, emptyTable(state, key, operation, parents));
  const columns = columnsOf(state, key, operation, parents);
  changeTable(state, key, { columns });
  for (const column of columns.values()) linkColumn(state, key, column);
  for (const parent of parents) joinParent(state, parent, key, operation.partitionOf !== undefined);
  for (const like of operation.like) copyChecks(state, key, like);
  for (const constraint of inOrderOfCreation(operation.constraints)) {
    addConstraint(state, key, constraint, { newTable: true });
  }
  for (const like of operation.like) copyIndexes(state, key, like);
}

/**
 * A temporary table that hides a permanent one is kept in `pg_temp`, so that dropping it leaves the other alone; any
 * other temporary table is found under the name it was given.
 */
function newTableKey(state: State, { table, persistence }: OperationOf<'create-table'>): ObjectKey {
  const key = state.creationKey(table);
  const hidden = state.tables.get(key);
  const hides = persistence === 'temporary' && hidden !== undefined && hidden.persistence !== 'temporary';
  return hides ? state.creationKey({ schema: 'pg_temp', name: table.name }) : key;
}

function parentsIn(state: State, operation: OperationOf<'create-table'>): readonly ObjectKey[] {
  const parents = operation.inherits.map((name) => relationKey(state, name));
  return operation.partitionOf === undefined ? parents : [relationKey(state, operation.partitionOf.parent)];
}

function emptyTable(
  state: State,
  key: ObjectKey,
  operation: OperationOf<'create-table'>,
  parents: readonly ObjectKey[],
): StoredTable {
  const { partitionOf, partitionBy } = operation;
  const sources = [...parents, ...operation.like.map(({ table }) => relationKey(state, table))];
  return {
    key,
    birth: state.birth,
    complete: sources.every((source) => state.tables.get(source)?.complete === true) && showsColumns(state, operation),
    persistence: operation.persistence,
    columns: new Map(),
    constraints: [],
    ...(partitionBy === undefined ? {} : { partitionBy }),
    ...(partitionOf === undefined
      ? {}
      : { partitionOf: { parent: relationKey(state, partitionOf.parent), bound: partitionOf.bound } }),
    inherits: partitionOf === undefined ? parents : [],
    triggers: [],
    rowSecurity: false,
    policies: [],
  };
}

/** Whether the columns of CREATE TABLE AS and of a typed table can be told. */
function showsColumns(state: State, { asQuery, columns, ofType }: OperationOf<'create-table'>): boolean {
  if (ofType !== undefined) return state.types.get(typeKey(state, ofType))?.kind === 'composite';
  if (asQuery === undefined || (columns.length > 0 && columns.length >= asQuery.output.length)) return true;
  return !asQuery.star && asQuery.output.length > 0 && asQuery.output.every(({ name }) => name !== undefined);
}

function columnsOf(
  state: State,
  key: ObjectKey,
  operation: OperationOf<'create-table'>,
  parents: readonly ObjectKey[],
): ReadonlyMap<string, StoredColumn> {
  const columns = new Map<string, StoredColumn>();
  for (const parent of parents) {
    for (const column of state.tables.get(parent)?.columns.values() ?? []) {
      const { identity, ...inherited } = column;
      // A partition shares the identity of its parent (17+); a child that merely inherits does not.
      const shared = identity !== undefined && operation.partitionOf !== undefined ? { identity } : {};
      columns.set(column.name, { ...inherited, ...shared, birth: state.birth, inherited: true });
    }
  }
  for (const like of operation.like)
    for (const column of likedColumns(state, key, like)) columns.set(column.name, column);
  for (const column of typedColumns(state, operation)) columns.set(column.name, newColumn(state, key, column));
  for (const definition of declaredColumns(operation)) {
    const before = columns.get(definition.name);
    const column = newColumn(state, key, definition);
    columns.set(definition.name, before === undefined ? column : merged(before, column, operation));
  }
  return columns;
}

/** A column that is declared although a parent or the type has it: what is declared wins, NOT NULL adds up. */
function merged(before: StoredColumn, own: StoredColumn, operation: OperationOf<'create-table'>): StoredColumn {
  const notNull = own.notNull === true ? true : before.notNull;
  const isOption = operation.partitionOf !== undefined || operation.ofType !== undefined;
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return { ...before, ...given, notNull, inherited: isOption ? before.inherited : undefined };
}

function typedColumns(state: State, { ofType }: OperationOf<'create-table'>): readonly ColumnDefinition[] {
  const type = ofType === undefined ? undefined : state.types.get(typeKey(state, ofType));
  return type?.kind === 'composite' ? type.attributes.map((attribute) => ({ ...attribute, notNull: false })) : [];
}

/** The columns of CREATE TABLE AS: what names them best, the list or the query, with the types the query states. */
function declaredColumns({ asQuery, columns }: OperationOf<'create-table'>): readonly ColumnDefinition[] {
  if (asQuery === undefined) return columns;
  const listed = columns.map((column, place) => ({ ...asQuery.output[place], ...column }));
  const others = asQuery.output
    .slice(columns.length)
    .flatMap(({ name, type }) => (name === undefined ? [] : [{ name, type }]));
  return [...listed, ...others].map(({ name, type }) => ({ name, type, notNull: false }));
}

/** Children share the CHECKs of their parents; partitions share indexes and foreign keys as well. */
function joinParent(state: State, parent: ObjectKey, child: ObjectKey, isPartition: boolean): void {
  if (!linkChild(state, parent, child)) return;
  if (isPartition) {
    becomePartition(state, parent, child);
    return;
  }
  for (const constraint of state.tables.get(parent)?.constraints ?? []) {
    const { definition } = constraint;
    if (definition.kind === 'check' && !definition.noInherit) inheritCheck(state, parent, constraint);
  }
}
