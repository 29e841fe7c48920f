import type { ObjectKey, QualifiedName } from '../core/name.js';
import { nameOf, objectKey, schemaOf } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import { resolveName, typeKey } from '../core/schema.js';
import type { Handlers } from './handlers.js';
import { moveRelation, moveToSchema } from './moves.js';
import { needTable } from './relations.js';
import { renameColumn } from './rename-column.js';
import { renameConstraint } from './rename-constraint.js';
import { membersOf } from './state.js';
import type { State } from './state.js';
import { moveFunction } from './triggers.js';
import { moveType } from './types.js';

export const renameHandlers: Handlers = {
  // ALTER TABLE renames whatever relation has the name, and so do ALTER VIEW, ALTER SEQUENCE and ALTER INDEX.
  'rename-table': (state, { table, newName, ifExists }) => {
    if (!ifExists && !state.hasRelation(keyOf(state, table))) needTable(state, table);
    rename(state, keyOf(state, table), newName);
  },
  'rename-view': (state, { view, newName }) => rename(state, keyOf(state, view), newName),
  'rename-index': (state, { index, newName }) => rename(state, keyOf(state, index), newName),
  'rename-sequence': (state, { sequence, newName }) => rename(state, keyOf(state, sequence), newName),
  'rename-column': (state, { table, column, newName }) => {
    renameColumn(state, needTable(state, table).key, column, newName);
  },
  'rename-constraint': (state, { table, name, newName }) => {
    renameConstraint(state, needTable(state, table).key, name, newName);
  },
  'rename-type': (state, { type, newName }) => {
    const key = typeKey(state, type);
    moveType(state, key, objectKey(schemaOf(key), newName));
  },
  'rename-function': (state, { function: renamed, newName }) => {
    const key = functionKey(state, renamed);
    moveFunction(state, key, objectKey(schemaOf(key), newName));
  },
  'set-schema': setSchema,
  'rename-schema': (state, { schema, newName }) => renameSchema(state, schema, newName),
};

function keyOf(state: State, name: QualifiedName): ObjectKey {
  return resolveName(state, name, (key) => state.hasRelation(key));
}

function functionKey(state: State, name: QualifiedName): ObjectKey {
  return resolveName(state, name, (key) => state.functions.has(key));
}

function rename(state: State, key: ObjectKey, newName: string): void {
  moveRelation(state, key, objectKey(schemaOf(key), newName));
}

function setSchema(state: State, { object, objectType, newSchema }: OperationOf<'set-schema'>): void {
  if (objectType === 'type' || objectType === 'domain') {
    const key = typeKey(state, object);
    moveType(state, key, objectKey(newSchema, nameOf(key)));
  } else if (routines.has(objectType)) {
    const key = functionKey(state, object);
    moveFunction(state, key, objectKey(newSchema, nameOf(key)));
  } else if (relations.has(objectType)) moveToSchema(state, keyOf(state, object), newSchema);
}

const routines: ReadonlySet<string> = new Set(['function', 'procedure', 'routine', 'aggregate']);

/** An extension or an operator may have the name of a table, which then stays where it is. */
const relations: ReadonlySet<string> = new Set(['table', 'view', 'materialized-view', 'sequence', 'foreign-table']);

function renameSchema(state: State, schema: string, newName: string): void {
  for (const key of membersOf(state.membersOf, schema)) {
    const to = objectKey(newName, nameOf(key));
    if (state.hasRelation(key)) moveRelation(state, key, to);
    moveType(state, key, to);
    moveFunction(state, key, to);
  }
}
