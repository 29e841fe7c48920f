import type { ObjectKey } from '../core/name.js';
import { nameOf, objectKey, schemaOf } from '../core/name.js';
import type { ColumnDefinition, OperationOf } from '../core/operation.js';
import type { TypeReference } from '../core/type.js';
import { chooseName } from '../postgres/names.js';
import { addConstraint, inOrderOfCreation } from './constraints.js';
import type { Handlers } from './handlers.js';
import { setNotNull } from './inheritance.js';
import { nextValueOf } from './naming.js';
import { changeColumn, needTable, putColumn, putSequence } from './relations.js';
import { removeColumn, removeSequence } from './removal.js';
import { sharedExpression, sharedType } from './shared.js';
import { membersOf } from './state.js';
import type { State, StoredColumn } from './state.js';

export const columnHandlers: Handlers = {
  'add-column': addColumn,
  'drop-column': (state, { table, column }) => removeColumn(state, needTable(state, table).key, column),
  'alter-column-type': (state, { table, column, type, collation }) => {
    changeInFamily(state, needTable(state, table).key, column, { type, collation });
  },
  'set-default': (state, operation) => {
    const isNull = /^\s*null\s*$/i.test(operation.default.text);
    const change = { default: isNull ? undefined : operation.default };
    changeInFamily(state, needTable(state, operation.table).key, operation.column, change);
  },
  'drop-default': (state, { table, column }) => {
    changeInFamily(state, needTable(state, table).key, column, { default: undefined });
  },
  'set-not-null': (state, { table, column }) => {
    const { key } = needTable(state, table);
    setNotNull(state, key, column, true);
  },
  'drop-not-null': (state, { table, column }) => setNotNull(state, needTable(state, table).key, column, false),
  'add-identity': addIdentity,
  'alter-identity': (state, { table, column, when }) => {
    if (when !== undefined) changeColumn(state, needTable(state, table).key, column, { identity: { when } });
  },
  'drop-identity': dropIdentity,
  'set-generated-expression': (state, { table, column, expression }) => {
    const { key, columns } = needTable(state, table);
    const storage = columns.get(column)?.generated?.storage ?? 'stored';
    changeInFamily(state, key, column, { generated: { expression, storage } });
  },
  'drop-generated-expression': (state, { table, column }) => {
    changeInFamily(state, needTable(state, table).key, column, { generated: undefined });
  },
};

/** `MaxHeapAttributeNumber` in src/include/access/htup_details.h. */
const mostColumns = 1600;

function addColumn(state: State, operation: OperationOf<'add-column'>): void {
  const { column, constraints, only } = operation;
  const table = needTable(state, operation.table);
  if (table.columns.get(column.name)?.known === true) {
    if (operation.ifNotExists) return;
    removeColumn(state, table.key, column.name);
  }
  // PostgreSQL refuses the statement, and without a limit a file that goes on and on would fill the memory.
  if (table.columns.size >= mostColumns) return;
  const stored = newColumn(state, table.key, column);
  putColumn(state, table.key, stored);
  if (!only) inheritColumn(state, table.key, stored);
  for (const constraint of inOrderOfCreation(constraints)) addConstraint(state, table.key, constraint);
}

function inheritColumn(state: State, parent: ObjectKey, column: StoredColumn): void {
  for (const child of membersOf(state.childrenOf, parent)) {
    if (state.tables.get(child)?.columns.has(column.name) !== true) {
      putColumn(state, child, { ...column, inherited: true });
    }
    inheritColumn(state, child, column);
  }
}

/** The type behind each shorthand for a column with a sequence. */
const serialTypes: Readonly<Record<string, string>> = {
  smallserial: 'smallint',
  serial: 'integer',
  bigserial: 'bigint',
};

/** A column as a definition makes it, with the sequence of a serial or identity column. */
export function newColumn(state: State, table: ObjectKey, definition: ColumnDefinition): StoredColumn {
  const { name, identity, generated, collation } = definition;
  const serial = definition.type?.schema === undefined ? serialTypes[definition.type?.name ?? ''] : undefined;
  const isNumbered = serial !== undefined || identity !== undefined;
  const sequence = isNumbered ? ownSequence(state, table, name) : undefined;
  const value =
    serial !== undefined && sequence !== undefined ? { text: nextValueOf(state, sequence) } : definition.default;
  return {
    name,
    birth: state.birth,
    type: typeOf(definition, serial),
    notNull: definition.notNull || isNumbered,
    known: true,
    ...(value === undefined || /^\s*null\s*$/i.test(value.text) ? {} : { default: sharedExpression(value) }),
    ...(identity === undefined ? {} : { identity }),
    ...(generated === undefined ? {} : { generated }),
    ...(collation === undefined ? {} : { collation }),
  };
}

function typeOf({ type }: ColumnDefinition, serial: string | undefined): TypeReference | undefined {
  if (serial !== undefined) return sharedType({ name: serial, modifiers: [], arrayDimensions: 0 });
  return type === undefined ? undefined : sharedType(type);
}

/** Makes the sequence behind a serial or identity column. */
export function ownSequence(state: State, table: ObjectKey, column: string): ObjectKey {
  const schema = schemaOf(table);
  const name = chooseName(nameOf(table), column, 'seq', (taken) => state.hasRelation(objectKey(schema, taken)));
  const key = objectKey(schema, name);
  putSequence(state, { key, birth: state.birth, ownedBy: { table, column } });
  return key;
}

/** Changes a column in a table and in all its partitions and children. */
function changeInFamily(state: State, key: ObjectKey, column: string, change: Partial<StoredColumn>): void {
  changeColumn(state, key, column, change);
  for (const child of membersOf(state.childrenOf, key)) changeInFamily(state, child, column, change);
}

function addIdentity(state: State, { table, column, identity }: OperationOf<'add-identity'>): void {
  const { key } = needTable(state, table);
  changeColumn(state, key, column, { identity });
  ownSequence(state, key, column);
}

function dropIdentity(state: State, { table, column }: OperationOf<'drop-identity'>): void {
  const { key } = needTable(state, table);
  changeColumn(state, key, column, { identity: undefined });
  for (const sequence of membersOf(state.sequencesOf, key)) {
    if (state.sequences.get(sequence)?.ownedBy?.column === column) removeSequence(state, sequence);
  }
}
