import type { TypeReference } from '../core/type.js';
import { modifierIsFree, sameModifiers } from './type-modifiers.js';
import { baseName, identifiers, integers, isBuiltIn, isString, moments, numbers, sameBase, strings } from './types.js';

/**
 * Facts about conversions between built-in types: which need no work on the stored values, and which PostgreSQL makes
 * by itself. Domains are resolved before these functions are asked.
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

function isTimestamp(type: TypeReference): boolean {
  return type.name === 'timestamp without time zone' || type.name === 'timestamp with time zone';
}

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

/**
 * Whether ALTER COLUMN TYPE converts without USING, for two built-in types. Anything may be assigned to a string type;
 * from a string type PostgreSQL converts only when it is told to. https://www.postgresql.org/docs/current/sql-createcast.html
 */
export function isAssignable(from: TypeReference, to: TypeReference): boolean {
  if (from.arrayDimensions > 0 !== to.arrayDimensions > 0) return from.arrayDimensions > 0 && isString(to);
  if (sameBase(from, to) || strings.includes(to.name)) return true;
  return (assignable.get(baseName(from))?.includes(to.name) ?? false) || isBinaryCoercible(from.name, to.name);
}

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
