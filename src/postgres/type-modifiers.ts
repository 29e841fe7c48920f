import type { TypeReference } from '../core/type.js';
import { scaleOf } from './types.js';

/** Whether values of one type satisfy the new length, precision or fields as they are. */
export function modifierIsFree(from: TypeReference, to: TypeReference): boolean {
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

/** Whether two types carry the same numbers or words in parentheses. */
export function sameModifiers(a: TypeReference, b: TypeReference): boolean {
  return a.modifiers.length === b.modifiers.length && a.modifiers.every((modifier, at) => modifier === b.modifiers[at]);
}

const maximumTimePrecision = 6;

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
