import type { Expression } from '../core/expression.js';
import { objectKey } from '../core/name.js';
import type { QualifiedName } from '../core/name.js';
import type { Volatility } from '../core/operation.js';
import { resolveName } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { analyseExpression } from './expressions/analyse.js';
import { sessionValues } from './expressions/special-calls.js';
import type { FunctionUse } from './expressions/tree.js';
import { immutableFunctions, stableFunctions, volatileFunctions } from './volatility-functions.js';

/** How volatile an expression is. `unknown` is to be judged as volatile. */
export interface ExpressionVolatility {
  readonly volatility: Volatility | 'unknown';
  /** The call that makes it so, as written without arguments: `gen_random_uuid`, `app.next_number`. */
  readonly blame?: string;
}

const order = { immutable: 0, stable: 1, unknown: 2, volatile: 3 } as const;

/**
 * How volatile an expression is: as much as the most volatile function it calls (`contain_volatile_functions`,
 * src/backend/optimizer/util/clauses.c). No operator and no cast that comes with PostgreSQL is volatile.
 */
export function volatilityOf(expression: Expression, schema: Schema): ExpressionVolatility {
  const { functions, tree, subquery } = analyseExpression(expression.text);
  let worst: ExpressionVolatility = { volatility: 'immutable' };
  for (const called of functions) {
    const volatility = functionVolatility(called, schema);
    if (order[volatility] > order[worst.volatility]) worst = { volatility, blame: nameOf(called) };
  }
  if (tree !== undefined || worst.volatility !== 'immutable') return worst;
  return { volatility: subquery ? 'stable' : 'unknown' };
}

/**
 * How volatile a function is: as it was declared in the history, else as PostgreSQL or a common extension declares it.
 * Where a name is overloaded, the most volatile counts.
 */
function functionVolatility(called: FunctionUse | QualifiedName, schema: Schema): Volatility | 'unknown' {
  const builtIn = builtInVolatility(called.name);
  if (called.schema === 'pg_catalog') return builtIn ?? 'unknown';
  const declared = schema.functions.get(functionKey(called, schema))?.volatility;
  if (declared === undefined && called.schema === undefined) return builtIn ?? 'unknown';
  // A function of the same name in another schema is another function, unless it is an extension's that was put there.
  if (declared === undefined) return builtIn === 'volatile' ? 'volatile' : 'unknown';
  if (builtIn === undefined || called.schema !== undefined) return declared;
  return order[builtIn] > order[declared] ? builtIn : declared;
}

function functionKey(called: QualifiedName, schema: Schema): string {
  if (called.schema !== undefined) return objectKey(called.schema, called.name);
  return resolveName(schema, called, (key) => schema.functions.has(key));
}

let byName: ReadonlyMap<string, Volatility> | undefined;

/** What `pg_proc.provolatile` says of a function that comes with PostgreSQL or a common extension. */
export function builtInVolatility(name: string): Volatility | undefined {
  if (sessionValues.has(name)) return 'stable';
  byName ??= new Map([
    ...listed(immutableFunctions, 'immutable'),
    ...listed(stableFunctions, 'stable'),
    ...listed(volatileFunctions, 'volatile'),
  ]);
  return byName.get(name);
}

function listed(names: string, volatility: Volatility): [string, Volatility][] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => [name, volatility]);
}

function nameOf(called: FunctionUse): string {
  return called.schema === undefined ? called.name : `${called.schema}.${called.name}`;
}
