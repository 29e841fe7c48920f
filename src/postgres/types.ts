import type { TypeReference } from '../core/type.js';

/**
 * The built-in types by kind, under the names `format_type` prints, and what is known of a type by its name alone.
 * https://www.postgresql.org/docs/current/datatype.html
 */

export const integers = ['smallint', 'integer', 'bigint'];
export const numbers = [...integers, 'numeric', 'real', 'double precision'];
export const strings = ['text', 'character varying', 'character', 'bpchar', 'name', 'citext'];
export const moments = ['date', 'timestamp without time zone', 'timestamp with time zone'];

/** Object identifiers, which share their four bytes with integer. */
export const identifiers = [
  'oid',
  'regclass',
  'regcollation',
  'regconfig',
  'regdictionary',
  'regnamespace',
  'regoper',
  'regoperator',
  'regproc',
  'regprocedure',
  'regrole',
  'regtype',
];

/** Built-in types of which everything is known; what is not here may be a domain, an enum or an extension's type. */
const builtIn = new Set([
  ...numbers,
  ...strings.filter((name) => name !== 'citext'),
  ...moments,
  ...identifiers,
  ...[
    'time without time zone',
    'time with time zone',
    'interval',
    'json',
    'jsonb',
    'cidr',
    'inet',
    'bit',
    'bit varying',
  ],
  ...['macaddr', 'macaddr8', 'box', 'path', 'point', 'polygon'],
  ...['boolean', 'uuid', 'bytea', 'xml', 'money', 'line', 'lseg', 'circle', 'tsvector', 'tsquery', 'jsonpath'],
  ...['int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange', 'pg_lsn', 'txid_snapshot'],
  ...['int4multirange', 'int8multirange', 'nummultirange', 'tsmultirange', 'tstzmultirange', 'datemultirange'],
  ...['"char"', 'xid', 'xid8', 'cid', 'tid', 'pg_snapshot', 'serial', 'bigserial', 'smallserial'],
]);

/** Whether the type is one that every PostgreSQL has, so that it is no domain. */
export function isBuiltIn(type: TypeReference): boolean {
  return (type.schema === undefined || type.schema === 'pg_catalog') && builtIn.has(type.name);
}

/** Types of well-known extensions that are base types, so that a column of them carries no hidden constraint. */
const extensionTypes = new Set(
  ['citext', 'hstore', 'ltree', 'lquery', 'ltxtquery', 'cube', 'seg', 'isbn', 'vector', 'halfvec', 'sparsevec'].concat([
    'geometry',
    'geography',
    'box2d',
    'box3d',
    'raster',
    'topogeometry',
    'earth',
    'semver',
    'h3index',
  ]),
);

/** Whether the type is no domain, by its name. */
export function isKnownBaseType(type: TypeReference): boolean {
  return isBuiltIn(type) || extensionTypes.has(type.name);
}

export function isString(type: TypeReference): boolean {
  return type.arrayDimensions === 0 && strings.includes(type.name);
}

/** Whether two types are one but for their modifiers. */
export function sameBase(a: TypeReference, b: TypeReference): boolean {
  return baseName(a) === baseName(b);
}

/** The name of the type without what only limits it. */
export function baseName(type: TypeReference): string {
  // bpchar is character without a limit; the catalogue knows one type.
  return type.name === 'bpchar' ? 'character' : type.name;
}

/** Digits after the point of a numeric; undefined when it has no limit. */
export function scaleOf(type: TypeReference): number | undefined {
  if (type.modifiers.length === 0) return undefined;
  const scale = type.modifiers[1] ?? 0;
  return typeof scale === 'number' ? scale : undefined;
}

const serials: ReadonlyMap<string, string> = new Map([
  ['serial', 'integer'],
  ['bigserial', 'bigint'],
  ['smallserial', 'smallint'],
]);

/** The type of a column that is written as `serial`; undefined for any other. */
export function serialBase(type: TypeReference): TypeReference | undefined {
  const name = type.schema === undefined ? serials.get(type.name) : undefined;
  return name === undefined ? undefined : { name, modifiers: [], arrayDimensions: 0 };
}

/** Types that have no operator `=`, so that no two values of them can be told apart. `select ... from pg_operator`. */
const withoutEquality: ReadonlySet<string> = new Set(['json', 'xml', 'point', 'box', 'path', 'polygon', 'jsonpath']);

/** Whether values of the type can be compared by `=` and `IS DISTINCT FROM`; true for types of which nothing is known. */
export function isComparedByEquality(type: TypeReference): boolean {
  return !withoutEquality.has(type.name);
}
