import type { Expression } from '../../core/expression.js';
import type { PartitionBound, PartitionKey } from '../../core/operation.js';
import { analyseExpression } from './analyse.js';
import { conditionOf, constantBeside, inverse } from './condition.js';
import type { Comparison, Condition, TypeOf } from './condition.js';
import { implies } from './implication.js';

const typeUnknown: TypeOf = () => undefined;

/**
 * Whether valid CHECKs of a table show that its rows fit a bound, so that ATTACH PARTITION does not read them
 * (`ConstraintImpliedByRelConstraint`, src/backend/commands/tablecmds.c). Without `typeOf` only constants without casts
 * are believed. Observed: test/postgres/expressions-proofs.test.ts.
 */
export function provesBound(
  checks: readonly Expression[],
  key: PartitionKey,
  bound: PartitionBound,
  columnNotNull: (column: string) => boolean,
  typeOf: TypeOf = typeUnknown,
): boolean {
  const goal = goalOf(key, bound, typeOf);
  if (goal === undefined) return false;
  return implies(knownOf(checks, goal, columnNotNull, typeOf), goal);
}

/**
 * Whether valid CHECKs of the default partition show that none of its rows belongs to a new bound, so that adding the
 * new partition does not read the default one (`check_default_partition_contents`, src/backend/partitioning/
 * partbounds.c).
 */
export function excludesBound(
  checks: readonly Expression[],
  key: PartitionKey,
  bound: PartitionBound,
  columnNotNull: (column: string) => boolean,
  typeOf: TypeOf = typeUnknown,
): boolean {
  const goal = goalOf(key, bound, typeOf);
  if (goal === undefined) return false;
  return implies(knownOf(checks, goal, columnNotNull, typeOf), negationOf(goal));
}

/** What the table is known to hold to: its CHECKs, and which columns of the bound are never NULL. */
function knownOf(
  checks: readonly Expression[],
  goal: Condition,
  columnNotNull: (column: string) => boolean,
  typeOf: TypeOf,
): Condition {
  return { kind: 'and', parts: [...notNulls(goal, columnNotNull), ...conditionsOf(checks, typeOf)] };
}

function conditionsOf(checks: readonly Expression[], typeOf: TypeOf): Condition[] {
  return checks.flatMap(({ text }) => {
    const { tree } = analyseExpression(text);
    return tree === undefined ? [] : [conditionOf(tree, typeOf)];
  });
}

/** NOT NULL columns among those a goal speaks of. */
function notNulls(goal: Condition, columnNotNull: (column: string) => boolean): Condition[] {
  return [...columnsOf(goal)].filter(columnNotNull).map((column) => ({ kind: 'not-null', column }));
}

function columnsOf(condition: Condition): ReadonlySet<string> {
  if (condition.kind === 'other') return new Set();
  if ('column' in condition) return new Set([condition.column]);
  return new Set(condition.parts.flatMap((part) => [...columnsOf(part)]));
}

/** The condition that rows of a partition satisfy; undefined where it cannot be told. `get_qual_from_partbound`. */
function goalOf(key: PartitionKey, bound: PartitionBound, typeOf: TypeOf): Condition | undefined {
  const columns = key.keys.flatMap((part) => ('column' in part ? [part.column] : []));
  if (columns.length === 0 || columns.length !== key.keys.length) return undefined;
  const [first = ''] = columns;
  if (bound.kind === 'list') return columns.length === 1 ? listGoal(first, bound.values, typeOf) : undefined;
  if (bound.kind !== 'range') return undefined;
  const low = limitOf(first, bound.from, '>=', '>', typeOf);
  const high = limitOf(first, bound.to, '<', '<=', typeOf);
  if (low === undefined || high === undefined) return undefined;
  // With equal first values PostgreSQL asks for equality, which two limits do not prove to it.
  if (columns.length > 1 && bound.from[0] === bound.to[0]) return undefined;
  const present: Condition[] = columns.map((column) => ({ kind: 'not-null', column }));
  return { kind: 'and', parts: [...present, ...low, ...high] };
}

function listGoal(column: string, values: readonly string[], typeOf: TypeOf): Condition | undefined {
  const parts: Condition[] = [];
  const wantsNull = values.some(isNull);
  for (const text of values.filter((value) => !isNull(value))) {
    const equal = comparisonWith(column, '=', text, typeOf);
    if (equal === undefined) return undefined;
    parts.push(equal);
  }
  const equals: Condition = { kind: 'or', parts };
  if (wantsNull) return { kind: 'or', parts: [{ kind: 'null', column }, equals] };
  return { kind: 'and', parts: [{ kind: 'not-null', column }, equals] };
}

function isNull(text: string): boolean {
  return /^\s*null\s*$/i.test(text);
}

/**
 * What a limit says of the first key column, as far as that is all it says: any further values are MINVALUE or MAXVALUE
 * throughout.
 */
function limitOf(
  column: string,
  values: readonly string[],
  whenMinimum: Comparison,
  whenMaximum: Comparison,
  typeOf: TypeOf,
): Condition[] | undefined {
  const [value = '', ...rest] = values.map((text) => text.trim());
  if (isUnbounded(value)) return [];
  const all = (word: string): boolean => rest.every((text) => text.toLowerCase() === word);
  if (!all('minvalue') && !all('maxvalue')) return undefined;
  const operator = all('minvalue') ? whenMinimum : whenMaximum;
  const limit = comparisonWith(column, operator, value, typeOf);
  return limit === undefined ? undefined : [limit];
}

function isUnbounded(value: string): boolean {
  return /^(?:min|max)value$/i.test(value);
}

function comparisonWith(column: string, operator: Comparison, text: string, typeOf: TypeOf): Condition | undefined {
  const { tree } = analyseExpression(text);
  const value = tree === undefined ? undefined : constantBeside(tree, typeOf(column));
  return value === undefined ? undefined : { kind: 'compare', column, operator, value };
}

function negationOf(goal: Condition): Condition {
  switch (goal.kind) {
    case 'and':
      return { kind: 'or', parts: goal.parts.map(negationOf) };
    case 'or':
      return { kind: 'and', parts: goal.parts.map(negationOf) };
    case 'null':
      return { kind: 'not-null', column: goal.column };
    case 'not-null':
      return { kind: 'null', column: goal.column };
    case 'compare':
      return { ...goal, operator: inverse[goal.operator] };
    case 'other':
      return goal;
  }
}
