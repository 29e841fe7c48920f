import type { PythonValue } from '../python/value.js';
import type { DjangoOperationOf } from './model.js';

/**
 * The call that Django computes the default of a new column with, once for all rows that exist, when it would give
 * another value each time: `uuid.uuid4()`. Undefined for other defaults.
 */
export function computedDefault({ field, preserveDefault }: DjangoOperationOf<'AddField'>): string | undefined {
  const callee = calleeOf(field.arguments.get('default')?.value);
  if (callee === undefined) return undefined;
  // Whoever answered makemigrations with the present time for the rows that exist meant just that.
  if (clocks.has(callee)) return preserveDefault ? `${callee}()` : undefined;
  return draws.test(callee.slice(callee.lastIndexOf('.') + 1)) ? `${callee}()` : undefined;
}

/** The function that is called: by Django, or by the migration as it is imported. */
function calleeOf(value: PythonValue | undefined): string | undefined {
  if (value?.kind === 'name') return value.path;
  if (value?.kind === 'function') return value.name;
  return value?.kind === 'call' ? value.path : undefined;
}

const clocks: ReadonlySet<string> = new Set([
  'django.utils.timezone.now',
  'datetime.datetime.now',
  'datetime.datetime.today',
  'datetime.datetime.utcnow',
  'datetime.date.today',
  'time.time',
]);

/** What functions that draw a value are called; those of other files are known by their names alone. */
const draws = /uuid|ulid|token|random|secret|nonce|generate|unique/i;
