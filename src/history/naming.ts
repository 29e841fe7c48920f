import type { ObjectKey } from '../core/name.js';
import { nameOf, objectKey, qualifiedNameOf, schemaOf } from '../core/name.js';
import type { IndexKey } from '../core/operation.js';
import { indexColumnName } from '../postgres/expressions/index.js';
import { chooseIndexName, chooseName, quoteQualified } from '../postgres/names.js';
import type { State } from './state.js';

/** What the keys and included columns put into the generated name of an index. */
export function indexNameParts(keys: readonly IndexKey[], include: readonly string[]): readonly string[] {
  return [...keys.map(({ column, expression }) => column ?? indexColumnName(expression?.text ?? '')), ...include];
}

/** The name PostgreSQL would give an index on the table. Those of constraints keep clear of constraints' names too. */
export function freeIndexName(
  state: State,
  table: ObjectKey,
  columns: readonly string[],
  label: 'pkey' | 'key' | 'excl' | 'idx',
): string {
  const schema = schemaOf(table);
  return chooseIndexName(nameOf(table), columns, label, (name) => {
    const key = objectKey(schema, name);
    return state.hasRelation(key) || (label !== 'idx' && state.constraintNames.has(key));
  });
}

/** A name for a constraint without an index, free in the whole schema. */
export function freeConstraintName(state: State, table: ObjectKey, columns: string | undefined, label: string): string {
  const schema = schemaOf(table);
  return chooseName(nameOf(table), columns, label, (name) => state.constraintNames.has(objectKey(schema, name)));
}

/** The default of a column that draws from a sequence, as PostgreSQL shows it. */
export function nextValueOf(state: State, sequence: ObjectKey): string {
  const { schema, name } = qualifiedNameOf(sequence);
  const shown = quoteQualified(state.searchPath.includes(schema) ? { name } : { schema, name });
  return `nextval('${shown.replaceAll("'", "''")}'::regclass)`;
}
