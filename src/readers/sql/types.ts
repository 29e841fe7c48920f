import type { Node, TypeName } from 'libpg-query';
import { canonicalType } from '../../core/type-names.js';
import type { TypeReference } from '../../core/type.js';
import { as, constantText, strings } from './nodes.js';

/** The type that a TypeName names. `%TYPE` is kept as part of the name, which no type of the catalogue has. */
export function typeReference(type: TypeName | undefined): TypeReference | undefined {
  if (type === undefined) return undefined;
  const parts = strings(type.names);
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  const arrayDimensions = type.arrayBounds?.length ?? 0;
  if (type.pct_type === true) return { name: `${parts.join('.')}%TYPE`, modifiers: [], arrayDimensions };
  // The keyword CHAR arrives as pg_catalog.bpchar; what arrives as char is the one-byte type "char".
  if (name === 'char' && (schema === undefined || schema === 'pg_catalog')) {
    return { name: '"char"', modifiers: [], arrayDimensions };
  }
  if (type.typmods !== undefined || arrayDimensions > 0) return written(type, schema, name, arrayDimensions);
  // Nearly all columns of a history are of a dozen types: one object for each saves time and memory.
  const key = parts.join('\0');
  let plain = plainTypes.get(key);
  if (plain === undefined) {
    plain = written(type, schema, name, arrayDimensions);
    if (plainTypes.size < 1000) plainTypes.set(key, plain);
  }
  return plain;
}

const plainTypes = new Map<string, TypeReference>();

function written(type: TypeName, schema: string | undefined, name: string, arrayDimensions: number): TypeReference {
  const system = schema === undefined || schema === 'pg_catalog';
  const modifiers =
    system && name === 'interval' ? intervalModifiers(type.typmods ?? []) : (type.typmods ?? []).map(modifier);
  return canonicalType(
    schema === undefined ? { name, modifiers, arrayDimensions } : { schema, name, modifiers, arrayDimensions },
  );
}

function modifier(node: Node): number | string {
  const constant = as(node, 'A_Const');
  if (constant === undefined) return strings(as(node, 'ColumnRef')?.fields).join('.');
  return constant.ival === undefined ? constantText(constant) : (constant.ival.ival ?? 0);
}

/** Bits of the interval field mask. `INTERVAL_MASK` in src/include/utils/timestamp.h, token numbers in datetime.h. */
const intervalFields: readonly (readonly [number, string])[] = [
  [1 << 2, 'year'],
  [1 << 1, 'month'],
  [1 << 3, 'day'],
  [1 << 10, 'hour'],
  [1 << 11, 'minute'],
  [1 << 12, 'second'],
];

/** `interval day to second(3)` arrives as a mask of fields and a precision; the mask becomes words again. */
function intervalModifiers(nodes: readonly Node[]): (number | string)[] {
  const [mask, ...precision] = nodes.map(modifier);
  if (typeof mask !== 'number' || mask === 0x7fff) return precision;
  const named = intervalFields.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name);
  const first = named[0];
  const last = named.at(-1);
  if (first === undefined || last === undefined) return precision;
  return [first === last ? first : `${first} to ${last}`, ...precision];
}
