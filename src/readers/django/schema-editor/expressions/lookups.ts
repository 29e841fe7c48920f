import type { DjangoExpression, DjangoExpressionOf } from '../../model.js';
import { NotEmulated } from '../../state/not-emulated.js';
import type { PythonValue } from '../../../python/value.js';
import type { DriverValue } from '../driver-values.js';
import { describe, fieldValue, plainValue } from '../field-values.js';
import { compiled, type Compiled, type Compiling } from './context.js';
import { containers } from './container-lookups.js';
import { yearLookup } from './year-lookups.js';

type Transform = (inner: Compiled, name: string) => Compiled;

/**
 * The condition of a lookup: the names behind the column are transforms but for the last, which may be the lookup. Without
 * one the lookup is `exact`.
 */
export function compileLookup(
  column: Compiled,
  names: readonly string[],
  value: DjangoExpression,
  context: Compiling,
  transform: Transform,
): Compiled {
  const last = names.at(-1);
  const year = yearLookup(column, names, value, context);
  if (year !== undefined) return year;
  const isLookup = last !== undefined && isKnown(last, column, names.length);
  const inner = names.slice(0, isLookup ? -1 : undefined).reduce(transform, column);
  return conditionOf(inner, isLookup ? last : 'exact', value, context);
}

function isKnown(name: string, column: Compiled, depth: number): boolean {
  if (Object.hasOwn(comparisons, name) || Object.hasOwn(patterns, name) || others.has(name)) return true;
  const kind = column.field?.kind;
  return depth === 1 && kind !== undefined && containers(kind, name) !== undefined;
}

/** Whether the value of a lookup is None. */
export function isNullTest(value: DjangoExpression): boolean {
  return value.kind === 'value' && value.value.kind === 'none';
}

/** The condition of one lookup on a column or an expression. */
export function conditionOf(left: Compiled, name: string, value: DjangoExpression, context: Compiling): Compiled {
  if (name === 'isnull') return nullTest(left, isTrue(value));
  if ((name === 'exact' || name === 'iexact') && isNullTest(value)) return nullTest(left, true);
  if (name === 'exact' && left.isConditional && value.kind === 'value' && value.value.kind === 'boolean') {
    return condition(value.value.value ? left.sql : `NOT ${left.sql}`, left.parameters);
  }
  if (name === 'in') return inList(left, value, context);
  if (name === 'range') return between(left, value, context);
  if (Object.hasOwn(patterns, name)) {
    const inContainer = left.field?.kind === undefined ? undefined : containers(left.field.kind, name);
    if (inContainer === undefined) return patternTest(left, name, value, context);
  }
  const operator =
    comparisons[name] ?? (left.field?.kind === undefined ? undefined : containers(left.field.kind, name));
  if (operator === undefined) throw new NotEmulated(`the lookup ${name} is not known`);
  const right = rightSide(left, value, context);
  return condition(`${left.sql} ${operator} ${right.sql}`, [...left.parameters, ...right.parameters]);
}

const comparisons: Readonly<Record<string, string>> = { exact: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };

const others: ReadonlySet<string> = new Set(['isnull', 'in', 'range']);

interface Pattern {
  readonly operator: string;
  readonly upper: boolean;
  /** What stands before and behind the text. */
  readonly around?: readonly [string, string];
}

/** `operators` of django/db/backends/postgresql/base.py. */
const patterns: Readonly<Record<string, Pattern>> = {
  iexact: { operator: '=', upper: true },
  contains: { operator: 'LIKE', upper: false, around: ['%', '%'] },
  icontains: { operator: 'LIKE', upper: true, around: ['%', '%'] },
  startswith: { operator: 'LIKE', upper: false, around: ['', '%'] },
  istartswith: { operator: 'LIKE', upper: true, around: ['', '%'] },
  endswith: { operator: 'LIKE', upper: false, around: ['%', ''] },
  iendswith: { operator: 'LIKE', upper: true, around: ['%', ''] },
  regex: { operator: '~', upper: false },
  iregex: { operator: '~*', upper: false },
};

function condition(sql: string, parameters: readonly DriverValue[]): Compiled {
  return compiled(sql, parameters, { isConditional: true });
}

function nullTest({ sql, parameters }: Compiled, isNull: boolean): Compiled {
  return condition(`${sql} ${isNull ? 'IS NULL' : 'IS NOT NULL'}`, parameters);
}

function isTrue(value: DjangoExpression): boolean {
  if (value.kind === 'value' && value.value.kind === 'boolean') return value.value.value;
  throw new NotEmulated('the value of isnull is not constant');
}

/** The right side: a parameter, or an expression in parentheses. */
function rightSide(left: Compiled, value: DjangoExpression, context: Compiling): Compiled {
  if (isBareValue(value)) return compiled('%s', [parameter(value.value, left)]);
  const right = context.compile(value, context);
  const { wrapsRightSides, wrapsValues } = context.editor.world.features;
  const isBare = !wrapsRightSides || right.sql.startsWith('(') || (right.sql === '%s' && !wrapsValues);
  return isBare ? right : { ...right, sql: `(${right.sql})` };
}

/** Whether a value stands there by itself, not within `Value(...)`. */
function isBareValue(value: DjangoExpression): value is DjangoExpressionOf<'value'> {
  return value.kind === 'value' && value.span.start === value.value.span.start;
}

function parameter(value: PythonValue, left: Compiled): DriverValue {
  if (left.json !== undefined || left.field?.kind === 'JSONField') {
    const root = left.json?.root.field ?? left.field;
    if (root !== undefined) return fieldValue(value, root);
  }
  if (left.field !== undefined) return fieldValue(value, left.field);
  return plainValue(value) ?? { type: 'assumed', reason: describe(value) };
}

/** The items of a list, in its order and each once; NULLs are left out. */
function inList(left: Compiled, value: DjangoExpression, context: Compiling): Compiled {
  if (value.kind !== 'list') throw new NotEmulated('the values of a lookup are not constant');
  const seen = new Set<string>();
  const items = value.items
    .filter((item) => !isNullTest(item))
    .map((item) => rightSide(left, item, context))
    .filter((item) => {
      const key = JSON.stringify([item.sql, item.parameters]);
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    });
  if (items.length === 0) throw new NotEmulated('a lookup in an empty list is always false');
  const sql = `${left.sql} IN (${items.map((item) => item.sql).join(', ')})`;
  return condition(sql, [...left.parameters, ...items.flatMap(({ parameters }) => parameters)]);
}

function between(left: Compiled, value: DjangoExpression, context: Compiling): Compiled {
  const [from, to] = value.kind === 'list' ? value.items.map((item) => rightSide(left, item, context)) : [];
  if (from === undefined || to === undefined) throw new NotEmulated('the range of a lookup is not constant');
  return condition(`${left.sql} BETWEEN ${from.sql} AND ${to.sql}`, [
    ...left.parameters,
    ...from.parameters,
    ...to.parameters,
  ]);
}

/** Comparisons of texts: the column becomes a text, and capitals where case is no matter. */
function patternTest(left: Compiled, name: string, value: DjangoExpression, context: Compiling): Compiled {
  const pattern = patterns[name];
  if (pattern === undefined) throw new NotEmulated(`the lookup ${name} is not known`);
  const { features } = context.editor.world;
  const cast = /^citext/.test(left.field?.type.sql ?? '') && features.caseInsensitiveTypes ? 'citext' : 'text';
  const isAddress = left.field?.type.sql === 'inet';
  const text = isAddress ? `HOST(${left.sql})` : `${left.sql}::${cast}`;
  const column = pattern.upper ? `UPPER(${text})` : text;
  if (value.kind !== 'value' || value.value.kind !== 'string') {
    if (pattern.around !== undefined) throw new NotEmulated(`the pattern of ${name} is not constant`);
    const right = rightSide(left, value, context);
    const sql = pattern.upper ? `UPPER(${right.sql})` : right.sql;
    return condition(`${column} ${pattern.operator} ${sql}`, [...left.parameters, ...right.parameters]);
  }
  const [before, behind] = pattern.around ?? ['', ''];
  const given = value.value.text;
  const escaped = pattern.around === undefined ? given : given.replace(/[\\%_]/g, '\\$&');
  const right = pattern.upper ? 'UPPER(%s)' : '%s';
  return condition(`${column} ${pattern.operator} ${right}`, [
    ...left.parameters,
    { type: 'text', text: before + escaped + behind },
  ]);
}
