import type { ColumnDefinition, ConstraintDefinition, Operation, OperationOf } from '../../../core/operation.js';
import { readText } from '../../sql/reading.js';
import type { DatabaseKey, DatabaseNames } from './database.js';

/**
 * Takes in what written SQL does to the names in the database, so that Django's later operations find them as
 * PostgreSQL would have them. Without PostgreSQL's parser (`loadSqlParser`) nothing is taken in.
 */
export function addRawNames(database: DatabaseNames, sql: string): void {
  // Most statements of a RunSQL change rows.
  if (!/\b(create|alter|drop)\b/i.test(sql)) return;
  for (const operation of readText(sql, 'none').operations) addNames(database, operation);
}

function addNames(database: DatabaseNames, operation: Operation): void {
  switch (operation.kind) {
    case 'create-table':
      addTable(database, operation);
      break;
    case 'drop-table':
      database.dropTable(operation.table.name);
      break;
    case 'rename-table':
      database.renameTable(operation.table.name, operation.newName);
      break;
    case 'add-column':
      addColumn(database, operation.table.name, operation.column, operation.constraints);
      break;
    case 'drop-column':
      database.dropColumn(operation.table.name, operation.column);
      break;
    case 'rename-column':
      database.renameColumn(operation.table.name, operation.column, operation.newName);
      break;
    default:
      addKeyNames(database, operation);
  }
}

function addKeyNames(database: DatabaseNames, operation: Operation): void {
  switch (operation.kind) {
    case 'add-constraint':
      addConstraint(database, operation.table.name, operation.constraint);
      break;
    case 'drop-constraint':
      database.dropKey(operation.table.name, operation.name);
      break;
    case 'rename-constraint':
      database.renameKey(operation.name, operation.newName);
      break;
    case 'create-index':
      addIndex(database, operation);
      break;
    case 'drop-index':
      database.dropIndex(operation.index.name);
      break;
    case 'rename-index':
      database.renameKey(operation.index.name, operation.newName);
      break;
    default:
  }
}

function addTable(database: DatabaseNames, { table, columns, constraints }: OperationOf<'create-table'>): void {
  database.createTable(table.name);
  for (const column of columns) addColumn(database, table.name, column, []);
  for (const constraint of constraints) addConstraint(database, table.name, constraint);
}

function addColumn(
  database: DatabaseNames,
  table: string,
  column: ColumnDefinition,
  constraints: readonly ConstraintDefinition[],
): void {
  const isSerial = /^(big|small)?serial[248]?$/.test(column.type?.name ?? '');
  if (column.identity !== undefined || isSerial) database.addSequence(table, column.name);
  for (const constraint of constraints) addConstraint(database, table, constraint);
}

function addConstraint(database: DatabaseNames, table: string, constraint: ConstraintDefinition): void {
  const key = keyOf(constraint);
  if (key === undefined) return;
  const [column] = key.columns;
  if (constraint.name !== undefined) database.addKey(table, constraint.name, key);
  else if (column !== undefined) database.addUnnamed(table, column, key.kind, key);
}

function keyOf(constraint: ConstraintDefinition): (DatabaseKey & { readonly kind: ConstraintKind }) | undefined {
  switch (constraint.kind) {
    case 'primary-key':
      return { columns: constraint.columns, kind: 'primary' };
    case 'unique':
      return { columns: constraint.columns, kind: 'unique' };
    case 'foreign-key':
      return { columns: constraint.columns, kind: 'foreign', to: constraint.references.name };
    case 'check':
      // Which columns it names is told by its expression; Django asks only for those of one column that it made itself.
      return { columns: [], kind: 'check' };
    default:
      return undefined;
  }
}

type ConstraintKind = 'primary' | 'unique' | 'foreign' | 'check';

function addIndex(database: DatabaseNames, operation: OperationOf<'create-index'>): void {
  const { index, table, keys, include, unique, method, storageParameters } = operation;
  if (index === undefined) return;
  const columns = keys.flatMap(({ column }) => column ?? []);
  database.addKey(table.name, index, {
    columns: [...columns, ...include],
    kind: 'index',
    isUnique: unique,
    isPlain: method === 'btree' && storageParameters === undefined && !index.endsWith('_btree'),
  });
}
