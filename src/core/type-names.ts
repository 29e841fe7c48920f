import type { TypeReference } from './type.js';

/**
 * Names under which built-in types are known, with the name `format_type` prints.
 * https://www.postgresql.org/docs/current/datatype.html#DATATYPE-TABLE and `SystemTypeName` in the grammar.
 */
const aliases: ReadonlyMap<string, string> = new Map([
  ['int', 'integer'],
  ['int4', 'integer'],
  ['int8', 'bigint'],
  ['int2', 'smallint'],
  ['bool', 'boolean'],
  ['float4', 'real'],
  ['float8', 'double precision'],
  ['float', 'double precision'],
  ['decimal', 'numeric'],
  ['dec', 'numeric'],
  ['varchar', 'character varying'],
  ['char varying', 'character varying'],
  ['national character varying', 'character varying'],
  ['national char varying', 'character varying'],
  ['nchar varying', 'character varying'],
  ['char', 'character'],
  ['nchar', 'character'],
  ['national character', 'character'],
  ['national char', 'character'],
  ['varbit', 'bit varying'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
  ['time', 'time without time zone'],
  ['timetz', 'time with time zone'],
  ['serial4', 'serial'],
  ['serial8', 'bigserial'],
  ['serial2', 'smallserial'],
]);

/** `format_type`'s name of a built-in type given in lower case without modifiers; any other name is returned as it is. */
function canonicalTypeName(name: string): string {
  return aliases.get(name) ?? name;
}

/**
 * The same type under PostgreSQL's own name: `pg_catalog.int4` gives `integer`, `varchar(50)` gives
 * `character varying(50)`, a bare `char` gives `character(1)`, `float(20)` gives `real`. A type of another schema is
 * returned as it is: `app.int8` is somebody's own.
 */
export function canonicalType(type: TypeReference): TypeReference {
  if (type.schema !== undefined && type.schema !== 'pg_catalog') return type;
  const { modifiers, arrayDimensions } = type;
  if (type.name === 'float' && typeof modifiers[0] === 'number') {
    return { name: modifiers[0] < 25 ? 'real' : 'double precision', modifiers: [], arrayDimensions };
  }
  // A bpchar without a length is not character(1): it has no limit, and format_type prints it as bpchar.
  if (type.name === 'bpchar') {
    return { name: modifiers.length > 0 ? 'character' : 'bpchar', modifiers, arrayDimensions };
  }
  const name = canonicalTypeName(type.name);
  const oneLong = modifiers.length === 0 && (name === 'character' || name === 'bit');
  return { name, modifiers: oneLong ? [1] : modifiers, arrayDimensions };
}
