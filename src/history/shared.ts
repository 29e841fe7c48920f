import type { Expression } from '../core/expression.js';
import type { TypeReference } from '../core/type.js';

/**
 * A history names the same few types and defaults over and over, and every migration brings objects of its own for them.
 * What the schema keeps is shared: for 10,000 tables of twenty columns that is a tenth of the memory of a run.
 */
export function sharedType(type: TypeReference): TypeReference {
  const { schema = '', name, modifiers, arrayDimensions } = type;
  return shared(types, `${schema}.${name}(${modifiers.join()})${arrayDimensions}`, type);
}

/** The expression without its place, which says nothing outside its own file. */
export function sharedExpression({ text }: Expression): Expression {
  return shared(expressions, text, { text });
}

/** Beyond this many, what is new is rare and stays on its own. */
const mostShared = 2000;
const types = new Map<string, TypeReference>();
const expressions = new Map<string, Expression>();

function shared<T>(known: Map<string, T>, key: string, value: T): T {
  const first = known.get(key);
  if (first !== undefined) return first;
  if (known.size < mostShared) known.set(key, value);
  return value;
}
