import type { DjangoArgument, DjangoField, DjangoFieldClass } from '../model.js';
import { standingFor } from '../../python/text.js';
import type { PythonValue } from '../../python/value.js';
import type { ModelTarget, StateField } from './model-state.js';

const nowhere = { start: 0, end: 0 };

/** A field that Django makes itself: an automatic key, a side of a many-to-many table, `_order`. */
export function ownField(
  builtIn: DjangoFieldClass,
  given: Readonly<Record<string, string | boolean | undefined>>,
  to?: ModelTarget,
): StateField {
  const named = new Map<string, DjangoArgument>();
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) named.set(name, { value: constant(value), span: nowhere });
  }
  const written: DjangoField = {
    class: `django.db.models.${builtIn}`,
    builtIn,
    knownBy: 'django',
    arguments: named,
    positional: [],
    span: nowhere,
  };
  return { written, to, through: undefined, toField: undefined, fieldNames: [], default: undefined };
}

function constant(value: string | boolean): PythonValue {
  return typeof value === 'string' ? standingFor(value, nowhere) : { kind: 'boolean', value, span: nowhere };
}
