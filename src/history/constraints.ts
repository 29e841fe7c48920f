import type { ObjectKey } from '../core/name.js';
import { nameOf, objectKey, qualifiedNameOf, schemaOf } from '../core/name.js';
import type {
  CheckConstraint,
  ConstraintDefinition,
  ExclusionConstraint,
  ForeignKeyConstraint,
  IndexKey,
  NotNullConstraint,
  OperationOf,
  UniqueConstraint,
} from '../core/operation.js';
import { relationKey } from '../core/schema.js';
import type { Index } from '../core/schema.js';
import { columnNamesOf } from '../postgres/expressions/index.js';
import { joinColumns, makeObjectName } from '../postgres/names.js';
import { putConstraint, replaceConstraint } from './constraint-store.js';
import type { Handlers } from './handlers.js';
import { attachOrCloneForeignKey, attachOrCloneIndex, inheritCheck, setNotNull } from './inheritance.js';
import { freeConstraintName, freeIndexName, indexNameParts } from './naming.js';
import { needTable, putIndex } from './relations.js';
import { freeNameFor, removeConstraints } from './removal.js';
import { membersOf } from './state.js';
import type { State, StoredConstraint, StoredTable } from './state.js';

type Definition<K extends ConstraintDefinition['kind']> = Extract<
  CheckConstraint | NotNullConstraint | ExclusionConstraint | ForeignKeyConstraint,
  { kind: K }
>;

export const constraintHandlers: Handlers = {
  'add-constraint': (state, { table, constraint, only }) => {
    addConstraint(state, needTable(state, table).key, constraint, { only });
  },
  'validate-constraint': (state, { table, name }) => validateConstraint(state, needTable(state, table).key, name),
  'drop-constraint': dropConstraint,
  'alter-constraint': alterConstraint,
};

interface Circumstances {
  /** The table is created by the same statement: nothing needs to be validated. */
  readonly newTable?: boolean;
  readonly only?: boolean;
}

/** Adds a constraint with all it brings along: its name, its index, NOT NULL, and copies in partitions and children. */
export function addConstraint(
  state: State,
  table: ObjectKey,
  definition: ConstraintDefinition,
  circumstances: Circumstances = {},
): void {
  switch (definition.kind) {
    case 'check':
      addCheck(state, table, definition, circumstances);
      break;
    case 'not-null':
      addNotNull(state, table, definition);
      break;
    case 'foreign-key':
      addForeignKey(state, table, definition, circumstances);
      break;
    case 'exclude':
      addExclusion(state, table, definition, circumstances);
      break;
    case 'unique':
    case 'primary-key':
      if (definition.usingIndex === undefined) addUnique(state, table, definition, circumstances);
      else addUsingIndex(state, table, definition, definition.usingIndex);
  }
}

/**
 * The order in which one statement makes its constraints: CHECKs, the primary key, others with an index, foreign keys.
 * A unique constraint that says no more than another before it is left out. `transformIndexConstraints`,
 * src/backend/parser/parse_utilcmd.c.
 */
export function inOrderOfCreation(definitions: readonly ConstraintDefinition[]): readonly ConstraintDefinition[] {
  if (definitions.length < 2) return definitions;
  const ranks = { check: 0, 'not-null': 0, 'primary-key': 1, unique: 2, exclude: 2, 'foreign-key': 3 };
  const ordered = [...definitions].sort((a, b) => ranks[a.kind] - ranks[b.kind]);
  const made: ConstraintDefinition[] = [];
  for (const definition of ordered) {
    const twin = definition.kind === 'unique' ? made.findIndex((other) => isTwin(other, definition)) : -1;
    const other = made[twin];
    if (other === undefined) made.push(definition);
    else made[twin] = { ...other, name: other.name ?? definition.name };
  }
  return made;
}

function isTwin(a: ConstraintDefinition, b: UniqueConstraint): boolean {
  if (a.kind !== 'unique' && a.kind !== 'primary-key') return false;
  if (a.columns.length === 0 || a.columns.join('\0') !== b.columns.join('\0')) return false;
  if (a.include.join('\0') !== b.include.join('\0') || a.nullsNotDistinct !== b.nullsNotDistinct) return false;
  return a.deferrable === b.deferrable && a.initiallyDeferred === b.initiallyDeferred;
}

function addCheck(
  state: State,
  key: ObjectKey,
  definition: Definition<'check'>,
  { newTable, only }: Circumstances,
): void {
  const columns = columnNamesOf(definition.expression.text);
  const single = columns.length === 1 ? columns[0] : undefined;
  const name = definition.name ?? freeConstraintName(state, key, single, 'check');
  const constraint: StoredConstraint = {
    name,
    definition: { ...definition, name },
    columns,
    valid: definition.enforced && (newTable === true || !definition.notValid),
    enforced: definition.enforced,
    birth: state.birth,
  };
  putConstraint(state, key, constraint);
  if (!definition.noInherit && only !== true) inheritCheck(state, key, constraint);
}

function addNotNull(state: State, key: ObjectKey, definition: Definition<'not-null'>): void {
  const name = definition.name ?? freeConstraintName(state, key, definition.column, 'not_null');
  const valid = !definition.notValid;
  const { column } = definition;
  putConstraint(state, key, {
    name,
    definition: { ...definition, name },
    columns: [column],
    valid,
    enforced: true,
    birth: state.birth,
  });
  const before = state.tables.get(key)?.columns.get(column)?.notNull;
  setNotNull(state, key, column, valid || before === true ? true : 'not-valid', definition.noInherit);
}

function addForeignKey(
  state: State,
  key: ObjectKey,
  definition: Definition<'foreign-key'>,
  { newTable }: Circumstances,
): void {
  const references = relationKey(state, definition.references);
  const name = definition.name ?? freeConstraintName(state, key, joinColumns(definition.columns), 'fkey');
  const referencedColumns =
    definition.referencedColumns.length > 0 ? definition.referencedColumns : primaryKeyOf(state.tables.get(references));
  putConstraint(state, key, {
    name,
    definition: { ...definition, name, references: qualifiedNameOf(references), referencedColumns },
    columns: definition.columns,
    valid: definition.enforced && (newTable === true || !definition.notValid),
    enforced: definition.enforced,
    references,
    birth: state.birth,
  });
  if (state.tables.get(key)?.partitionBy === undefined) return;
  for (const child of membersOf(state.childrenOf, key)) attachOrCloneForeignKey(state, key, name, child);
}

/** The columns of a table's primary key; none when the history does not show it. */
function primaryKeyOf(table: StoredTable | undefined): readonly string[] {
  return table?.constraints.find(({ definition }) => definition.kind === 'primary-key')?.columns ?? [];
}

function addUnique(state: State, key: ObjectKey, definition: UniqueConstraint, { only }: Circumstances): void {
  const { columns, include } = definition;
  const label = definition.kind === 'primary-key' ? 'pkey' : 'key';
  const name = definition.name ?? freeIndexName(state, key, [...columns, ...include], label);
  const keys = columns.map((column) => ({ column }));
  addBacked(state, key, { ...definition, name }, columns, { unique: true, method: 'btree', keys, include }, only);
  if (definition.kind === 'primary-key') for (const column of columns) setNotNull(state, key, column, true, only);
}

function addExclusion(state: State, key: ObjectKey, definition: Definition<'exclude'>, { only }: Circumstances): void {
  const { method, where } = definition;
  const keys: readonly IndexKey[] = definition.keys;
  const name = definition.name ?? freeIndexName(state, key, indexNameParts(keys, []), 'excl');
  const columns = keys.flatMap(({ column }) => (column === undefined ? [] : [column]));
  const index = { unique: false, method, keys, include: [], ...(where === undefined ? {} : { where }) };
  addBacked(state, key, { ...definition, name }, columns, index, only);
}

/** Puts a constraint and the index behind it in place, and attaches or makes those of partitions. */
function addBacked(
  state: State,
  table: ObjectKey,
  definition: ConstraintDefinition & { readonly name: string },
  columns: readonly string[],
  index: Pick<Index, 'unique' | 'method' | 'keys' | 'include' | 'where'>,
  only = false,
): void {
  const { name } = definition;
  const key = objectKey(schemaOf(table), name);
  if (!freeNameFor(state, key, table)) return;
  putConstraint(state, table, {
    name,
    definition,
    columns,
    valid: true,
    enforced: true,
    index: key,
    birth: state.birth,
  });
  const isPartitioned = state.tables.get(table)?.partitionBy !== undefined;
  const partitions = isPartitioned ? membersOf(state.childrenOf, table) : [];
  // With ONLY the index waits for those of the partitions to be attached, which is how pg_dump does it.
  const valid = !only || partitions.length === 0;
  const { unique, method, keys, include, where } = index;
  putIndex(state, { key, table, unique, method, keys, include, where, birth: state.birth, valid, constraint: name });
  if (!only) for (const child of partitions) attachOrCloneIndex(state, key, child);
}

/** `ADD CONSTRAINT name UNIQUE USING INDEX index`: the index takes the name of the constraint. */
function addUsingIndex(state: State, table: ObjectKey, definition: UniqueConstraint, usingIndex: string): void {
  const before = state.indexes.get(objectKey(schemaOf(table), usingIndex));
  const name = definition.name ?? usingIndex;
  const keys: readonly IndexKey[] = before?.keys ?? [];
  const columns = keys.flatMap(({ column }) => (column === undefined ? [] : [column]));
  if (before !== undefined) {
    state.remove(state.indexes, before.key);
    state.unlink(state.indexesOf, table, before.key);
    state.leave(before.key);
  }
  const include = before?.include ?? [];
  const nullsNotDistinct = before?.nullsNotDistinct ?? false;
  const index = { unique: true, method: before?.method ?? 'btree', keys, include };
  const said = { ...definition, name, columns, include, nullsNotDistinct, ...storageOf(before) };
  addBacked(state, table, said, columns, index);
  if (definition.kind === 'primary-key') for (const column of columns) setNotNull(state, table, column, true);
}

/** What a constraint would say of where and how its index is kept. */
function storageOf(index: Index | undefined): Pick<UniqueConstraint, 'storageParameters' | 'tablespace'> {
  const { storageParameters, tablespace } = index ?? {};
  return {
    ...(storageParameters === undefined ? {} : { storageParameters }),
    ...(tablespace === undefined ? {} : { tablespace }),
  };
}

function validateConstraint(state: State, key: ObjectKey, name: string): void {
  const table = state.tables.get(key);
  const constraint = table?.constraints.find((candidate) => candidate.name === name);
  if (table === undefined || constraint === undefined) return;
  replaceConstraint(state, key, name, { valid: true });
  const { definition } = constraint;
  // PostgreSQL 18 validates the NOT NULL of the children along with it, whose constraints this schema need not show.
  if (definition.kind === 'not-null') setNotNull(state, key, definition.column, true, definition.noInherit);
  for (const child of membersOf(state.childrenOf, key)) {
    const inherited = state.tables.get(child)?.constraints.find(({ inheritedFrom }) => inheritedFrom === name);
    if (inherited !== undefined) validateConstraint(state, child, inherited.name);
  }
}

function dropConstraint(state: State, { table: name, name: constraint }: OperationOf<'drop-constraint'>): void {
  const table = needTable(state, name);
  const known = table.constraints.find((candidate) => candidate.name === constraint);
  if (known !== undefined) {
    removeConstraints(state, table.key, (candidate) => candidate === known);
    if (known.definition.kind === 'not-null') setNotNull(state, table.key, known.definition.column, false);
    return;
  }
  // From 18 on a column's NOT NULL is a constraint with a generated name.
  for (const column of table.columns.values()) {
    if (makeObjectName(nameOf(table.key), column.name, 'not_null') === constraint) {
      setNotNull(state, table.key, column.name, false);
    }
  }
}

function alterConstraint(state: State, operation: OperationOf<'alter-constraint'>): void {
  const table = needTable(state, operation.table);
  const constraint = table.constraints.find(({ name }) => name === operation.name);
  if (constraint === undefined) return;
  const { deferrable, enforced } = operation;
  const definition = deferrable === undefined ? constraint.definition : { ...constraint.definition, deferrable };
  // ENFORCED makes PostgreSQL check the rows, NOT ENFORCED makes it forget that it did.
  const standing = enforced === undefined ? {} : { enforced, valid: enforced };
  replaceConstraint(state, table.key, operation.name, { definition, ...standing });
}
