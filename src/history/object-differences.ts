import type { ObjectDifference } from '../core/object-difference.js';
import type { ObjectKey } from '../core/name.js';
import type { Column, Schema, Table } from '../core/schema.js';
import { shortName } from '../core/wording.js';
import { withoutPlaces } from './differences.js';

/**
 * What a down part does not bring back to what it was, by the schemas before the migration, after it, and after its down
 * part. What the history does not show in full is left out.
 */
export function objectDifferences(before: Schema, between: Schema, after: Schema): readonly ObjectDifference[] {
  const tables = keysThatDiffer(before.tables, after.tables);
  const differences: ObjectDifference[] = [];
  const whole = new Set<ObjectKey>();
  for (const key of tables) {
    const [first, last] = [before.tables.get(key), after.tables.get(key)];
    if (first !== undefined && last !== undefined) {
      differences.push(...tableDifferences(key, first, between.tables.get(key), last));
      continue;
    }
    whole.add(key);
    // A table that nothing creates was only seen in passing.
    if ((first ?? last)?.complete === true)
      add(differences, `table ${shortName(key)}`, first, between.tables.get(key), last);
  }
  const isOfWhole = (table: ObjectKey | undefined): boolean => table !== undefined && whole.has(table);
  for (const key of keysThatDiffer(before.indexes, after.indexes)) {
    const [first, last] = [before.indexes.get(key), after.indexes.get(key)];
    if (!isOfWhole((first ?? last)?.table) && !backsConstraint(before, after, key)) {
      add(differences, `index ${shortName(key)}`, first, between.indexes.get(key), last);
    }
  }
  for (const key of keysThatDiffer(before.sequences, after.sequences)) {
    const [first, last] = [before.sequences.get(key), after.sequences.get(key)];
    if ((first ?? last)?.ownedBy === undefined) {
      add(differences, `sequence ${shortName(key)}`, first, between.sequences.get(key), last);
    }
  }
  for (const [word, name] of [
    ['view', 'views'],
    ['type', 'types'],
    ['function', 'functions'],
  ] as const) {
    const [first, middle, last]: readonly ReadonlyMap<ObjectKey, object>[] = [before[name], between[name], after[name]];
    if (first === undefined || middle === undefined || last === undefined) continue;
    for (const key of keysThatDiffer(first, last)) {
      add(differences, `${word} ${shortName(key)}`, first.get(key), middle.get(key), last.get(key));
    }
  }
  return differences;
}

function tableDifferences(
  key: ObjectKey,
  before: Table,
  between: Table | undefined,
  after: Table,
): readonly ObjectDifference[] {
  const differences: ObjectDifference[] = [];
  const table = shortName(key);
  for (const name of keysThatDiffer(before.columns, after.columns)) {
    const [first, last] = [before.columns.get(name), after.columns.get(name)];
    if (isKnown(first) && isKnown(last)) {
      add(differences, `column ${table}.${name}`, first, between?.columns.get(name), last);
    }
  }
  const [first, middle, last] = [before, between, after].map(
    (one) => new Map((one?.constraints ?? []).map((constraint) => [constraint.name, constraint])),
  );
  if (first === undefined || middle === undefined || last === undefined) return differences;
  for (const name of keysThatDiffer(first, last)) {
    const kind = (first.get(name) ?? last.get(name))?.definition.kind;
    if (kind !== 'not-null')
      add(differences, `constraint ${name} of ${table}`, first.get(name), middle.get(name), last.get(name));
  }
  return differences;
}

/** Whether all of a column is known, if it is there at all. */
function isKnown(column: Column | undefined): boolean {
  return column === undefined || (column.known && column.notNull !== 'unknown');
}

/** The index of a constraint is said with it. */
function backsConstraint(before: Schema, after: Schema, index: ObjectKey): boolean {
  return [before, after].some((schema) => {
    const table = schema.indexes.get(index)?.table;
    return table !== undefined && schema.tables.get(table)?.constraints.some((one) => one.index === index) === true;
  });
}

/** Objects do not change, they are replaced: one that is the same in both is equal without a look into it. */
function keysThatDiffer<K>(before: ReadonlyMap<K, object>, after: ReadonlyMap<K, object>): readonly K[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
}

function add(
  differences: ObjectDifference[],
  object: string,
  before: object | undefined,
  between: object | undefined,
  after: object | undefined,
): void {
  if (before === undefined) {
    // What the down part itself brings may have been there before, where the history does not show it.
    if (after !== undefined && between !== undefined) differences.push({ kind: 'left', object });
  } else if (after === undefined) differences.push({ kind: 'missing', object });
  else if (withoutPlaces(before) !== withoutPlaces(after)) differences.push({ kind: 'changed', object });
}
