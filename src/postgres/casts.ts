import type { TypeReference } from '../core/type.js';

/**
 * Facts about conversions between built-in types: which need no work on the stored values, which PostgreSQL makes by
 * itself, and which lose something. Domains are resolved before these functions are asked.
 */

/** How a stored value gets to the new type: as it is, as it is only in a session in UTC, or converted one by one. */
export type Conversion = 'none' | 'none-in-utc' | 'each-value';

/**
 * What ALTER COLUMN TYPE does to the stored values when it converts them with the assignment cast.
 * Source: ATColumnChangeRequiresRewrite in tablecmds.c and the support functions that drop needless length coercions
 * (varchar_support, numeric_support, varbit_support, timestamp_support, time_support, interval_support), all versions;
 * the UTC case is from 12 on. Observed on 15 to 18.
 */
export function conversionOf(from: TypeReference, to: TypeReference, postgres: number): Conversion {
  if (from.arrayDimensions > 0 || to.arrayDimensions > 0) return arrayConversion(from, to);
  if (sameBase(from, to)) return modifierIsFree(from, to) ? 'none' : 'each-value';
  const unbounded = to.modifiers.length === 0;
  if (unbounded && isBinaryCoercible(from.name, to.name)) return 'none';
  const unboundedTime = unbounded || to.modifiers[0] === 6;
  if (postgres >= 12 && unboundedTime && isTimestamp(from) && isTimestamp(to)) return 'none-in-utc';
  return 'each-value';
}

/** An array is converted element by element unless only the length limit of its elements goes. Observed on 16 to 18. */
function arrayConversion(from: TypeReference, to: TypeReference): Conversion {
  const bothArrays = from.arrayDimensions > 0 && to.arrayDimensions > 0;
  const free = bothArrays && sameBase(from, to) && (to.modifiers.length === 0 || sameModifiers(from, to));
  return free ? 'none' : 'each-value';
}

function sameBase(a: TypeReference, b: TypeReference): boolean {
  return baseName(a) === baseName(b);
}

function baseName(type: TypeReference): string {
  // bpchar is character without a limit; the catalogue knows one type.
  return type.name === 'bpchar' ? 'character' : type.name;
}

function sameModifiers(a: TypeReference, b: TypeReference): boolean {
  return a.modifiers.length === b.modifiers.length && a.modifiers.every((modifier, at) => modifier === b.modifiers[at]);
}

/** Whether values of one type satisfy the new length, precision or fields as they are. */
function modifierIsFree(from: TypeReference, to: TypeReference): boolean {
  if (to.modifiers.length === 0 || sameModifiers(from, to)) return true;
  const [old] = from.modifiers;
  const [limit] = to.modifiers;
  if (to.name === 'interval') return intervalIsFree(from, to);
  if (typeof limit !== 'number') return false;
  const grows = typeof old === 'number' && limit >= old;
  switch (to.name) {
    case 'character varying':
    case 'bit varying':
      return grows;
    case 'numeric':
      return grows && scaleOf(from) === scaleOf(to);
    case 'timestamp without time zone':
    case 'timestamp with time zone':
    case 'time without time zone':
    case 'time with time zone':
      return grows || limit >= maximumTimePrecision;
    default:
      return false;
  }
}

const maximumTimePrecision = 6;

function scaleOf(type: TypeReference): number | undefined {
  if (type.modifiers.length === 0) return undefined;
  const scale = type.modifiers[1] ?? 0;
  return typeof scale === 'number' ? scale : undefined;
}

/** Fields from the largest to the smallest; an interval is cut only where the new type ends earlier. */
const intervalFields = ['year', 'month', 'day', 'hour', 'minute', 'second'];

function intervalIsFree(from: TypeReference, to: TypeReference): boolean {
  if (leastField(to) < leastField(from)) return false;
  const limit = to.modifiers.find((modifier) => typeof modifier === 'number') ?? maximumTimePrecision;
  const old = from.modifiers.find((modifier) => typeof modifier === 'number') ?? maximumTimePrecision;
  return limit >= old;
}

function leastField(type: TypeReference): number {
  const words = type.modifiers
    .filter((modifier) => typeof modifier === 'string')
    .join(' ')
    .toLowerCase();
  const last = /(\w+)\s*$/.exec(words)?.[1];
  const at = last === undefined ? -1 : intervalFields.indexOf(last);
  return at === -1 ? intervalFields.length - 1 : at;
}

function isTimestamp(type: TypeReference): boolean {
  return type.name === 'timestamp without time zone' || type.name === 'timestamp with time zone';
}

/** Object identifiers, which share their four bytes with integer. */
const identifiers = [
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

/** Casts WITHOUT FUNCTION: `select ... from pg_cast where castmethod = 'b'`, observed on 16 and 18; citext's are its own. */
const binaryCoercible: ReadonlyMap<string, readonly string[]> = new Map([
  ['character varying', ['text', 'bpchar', 'citext']],
  ['text', ['character varying', 'bpchar', 'citext']],
  ['citext', ['text', 'character varying']],
  ['bit', ['bit varying']],
  ['bit varying', ['bit']],
  ['cidr', ['inet']],
  ['xml', ['text', 'character varying', 'bpchar']],
  ['integer', identifiers],
  ['oid', ['integer', ...identifiers]],
  ...identifiers.slice(1).map((name): [string, string[]] => [name, ['integer', 'oid']]),
]);

function isBinaryCoercible(from: string, to: string): boolean {
  return binaryCoercible.get(from)?.includes(to) ?? false;
}

const integers = ['smallint', 'integer', 'bigint'];
const numbers = [...integers, 'numeric', 'real', 'double precision'];
const strings = ['text', 'character varying', 'character', 'bpchar', 'name', 'citext'];
const moments = ['date', 'timestamp without time zone', 'timestamp with time zone'];

/** Types whose conversions among themselves PostgreSQL makes on assignment: casts of context `a` and `i` in pg_cast. */
const assignable: ReadonlyMap<string, readonly string[]> = new Map([
  ...numbers.map((name): [string, string[]] => [name, [...numbers, ...assignableNumber(name)]]),
  ...moments.map((name): [string, string[]] => [name, [...moments, ...assignableMoment(name)]]),
  ['time without time zone', ['interval', 'time with time zone']],
  ['time with time zone', ['time without time zone']],
  ['interval', ['time without time zone']],
  ['json', ['jsonb']],
  ['jsonb', ['json']],
  ['cidr', ['inet']],
  ['inet', ['cidr']],
  ['bit', ['bit varying']],
  ['bit varying', ['bit']],
  ['money', ['numeric']],
  ['macaddr', ['macaddr8']],
  ['macaddr8', ['macaddr']],
  ['text', ['"char"', 'regclass']],
  ['character varying', ['"char"', 'regclass']],
  ['character', ['"char"']],
  ['box', ['polygon']],
  ['path', ['polygon']],
  ['point', ['box']],
  ['polygon', ['path']],
  ['oid', ['bigint', 'integer', ...identifiers]],
  ...identifiers.slice(1).map((name): [string, string[]] => [name, ['bigint', 'integer', 'oid']]),
]);

function assignableNumber(name: string): readonly string[] {
  if (name === 'numeric') return ['money'];
  if (!integers.includes(name)) return [];
  return name === 'smallint' ? identifiers : ['money', ...identifiers];
}

function assignableMoment(name: string): readonly string[] {
  if (name === 'date') return [];
  const time = ['time without time zone'];
  return name === 'timestamp with time zone' ? [...time, 'time with time zone'] : time;
}

/** Built-in types of which everything is known; what is not here may be a domain, an enum or an extension's type. */
const builtIn = new Set([
  ...numbers,
  ...strings.filter((name) => name !== 'citext'),
  ...moments,
  ...assignable.keys(),
  ...['boolean', 'uuid', 'bytea', 'xml', 'money', 'line', 'lseg', 'circle', 'tsvector', 'tsquery', 'jsonpath'],
  ...['int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange', 'pg_lsn', 'txid_snapshot'],
  ...['int4multirange', 'int8multirange', 'nummultirange', 'tsmultirange', 'tstzmultirange', 'datemultirange'],
  ...['"char"', 'xid', 'xid8', 'cid', 'tid', 'pg_snapshot', 'regclass', 'serial', 'bigserial', 'smallserial'],
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

/**
 * Whether ALTER COLUMN TYPE converts without USING, for two built-in types. Anything may be assigned to a string type;
 * from a string type PostgreSQL converts only when it is told to. https://www.postgresql.org/docs/current/sql-createcast.html
 */
export function isAssignable(from: TypeReference, to: TypeReference): boolean {
  if (from.arrayDimensions > 0 !== to.arrayDimensions > 0) return from.arrayDimensions > 0 && isString(to);
  if (sameBase(from, to) || strings.includes(to.name)) return true;
  return (assignable.get(baseName(from))?.includes(to.name) ?? false) || isBinaryCoercible(from.name, to.name);
}

/** What a conversion may do to values: nothing, change them without a word, or fail over those that do not fit. */
export type Loss = 'none' | 'silently' | 'with-error';

/** What becomes of values that the new type cannot hold. `explicit` for a cast that the statement writes itself. */
export function lossOf(from: TypeReference, to: TypeReference, explicit: boolean): Loss {
  const cut: Loss = explicit ? 'silently' : 'with-error';
  if (sameBase(from, to)) return modifierIsFree(from, to) ? 'none' : modifierLoss(from, to, cut);
  if (isLimitedString(to)) return shorterThan(from, to) ? 'none' : cut;
  if (to.name === 'name') return 'silently';
  if (strings.includes(to.name)) return 'none';
  if (numbers.includes(from.name) && numbers.includes(to.name)) return numberLoss(from, to);
  if (silent.has(`${baseName(from)} > ${to.name}`)) return 'silently';
  return harmless.has(`${baseName(from)} > ${to.name}`) ? 'none' : 'with-error';
}

function modifierLoss(from: TypeReference, to: TypeReference, cut: Loss): Loss {
  if (to.name !== 'numeric') return isLimitedString(to) || to.name.startsWith('bit') ? cut : 'silently';
  const oldScale = scaleOf(from);
  const scale = scaleOf(to) ?? 0;
  if (oldScale === undefined || scale < oldScale) return 'silently';
  const room = (type: TypeReference): number => Number(type.modifiers[0]) - (scaleOf(type) ?? 0);
  return room(to) < room(from) ? 'with-error' : 'none';
}

function isLimitedString(type: TypeReference): boolean {
  return (type.name === 'character varying' || type.name === 'character') && type.modifiers.length > 0;
}

/** The longest text of types whose text has a bound. */
const longestText: ReadonlyMap<string, number> = new Map([
  ['boolean', 5],
  ['smallint', 6],
  ['integer', 11],
  ['bigint', 20],
  ['uuid', 36],
]);

function shorterThan(from: TypeReference, to: TypeReference): boolean {
  const limit = to.modifiers[0];
  if (typeof limit !== 'number') return false;
  const own = from.modifiers[0];
  const longest = isLimitedString(from) && typeof own === 'number' ? own : longestText.get(from.name);
  return longest !== undefined && longest <= limit;
}

/** Decimal digits before the point that fit into the integer types, rounded up. */
const integerDigits: ReadonlyMap<string, number> = new Map([
  ['smallint', 5],
  ['integer', 10],
  ['bigint', 19],
]);

function numberLoss(from: TypeReference, to: TypeReference): Loss {
  const fromInteger = integers.includes(from.name);
  if (integers.includes(to.name)) {
    if (!fromInteger) return scaleOf(from) === 0 ? 'with-error' : 'silently';
    return integers.indexOf(to.name) < integers.indexOf(from.name) ? 'with-error' : 'none';
  }
  if (to.name === 'real') return from.name === 'smallint' ? 'none' : 'silently';
  if (to.name === 'double precision') return from.name === 'bigint' || from.name === 'numeric' ? 'silently' : 'none';
  if (to.modifiers.length === 0) return 'none';
  if (!fromInteger) return 'silently';
  const room = Number(to.modifiers[0]) - (scaleOf(to) ?? 0);
  return room < (integerDigits.get(from.name) ?? 0) ? 'with-error' : 'none';
}

/** Whether a number may be too large for its new type, whatever becomes of its fraction. */
export function mayOverflow(from: TypeReference, to: TypeReference): boolean {
  if (!numbers.includes(from.name) || !numbers.includes(to.name)) return false;
  if (to.name === 'real' || to.name === 'double precision')
    return to.name === 'real' && from.name !== 'smallint' && from.name !== 'real' && !integers.includes(from.name);
  return digitsBeforePoint(to) < digitsBeforePoint(from);
}

function digitsBeforePoint(type: TypeReference): number {
  const digits = integerDigits.get(type.name);
  if (digits !== undefined) return digits;
  const [precision] = type.modifiers;
  return typeof precision === 'number' ? precision - (scaleOf(type) ?? 0) : Infinity;
}

/** Conversions between kinds that drop a part of the value without a word. */
const silent: ReadonlySet<string> = new Set([
  'timestamp without time zone > date',
  'timestamp with time zone > date',
  'timestamp without time zone > time without time zone',
  'timestamp with time zone > time without time zone',
  'timestamp with time zone > time with time zone',
  'timestamp with time zone > timestamp without time zone',
  'time with time zone > time without time zone',
  'interval > time without time zone',
  'json > jsonb',
  'inet > cidr',
  'integer > boolean',
  'text > "char"',
  'character varying > "char"',
  'character > "char"',
  'polygon > path',
]);

/** Conversions between kinds that hold every value. */
const harmless: ReadonlySet<string> = new Set([
  'date > timestamp without time zone',
  'date > timestamp with time zone',
  'timestamp without time zone > timestamp with time zone',
  'time without time zone > time with time zone',
  'time without time zone > interval',
  'jsonb > json',
  'cidr > inet',
  'boolean > integer',
  'bit > bit varying',
  'money > numeric',
  'integer > oid',
  'oid > bigint',
  'macaddr > macaddr8',
]);

/**
 * Types between which an index can be kept when the values are, because both use one operator class by default.
 * Source: CheckIndexCompatible in indexcmds.c; observed on 16 to 18.
 */
const operatorFamilies: readonly (readonly string[])[] = [
  ['character varying', 'text'],
  ['character', 'bpchar'],
  ['cidr', 'inet'],
];

/** Whether an index on the column survives when its values stay as they are. */
export function keepsIndex(from: TypeReference, to: TypeReference): boolean {
  return sameBase(from, to) || operatorFamilies.some((names) => names.includes(from.name) && names.includes(to.name));
}

/** Types that are compared with each other: operator families of btree that hold several types. */
const comparableGroups: readonly (readonly string[])[] = [
  numbers,
  ['text', 'character varying', 'character', 'bpchar', 'name', 'citext'],
  moments,
  ['cidr', 'inet'],
  ['bit', 'bit varying'],
  ['integer', 'bigint', 'smallint', ...identifiers],
];

/** Whether values of two types can be compared for a foreign key; true for types of which nothing is known. */
export function isComparable(a: TypeReference, b: TypeReference): boolean {
  if (!isBuiltIn(a) || !isBuiltIn(b)) return true;
  if (a.arrayDimensions > 0 !== b.arrayDimensions > 0) return false;
  return sameBase(a, b) || comparableGroups.some((group) => group.includes(a.name) && group.includes(b.name));
}
