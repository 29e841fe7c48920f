import type { PythonValue } from '../python/value.js';
import type { DjangoField } from './model.js';

/**
 * The call that Django computes the default of a new column with, once for all rows that exist: `uuid.uuid4()`. Undefined
 * for constants and for what gives an equal value each time: `list`, `dict`.
 */
export function computedDefault(field: DjangoField): string | undefined {
  const value = field.arguments.get('default')?.value;
  if (value === undefined || value.kind === 'none') {
    const stamps = ['auto_now_add', 'auto_now'].find((name) => isTrue(field.arguments.get(name)?.value));
    return stamps === undefined ? undefined : 'timezone.now()';
  }
  const callee = calleeOf(value);
  return callee === undefined || isConstant.test(callee) || constructors.has(callee) ? undefined : `${callee}()`;
}

function isTrue(value: PythonValue | undefined): boolean {
  return value?.kind === 'boolean' && value.value;
}

/** The function that is called for the default: by Django, or as the file is imported. */
function calleeOf(value: PythonValue): string | undefined {
  switch (value.kind) {
    case 'name':
      return value.path;
    case 'function':
      return value.name === '<lambda>' ? 'lambda' : value.name;
    case 'call':
      return value.path !== undefined && drawn.has(value.path) ? value.path : undefined;
    default:
      return undefined;
  }
}

/** A constant of another module, such as `Status.NEW` or `settings.LANGUAGE_CODE`. */
const isConstant = /(?:^|\.)[A-Z][A-Z0-9_]*$/;

/** What gives the same each time. */
const constructors: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'dict',
  'float',
  'int',
  'list',
  'set',
  'str',
  'tuple',
  'decimal.Decimal',
  'collections.OrderedDict',
]);

/** Calls that the migration itself makes: `default=uuid.uuid4()`. */
const drawn: ReadonlySet<string> = new Set([
  'uuid.uuid1',
  'uuid.uuid4',
  'uuid.uuid7',
  'django.utils.crypto.get_random_string',
  'secrets.token_hex',
  'secrets.token_urlsafe',
]);
