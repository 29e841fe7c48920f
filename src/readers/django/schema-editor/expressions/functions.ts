import { stringArgument } from '../../arguments.js';
import type { DjangoExpressionOf } from '../../model.js';
import { lastName } from '../../reading.js';
import { quoteName } from '../../state/names.js';
import { NotEmulated } from '../../state/not-emulated.js';
import type { RenderedField } from '../../state/rendered-field.js';
import { compiled, type Compiled, type Compiling } from './context.js';
import { extractClasses, extractedPart } from './extract.js';
import { conditionOf } from './lookups.js';

type Call = DjangoExpressionOf<'func'>;
type Compile = (call: Call, context: Compiling) => Compiled;

/** Functions of `django/db/models/functions` and `django/contrib/postgres` that are `NAME(arguments)` and no more. */
const plainNames: Readonly<Record<string, string>> = {
  Abs: 'ABS',
  ACos: 'ACOS',
  ASin: 'ASIN',
  ATan: 'ATAN',
  ATan2: 'ATAN2',
  Ceil: 'CEILING',
  Chr: 'CHR',
  Coalesce: 'COALESCE',
  Cos: 'COS',
  Cot: 'COT',
  Degrees: 'DEGREES',
  Exp: 'EXP',
  Floor: 'FLOOR',
  Greatest: 'GREATEST',
  LPad: 'LPAD',
  LTrim: 'LTRIM',
  Least: 'LEAST',
  Left: 'LEFT',
  Length: 'LENGTH',
  Ln: 'LN',
  Log: 'LOG',
  Lower: 'LOWER',
  MD5: 'MD5',
  Mod: 'MOD',
  NullIf: 'NULLIF',
  Ord: 'ASCII',
  Pi: 'PI',
  Power: 'POWER',
  RPad: 'RPAD',
  RTrim: 'RTRIM',
  Radians: 'RADIANS',
  Random: 'RANDOM',
  RandomUUID: 'GEN_RANDOM_UUID',
  Repeat: 'REPEAT',
  Replace: 'REPLACE',
  Reverse: 'REVERSE',
  Right: 'RIGHT',
  Round: 'ROUND',
  Sign: 'SIGN',
  Sin: 'SIN',
  Sqrt: 'SQRT',
  StrIndex: 'STRPOS',
  Substr: 'SUBSTRING',
  Tan: 'TAN',
  TransactionNow: 'CURRENT_TIMESTAMP',
  Trim: 'TRIM',
  Upper: 'UPPER',
};

/** Lookups as classes: `GreaterThan(F("a"), 0)`. */
const lookupClasses: Readonly<Record<string, string>> = {
  Contains: 'contains',
  EndsWith: 'endswith',
  Exact: 'exact',
  GreaterThan: 'gt',
  GreaterThanOrEqual: 'gte',
  IContains: 'icontains',
  IExact: 'iexact',
  IRegex: 'iregex',
  IStartsWith: 'istartswith',
  In: 'in',
  IsNull: 'isnull',
  LessThan: 'lt',
  LessThanOrEqual: 'lte',
  Range: 'range',
  Regex: 'regex',
  StartsWith: 'startswith',
};

/** How each class of expression is written, by the last name of its path. */
export const functions: Readonly<Record<string, Compile | undefined>> = {
  ...Object.fromEntries(Object.entries(plainNames).map(([name, sql]) => [name, plainCall(sql)])),
  ...Object.fromEntries(Object.entries(lookupClasses).map(([name, lookup]) => [name, lookupCall(lookup)])),
  Cast: castCall,
  Collate: collateCall,
  CombinedExpression: combinedCall,
  Concat: concatCall,
  ExpressionWrapper: (call, context) => ({ ...argument(call, 0, context), field: outputOf(call, context) }),
  ...Object.fromEntries(extractClasses.map((name) => [name, extractCall])),
  Func: genericCall,
  NegatedExpression: (call, context) => {
    const inner = argument(call, 0, context);
    return compiled(`NOT ${inner.sql}`, inner.parameters, { isConditional: true });
  },
  Now: () => compiled('STATEMENT_TIMESTAMP()', []),
  SearchVector: undefined,
};

function plainCall(name: string): Compile {
  return (call, context) => joined(name, compiledArguments(call, context), firstField(call, context));
}

function joined(name: string, parts: readonly Compiled[], field: RenderedField | undefined): Compiled {
  return compiled(
    `${name}(${parts.map(({ sql }) => sql).join(', ')})`,
    parts.flatMap(({ parameters }) => parameters),
    { field },
  );
}

/** The output is that of the first argument, unless it is given. */
function firstField(call: Call, context: Compiling): RenderedField | undefined {
  const own = outputOf(call, context);
  if (own !== undefined) return own;
  const keeps = /\.(Coalesce|Greatest|Least|Lower|Upper|NullIf|Left|Right|Substr|Trim|LTrim|RTrim|Replace)$/;
  const [first] = call.args;
  return first !== undefined && keeps.test(call.class) ? context.compile(first, context).field : undefined;
}

function outputOf({ outputField }: Call, { model }: Compiling): RenderedField | undefined {
  return outputField === undefined ? undefined : model.fields[0]?.part(outputField);
}

function compiledArguments(call: Call, context: Compiling): readonly Compiled[] {
  return call.args.map((one) => context.compile(one, context));
}

function argument(call: Call, at: number, context: Compiling): Compiled {
  const given = call.args[at];
  if (given === undefined) throw new NotEmulated(`${lastName(call.class)} lacks an argument`);
  return context.compile(given, context);
}

function lookupCall(name: string): Compile {
  return (call, context) => {
    const value = call.args[1];
    if (value === undefined) throw new NotEmulated(`${lastName(call.class)} lacks an argument`);
    return conditionOf(argument(call, 0, context), name, value, context);
  };
}

/** `(expression)::type`. */
function castCall(call: Call, context: Compiling): Compiled {
  const field = outputOf(call, context);
  const inner = argument(call, 0, context);
  const type = field?.type.sql;
  if (field === undefined || type === undefined) throw new NotEmulated('the type of a Cast is not known');
  const target = { serial: 'integer', bigserial: 'bigint', smallserial: 'smallint' }[type] ?? type;
  return compiled(`(${inner.sql})::${target}`, inner.parameters, { field });
}

function collateCall(call: Call, context: Compiling): Compiled {
  const inner = argument(call, 0, context);
  const name = stringArgument(call.arguments, 'collation');
  if (name === undefined) throw new NotEmulated('the collation is not constant');
  return compiled(`${inner.sql} COLLATE ${quoteName(name)}`, inner.parameters, { field: inner.field });
}

/** Written by Django itself: `CombinedExpression(F("a"), "+", Value(1))`. */
function combinedCall(call: Call, context: Compiling): Compiled {
  const connector = call.args[1];
  const [left, right] = [call.args[0], call.args[2]];
  const operator = connector?.kind === 'f' ? connector.name : undefined;
  if (left === undefined || right === undefined || operator === undefined) {
    throw new NotEmulated('a combined expression is not constant');
  }
  const sign = operator === '%%' ? '%' : operator === '^' ? '**' : operator;
  return context.compile({ kind: 'combined', operator: sign, left, right, span: call.span }, context);
}

/** `ConcatPair`: two at a time, from the right. */
function concatCall(call: Call, context: Compiling): Compiled {
  const { features } = context.editor.world;
  const pair = features.concatenatesByOperator ? operatorPair : features.psycopg3 ? castPair : plainPair;
  const parts = compiledArguments(call, context);
  const last = parts.at(-1);
  if (last === undefined || parts.length < 2) throw new NotEmulated('Concat lacks an argument');
  return parts.slice(0, -1).reduceRight((right, left) => pair(left, right), last);
}

function plainPair(left: Compiled, right: Compiled): Compiled {
  return compiled(`CONCAT(${left.sql}, ${right.sql})`, [...left.parameters, ...right.parameters]);
}

function castPair(left: Compiled, right: Compiled): Compiled {
  return compiled(`CONCAT((${left.sql})::text, (${right.sql})::text)`, [...left.parameters, ...right.parameters]);
}

/** NULL counts as an empty text. */
function operatorPair(left: Compiled, right: Compiled): Compiled {
  const empty = { type: 'text', text: '' } as const;
  const side = (part: Compiled): string => `COALESCE(${asText(part)}, %s)`;
  return compiled(`(${side(left)} || ${side(right)})`, [...left.parameters, empty, ...right.parameters, empty]);
}

function asText(part: Compiled): string {
  const type = part.field?.type.sql;
  return type === undefined || /^(varchar|text)/.test(type) ? part.sql : `(${part.sql})::text`;
}

function extractCall(call: Call, context: Compiling): Compiled {
  return extractedPart(call, argument(call, 0, context), context);
}

/** `Func(..., function="LOWER", template="%(function)s(%(expressions)s)")`. */
function genericCall(call: Call, context: Compiling): Compiled {
  const name = stringArgument(call.arguments, 'function') ?? '';
  const template = stringArgument(call.arguments, 'template') ?? '%(function)s(%(expressions)s)';
  const joiner = stringArgument(call.arguments, 'arg_joiner') ?? ', ';
  const parts = compiledArguments(call, context);
  const expressions = parts.map(({ sql }) => sql).join(joiner);
  const sql = template.replaceAll('%(function)s', name).replaceAll('%(expressions)s', expressions);
  if (/%\(/.test(sql)) throw new NotEmulated('the template of a Func is not known');
  return compiled(
    sql,
    parts.flatMap(({ parameters }) => parameters),
    { field: outputOf(call, context) },
  );
}
