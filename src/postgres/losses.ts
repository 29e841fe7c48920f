import type { TypeReference } from '../core/type.js';
import { modifierIsFree } from './type-modifiers.js';
import { baseName, integers, numbers, sameBase, scaleOf, strings } from './types.js';

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
