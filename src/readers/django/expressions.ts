import type { PythonCall, PythonValue } from '../python/value.js';
import { booleanArgument, boundArguments, reasonOf, stringArgument } from './arguments.js';
import type { DjangoArgument, DjangoExpression, DjangoField } from './model.js';
import { combinedQ, negatedQ } from './q.js';
import { lastName } from './reading.js';

/** Reads an `output_field`; given by those who know fields, because fields hold expressions themselves. */
export type FieldReader = (value: PythonValue) => DjangoField | undefined;

/** Reads a query expression in a place where a bare string or number is a value: the right side of a lookup. */
export function readExpression(value: PythonValue, readField: FieldReader): DjangoExpression {
  switch (value.kind) {
    case 'call':
      return readCall(value, readField);
    case 'binary':
      return readBinary(value, readField);
    case 'unary':
      if (value.operator === '~') return negatedQ(readExpression(value.operand, readField), value.span);
      return unknown(value);
    case 'list':
    case 'tuple':
    case 'set':
      return {
        kind: 'list',
        items: value.items.map((item) => readExpression(item, readField)),
        span: value.span,
      };
    case 'conditional':
    case 'unknown':
    case 'spread':
      return unknown(value);
    default:
      return { kind: 'value', value, outputField: undefined, span: value.span };
  }
}

/** Reads a query expression in a place where a bare string names a field: an argument of `Lower`, an index. */
export function readFieldExpression(value: PythonValue, readField: FieldReader): DjangoExpression {
  if (value.kind === 'string') return { kind: 'f', name: value.text, span: value.span };
  return readExpression(value, readField);
}

type PythonBinary = Extract<PythonValue, { kind: 'binary' }>;

function readBinary(value: PythonBinary, readField: FieldReader): DjangoExpression {
  const left = readExpression(value.left, readField);
  const right = readExpression(value.right, readField);
  const { operator, span } = value;
  if (operator === '&') return combinedQ('AND', left, right, span);
  if (operator === '|') return combinedQ('OR', left, right, span);
  if (operator === '^') return combinedQ('XOR', left, right, span);
  if (arithmetic.has(operator)) return { kind: 'combined', operator, left, right, span };
  return unknown(value);
}

const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '**']);

function readCall(call: PythonCall, readField: FieldReader): DjangoExpression {
  if (call.callee.kind === 'attribute') return readOrdering(call, call.callee, readField);
  if (call.path === undefined) return unknown(call);
  const reader = readers[lastName(call.path)];
  if (reader !== undefined && isDjangos(call.path)) return reader(call, readField);
  // Names in lower case are functions, which may return anything; `datetime.date(...)` and `uuid.UUID(...)` are values.
  if (valueModules.has(call.path.slice(0, call.path.indexOf('.')))) {
    return { kind: 'value', value: call, outputField: undefined, span: call.span };
  }
  return /^[A-Z]/.test(lastName(call.path)) ? readFunc(call, call.path, readField) : unknown(call);
}

const valueModules: ReadonlySet<string> = new Set(['datetime', 'decimal', 'uuid']);

function isDjangos(path: string): boolean {
  return path.startsWith('django.');
}

/** `F("a").desc(nulls_last=True)`. */
function readOrdering(
  call: PythonCall,
  callee: Extract<PythonValue, { kind: 'attribute' }>,
  readField: FieldReader,
): DjangoExpression {
  if (callee.name !== 'asc' && callee.name !== 'desc') return unknown(call);
  const { named } = boundArguments(call, []);
  return {
    kind: 'order-by',
    expression: readExpression(callee.object, readField),
    descending: callee.name === 'desc',
    nullsFirst: booleanArgument(named, 'nulls_first') ?? false,
    nullsLast: booleanArgument(named, 'nulls_last') ?? false,
    span: call.span,
  };
}

type Reader = (call: PythonCall, readField: FieldReader) => DjangoExpression;

const readers: Readonly<Record<string, Reader>> = {
  Q: readQ,
  F: readF,
  OuterRef: readF,
  Value: readValue,
  RawSQL: readRawSql,
  OrderBy: readOrderBy,
  OpClass: readOpClass,
  Case: readCase,
};

/** Positional ones come first; Django sorts the named ones. */
function readQ(call: PythonCall, readField: FieldReader): DjangoExpression {
  const children: DjangoExpression[] = call.positional.map((child) => readChild(child, readField));
  let connector: 'AND' | 'OR' | 'XOR' = 'AND';
  let negated = false;
  const named = [...call.keywords].sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  for (const { name, value, span } of named) {
    if (name === '_connector') {
      if (value.kind === 'string' && (value.text === 'OR' || value.text === 'XOR')) connector = value.text;
    } else if (name === '_negated') negated = value.kind === 'boolean' && value.value;
    else if (name === undefined) children.push({ ...unknown(value), span });
    else children.push({ kind: 'lookup', path: name, value: readExpression(value, readField), span });
  }
  return { kind: 'q', connector, negated, children, span: call.span };
}

/** `("price__gt", 0)`, as Django writes them since 3.2, or another condition. */
function readChild(child: PythonValue, readField: FieldReader): DjangoExpression {
  if (child.kind === 'tuple' && child.items.length === 2) {
    const [path, value] = child.items;
    if (path?.kind === 'string' && value !== undefined) {
      return { kind: 'lookup', path: path.text, value: readExpression(value, readField), span: child.span };
    }
  }
  return readExpression(child, readField);
}

function readF(call: PythonCall): DjangoExpression {
  const name = stringArgument(boundArguments(call, ['name']).named, 'name');
  return name === undefined ? unknown(call) : { kind: 'f', name, span: call.span };
}

function readValue(call: PythonCall, readField: FieldReader): DjangoExpression {
  const { named } = boundArguments(call, ['value', 'output_field']);
  const value = named.get('value')?.value;
  if (value === undefined) return unknown(call);
  return { kind: 'value', value, outputField: outputFieldOf(named, readField), span: call.span };
}

function readRawSql(call: PythonCall): DjangoExpression {
  const { named } = boundArguments(call, ['sql', 'params', 'output_field']);
  const sql = named.get('sql')?.value;
  const params = named.get('params')?.value;
  if (sql?.kind !== 'string') return unknown(call);
  const isSequence = params?.kind === 'list' || params?.kind === 'tuple';
  return { kind: 'raw-sql', sql, params: isSequence ? params.items : [], span: call.span };
}

function readOrderBy(call: PythonCall, readField: FieldReader): DjangoExpression {
  const { named } = boundArguments(call, ['expression', 'descending', 'nulls_first', 'nulls_last']);
  const expression = named.get('expression')?.value;
  if (expression === undefined) return unknown(call);
  return {
    kind: 'order-by',
    expression: readFieldExpression(expression, readField),
    descending: booleanArgument(named, 'descending') ?? false,
    nullsFirst: booleanArgument(named, 'nulls_first') ?? false,
    nullsLast: booleanArgument(named, 'nulls_last') ?? false,
    span: call.span,
  };
}

function readOpClass(call: PythonCall, readField: FieldReader): DjangoExpression {
  const { named } = boundArguments(call, ['expression', 'name']);
  const expression = named.get('expression')?.value;
  const name = stringArgument(named, 'name');
  if (expression === undefined || name === undefined) return unknown(call);
  return { kind: 'op-class', expression: readFieldExpression(expression, readField), name, span: call.span };
}

function readCase(call: PythonCall, readField: FieldReader): DjangoExpression {
  const { named } = boundArguments({ ...call, positional: [] }, []);
  const whens = call.positional.map((when) => readWhen(when, readField));
  const known = whens.flatMap((when) => when ?? []);
  if (known.length < whens.length) return unknown(call);
  const otherwise = named.get('default')?.value;
  return {
    kind: 'case',
    whens: known,
    default: otherwise === undefined ? undefined : readExpression(otherwise, readField),
    outputField: outputFieldOf(named, readField),
    span: call.span,
  };
}

/** `When(condition, then=...)` or `When(price__gt=0, then=...)`. */
function readWhen(
  when: PythonValue,
  readField: FieldReader,
): { readonly condition: DjangoExpression; readonly then: DjangoExpression } | undefined {
  if (when.kind !== 'call' || when.path === undefined || lastName(when.path) !== 'When') return undefined;
  const { named } = boundArguments(when, ['condition', 'then']);
  const then = named.get('then')?.value;
  if (then === undefined) return undefined;
  const condition = named.get('condition')?.value;
  const lookups = when.keywords.filter(({ name }) => name !== 'then' && name !== 'condition');
  const filter = readQ({ ...when, positional: [], keywords: lookups }, readField);
  return {
    condition: condition === undefined ? filter : readExpression(condition, readField),
    then: readExpression(then, readField),
  };
}

/** Any other class: its positional arguments are expressions, but for those that are known to be names or fields. */
function readFunc(call: PythonCall, path: string, readField: FieldReader): DjangoExpression {
  const parameters = plainParameters[lastName(path)] ?? [];
  const args: DjangoExpression[] = [];
  const named = new Map<string, DjangoArgument>(boundArguments({ ...call, positional: [] }, []).named);
  call.positional.forEach((value, at) => {
    const name = parameters[at];
    if (name === undefined) args.push(readFieldExpression(value, readField));
    else named.set(name, { value, span: value.span });
  });
  return {
    kind: 'func',
    class: path,
    args,
    arguments: named,
    outputField: outputFieldOf(named, readField),
    span: call.span,
  };
}

/** Positional parameters that take no expression, in their places. Read in `django/db/models/functions`. */
const plainParameters: Readonly<Record<string, readonly (string | undefined)[]>> = {
  Cast: [undefined, 'output_field'],
  Collate: [undefined, 'collation'],
  ExpressionWrapper: [undefined, 'output_field'],
  Extract: [undefined, 'lookup_name'],
  KeyTextTransform: ['key_name'],
  KeyTransform: ['key_name'],
  Trunc: [undefined, 'kind'],
};

function outputFieldOf(named: ReadonlyMap<string, DjangoArgument>, readField: FieldReader): DjangoField | undefined {
  const value = named.get('output_field')?.value;
  return value === undefined ? undefined : readField(value);
}

function unknown(value: PythonValue): DjangoExpression {
  return { kind: 'unknown', reason: reasonOf(value), value, span: value.span };
}
