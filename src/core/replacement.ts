import type { Migration } from './migration.js';
import type { QualifiedName } from './name.js';
import type { Operation, OperationOf } from './operation.js';
import { isSameRelation } from './newness.js';
import { tableOf } from './schema.js';
import type { Schema } from './schema.js';
import type { TypeReference } from './type.js';
import { operationsAbout, writtenOfKind } from './later.js';

type AddColumn = OperationOf<'add-column'>;
type DropColumn = OperationOf<'drop-column'>;

/**
 * The column that the same migration adds to the table as if in place of the dropped one: under the same name, or
 * of the same type and either the only one added or of a similar name. Undefined when the values were copied over.
 */
export function replacementOf(drop: DropColumn, schema: Schema, migration: Migration): AddColumn | undefined {
  // A computed column has no values of its own to lose.
  if (tableOf(schema, drop.table)?.columns.get(drop.column)?.generated !== undefined) return undefined;
  const added = writtenOfKind(migration, 'add-column').filter((other) => isAddedBeside(drop, other, schema));
  if (added.length === 0) return undefined;
  const sameName = added.find((add) => add.column.name === drop.column);
  if (sameName !== undefined) return sameName;
  const all = operationsAbout(migration, [drop.table.name]);
  const alone = added.length === 1 && all.filter((other) => isDropOf(other, drop.table, schema)).length === 1;
  return added.find((add) => isLikely(drop, add, alone, schema) && !isFilledFrom(drop, add, all, schema));
}

function isAddedBeside(drop: DropColumn, other: AddColumn, schema: Schema): boolean {
  if (other.column.generated !== undefined || other.table.name !== drop.table.name) return false;
  return isSameRelation(schema, other.table, drop.table);
}

function isDropOf(other: Operation, table: QualifiedName, schema: Schema): boolean {
  return other.kind === 'drop-column' && isSameRelation(schema, other.table, table);
}

function isLikely(drop: DropColumn, add: AddColumn, alone: boolean, schema: Schema): boolean {
  const before = tableOf(schema, drop.table)?.columns.get(drop.column)?.type;
  const after = add.column.type;
  if (before === undefined || after === undefined) return areAlike(drop.column, add.column.name);
  return isSameKind(before, after) && (alone || areAlike(drop.column, add.column.name));
}

function isFilledFrom(drop: DropColumn, add: AddColumn, all: readonly Operation[], schema: Schema): boolean {
  return all.some(
    (other) =>
      other.kind === 'update' &&
      isSameRelation(schema, other.table, drop.table) &&
      other.columns.includes(add.column.name) &&
      other.query.columns.some(({ column }) => column === drop.column),
  );
}

/** Whether two types hold the same kind of value: a rename together with a wider type still looks like a rename. */
function isSameKind(a: TypeReference, b: TypeReference): boolean {
  return a.arrayDimensions === b.arrayDimensions && kindOf(a) === kindOf(b);
}

function kindOf(type: TypeReference): string {
  if (type.schema !== undefined && type.schema !== 'pg_catalog') return `${type.schema}.${type.name}`;
  return kinds.get(type.name) ?? type.name;
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['character varying', 'text'],
  ['character', 'text'],
  ['smallint', 'integer'],
  ['bigint', 'integer'],
  ['timestamp with time zone', 'timestamp'],
  ['timestamp without time zone', 'timestamp'],
  ['jsonb', 'json'],
  ['double precision', 'real'],
]);

/** Whether one name holds the other or they share a word of three letters or more. */
function areAlike(a: string, b: string): boolean {
  const [one, two] = [a.toLowerCase(), b.toLowerCase()];
  if (one.includes(two) || two.includes(one)) return true;
  const words = new Set(wordsOf(a));
  return wordsOf(b).some((word) => words.has(word));
}

function wordsOf(name: string): string[] {
  const apart = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return apart.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
}
