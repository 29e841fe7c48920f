import type { QualifiedName } from './name.js';

/**
 * A data type as a migration names it. Aliases of built-in types are already replaced by PostgreSQL's own names as
 * `format_type` prints them (`int8` and `bigint` give `bigint`, `varchar` gives `character varying`, `timestamptz`
 * gives `timestamp with time zone`), so two spellings of one type are equal. The `serial` family keeps its name
 * (`serial`, `bigserial`, `smallserial`): it is not a type but a shorthand for a column with a sequence.
 */
export interface TypeReference extends QualifiedName {
  /** The numbers (or words) in parentheses: `[12, 2]` of `numeric(12, 2)`, `[50]` of `varchar(50)`. Empty when absent. */
  readonly modifiers: readonly (number | string)[];
  /** How many pairs of brackets follow: 0 for a scalar, 1 for `text[]`. */
  readonly arrayDimensions: number;
}

/** A type as messages and SQL write it: `character varying(50)`, `app.mood[]`, `timestamp(3) with time zone`. */
export function displayType(type: TypeReference): string {
  const base = type.schema === undefined ? type.name : `${type.schema}.${type.name}`;
  return withModifiers(base, type.modifiers) + '[]'.repeat(type.arrayDimensions);
}

function withModifiers(base: string, modifiers: readonly (number | string)[]): string {
  if (modifiers.length === 0) return base;
  const list = `(${modifiers.join(',')})`;
  const zone = / with(out)? time zone$/.exec(base);
  return zone ? base.slice(0, zone.index) + list + zone[0] : base + list;
}
