import type { ObjectKey, QualifiedName } from '../../core/name.js';
import type { ColumnDefinition, OperationDraft, StatementDraft } from '../../core/operation.js';
import { relationKey, tableOf } from '../../core/schema.js';
import type { Column, Constraint, Index, Schema, Table } from '../../core/schema.js';

/**
 * A column as it was, with the constraints and indexes that go with it; undefined when the history does not show it.
 * What is `gone` already comes back by itself.
 */
export function columnBack(
  table: QualifiedName,
  name: string,
  before: Schema,
  gone: ReadonlySet<string>,
): readonly StatementDraft[] | undefined {
  const known = tableOf(before, table);
  const column = known?.columns.get(name);
  const definition = column && definitionOf(column);
  if (known === undefined || definition === undefined) return undefined;
  const constraints = known.constraints.filter((each) => each.columns.includes(name) && !gone.has(each.name));
  return [
    [{ kind: 'add-column', table, column: definition, constraints: [], ifNotExists: false, only: false }],
    ...constraints.flatMap((constraint) => addAgain(table, constraint)),
    ...indexesOf(before, table).flatMap((index) =>
      isOwn(index, gone) && mentions(index, name) ? [[indexBack(index)]] : [],
    ),
  ];
}

/** A table as it was, without its rows; undefined when the history does not show all of it. */
export function tableBack(
  table: QualifiedName,
  before: Schema,
  gone: ReadonlySet<string>,
): readonly StatementDraft[] | undefined {
  const known = tableOf(before, table);
  if (known?.complete !== true || known.partitionBy !== undefined || known.inherits.length > 0) return undefined;
  const columns = [...known.columns.values()].flatMap((column) => definitionOf(column) ?? []);
  if (columns.length !== known.columns.size) return undefined;
  return [
    [
      {
        kind: 'create-table',
        table,
        ifNotExists: false,
        persistence: known.persistence,
        columns,
        constraints: [],
        like: [],
        inherits: [],
      },
    ],
    ...inOrder(known).flatMap((constraint) => (gone.has(constraint.name) ? [] : addAgain(table, constraint))),
    ...indexesOf(before, table).flatMap((index) => (isOwn(index, gone) ? [[indexBack(index)]] : [])),
  ];
}

/** A constraint as it was; nothing when the schema before does not know it, because the same file made it. */
export function constraintBack(table: QualifiedName, name: string, before: Schema): readonly StatementDraft[] {
  const known = tableOf(before, table)?.constraints.find((constraint) => constraint.name === name);
  return known === undefined ? [] : addAgain(table, known);
}

/** The statement that makes an index as it was. */
export function indexBack(index: Index): OperationDraft<'create-index'> {
  const { unique, method, keys, include, where, nullsNotDistinct, storageParameters, tablespace } = index;
  return {
    kind: 'create-index',
    index: nameOf(index.key),
    table: tableNameOf(index.table),
    unique,
    concurrently: false,
    ifNotExists: false,
    only: false,
    method,
    keys,
    include,
    nullsNotDistinct: nullsNotDistinct === true,
    ...(where === undefined ? {} : { where }),
    ...(storageParameters === undefined ? {} : { storageParameters }),
    ...(tablespace === undefined ? {} : { tablespace }),
  };
}

function addAgain(table: QualifiedName, { name, definition, valid }: Constraint): readonly StatementDraft[] {
  // A column's own NOT NULL came back with the column.
  if (definition.kind === 'not-null') return [];
  const constraint = { ...definition, name, ...('notValid' in definition ? { notValid: !valid } : {}) };
  return [[{ kind: 'add-constraint', table, constraint, only: false }]];
}

/** Keys of the table before those that point to it. */
function inOrder({ constraints }: Table): readonly Constraint[] {
  return [...constraints].sort((a, b) => rank(a) - rank(b));
}

function rank({ definition: { kind } }: Constraint): number {
  return kind === 'primary-key' ? 0 : kind === 'foreign-key' ? 2 : 1;
}

function definitionOf(column: Column): ColumnDefinition | undefined {
  const { name, type, notNull, identity, generated, collation } = column;
  if (type === undefined) return undefined;
  return {
    name,
    type,
    notNull: notNull === true,
    ...(column.default === undefined ? {} : { default: column.default }),
    ...(identity === undefined ? {} : { identity }),
    ...(generated === undefined ? {} : { generated }),
    ...(collation === undefined ? {} : { collation }),
  };
}

function indexesOf(schema: Schema, table: QualifiedName): readonly Index[] {
  const keys = schema.indexesOf.get(relationKey(schema, table)) ?? [];
  return [...keys].flatMap((key) => schema.indexes.get(key) ?? []);
}

/** An index that no constraint brings back, and no other statement. */
function isOwn({ constraint, key }: Index, gone: ReadonlySet<string>): boolean {
  return constraint === undefined && !gone.has(nameOf(key));
}

function mentions({ keys, include, where }: Index, column: string): boolean {
  const texts = [where?.text, ...keys.map(({ expression }) => expression?.text)];
  return (
    include.includes(column) ||
    keys.some((key) => key.column === column) ||
    texts.some((text) => text !== undefined && new RegExp(`(?<!\\w)${column}(?!\\w)`).test(text))
  );
}

function nameOf(key: ObjectKey): string {
  return key.slice(key.indexOf('.') + 1);
}

/** Django's tables are found on the search path. */
function tableNameOf(key: ObjectKey): QualifiedName {
  const schema = key.slice(0, key.indexOf('.'));
  return schema === 'public' ? { name: nameOf(key) } : { schema, name: nameOf(key) };
}
