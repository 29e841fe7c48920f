import type { PythonValue } from '../python/value.js';
import { boundArguments, booleanArgument, reasonOf, stringArgument, stringsArgument } from './arguments.js';
import { readExpression, readFieldExpression, type FieldReader } from './expressions.js';
import { readField } from './fields.js';
import type { DjangoArguments, DjangoConstraint, DjangoDeferrable, DjangoExpression } from './model.js';
import { knownClass, lastName, type DjangoReadOptions } from './reading.js';

/** Reads a constraint such as `models.UniqueConstraint(fields=["name"], name="shop_name_uniq")`. */
export function readConstraint(value: PythonValue, options: DjangoReadOptions): DjangoConstraint {
  const found = value.kind === 'call' ? knownClass(value, djangoConstraintClass, options) : undefined;
  if (value.kind !== 'call' || found === undefined) {
    const nothing = { class: '', name: undefined, arguments: new Map() };
    return { kind: 'unknown', reason: reasonOf(value), ...nothing, span: value.span };
  }
  const { named } = boundArguments({ ...value, positional: [] }, []);
  const base = { class: found.path, name: stringArgument(named, 'name'), arguments: named, span: value.span };
  const fieldReader: FieldReader = (field) => readField(field, options);
  switch (found.known) {
    case 'CheckConstraint':
      return { kind: 'CheckConstraint', ...base, condition: checked(named, value, fieldReader) };
    case 'UniqueConstraint': {
      const expressions = value.positional.map((expression) => readFieldExpression(expression, fieldReader));
      return { kind: 'UniqueConstraint', ...base, ...uniqueParts(named, fieldReader), expressions };
    }
    case 'ExclusionConstraint':
      return { kind: 'ExclusionConstraint', ...base, ...exclusionParts(named, fieldReader) };
    default:
      return { kind: 'unknown', ...base, reason: `the constraint class ${found.path}` };
  }
}

type ConstraintClass = 'CheckConstraint' | 'UniqueConstraint' | 'ExclusionConstraint';

function djangoConstraintClass(path: string): ConstraintClass | undefined {
  if (!path.startsWith('django.')) return undefined;
  const name = lastName(path);
  const isKnown = name === 'CheckConstraint' || name === 'UniqueConstraint' || name === 'ExclusionConstraint';
  return isKnown ? name : undefined;
}

/** The argument was called `check` before 5.1. */
function checked(named: DjangoArguments, constraint: PythonValue, fieldReader: FieldReader): DjangoExpression {
  const value = named.get('condition')?.value ?? named.get('check')?.value;
  if (value !== undefined) return readExpression(value, fieldReader);
  return { kind: 'unknown', reason: 'no condition', value: constraint, span: constraint.span };
}

function conditionOf(named: DjangoArguments, fieldReader: FieldReader): DjangoExpression | undefined {
  const value = named.get('condition')?.value;
  return value === undefined || value.kind === 'none' ? undefined : readExpression(value, fieldReader);
}

function uniqueParts(named: DjangoArguments, fieldReader: FieldReader) {
  return {
    fields: stringsArgument(named, 'fields') ?? [],
    condition: conditionOf(named, fieldReader),
    deferrable: deferrableOf(named),
    include: stringsArgument(named, 'include') ?? [],
    opclasses: stringsArgument(named, 'opclasses') ?? [],
    nullsDistinct: booleanArgument(named, 'nulls_distinct'),
  };
}

function exclusionParts(named: DjangoArguments, fieldReader: FieldReader) {
  return {
    expressions: excluded(named.get('expressions')?.value, fieldReader),
    indexType: stringArgument(named, 'index_type') ?? 'GIST',
    condition: conditionOf(named, fieldReader),
    deferrable: deferrableOf(named),
    include: stringsArgument(named, 'include') ?? [],
    opclasses: stringsArgument(named, 'opclasses') ?? [],
  };
}

/** `[("period", RangeOperators.OVERLAPS), ("room", "=")]`. */
function excluded(value: PythonValue | undefined, fieldReader: FieldReader) {
  if (value?.kind !== 'list' && value?.kind !== 'tuple') return [];
  return value.items.flatMap((item) => {
    const [expression, operator] = item.kind === 'tuple' || item.kind === 'list' ? item.items : [];
    if (expression === undefined || operator === undefined) return [];
    return { expression: readFieldExpression(expression, fieldReader), operator: operatorOf(operator) };
  });
}

function operatorOf(value: PythonValue): string {
  if (value.kind === 'string') return value.text;
  return (value.kind === 'name' ? rangeOperators[lastName(value.path)] : undefined) ?? reasonOf(value);
}

/** `django.contrib.postgres.fields.RangeOperators`. */
const rangeOperators: Readonly<Record<string, string>> = {
  EQUAL: '=',
  NOT_EQUAL: '<>',
  CONTAINS: '@>',
  CONTAINED_BY: '<@',
  OVERLAPS: '&&',
  FULLY_LT: '<<',
  FULLY_GT: '>>',
  NOT_LT: '&>',
  NOT_GT: '&<',
  ADJACENT_TO: '-|-',
};

function deferrableOf(named: DjangoArguments): DjangoDeferrable | undefined {
  const value = named.get('deferrable')?.value;
  const name = value?.kind === 'name' ? lastName(value.path) : undefined;
  return name === 'DEFERRED' || name === 'IMMEDIATE' ? name : undefined;
}
