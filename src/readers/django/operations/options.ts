import { knownItems } from '../../python/sequences.js';
import type { PythonValue } from '../../python/value.js';
import { reasonOf, stringsOf } from '../arguments.js';
import type { DjangoArgument, DjangoArguments, DjangoTogether, UnreadPart } from '../model.js';

/** Reads the `options` dict of a model. */
export function optionsOf(value: PythonValue | undefined): {
  readonly options: DjangoArguments;
  readonly unread: readonly UnreadPart[];
} {
  const options = new Map<string, DjangoArgument>();
  if (value === undefined || value.kind === 'none') return { options, unread: [] };
  if (value.kind !== 'dict') return { options, unread: [{ reason: reasonOf(value), span: value.span }] };
  const unread: UnreadPart[] = [];
  for (const { key, value: option, span } of value.entries) {
    if (key?.kind === 'string') options.set(key.text, { value: option, span });
    else unread.push({ reason: reasonOf(key ?? option), span });
  }
  return { options, unread };
}

/**
 * Reads `unique_together` or `index_together` as Django normalizes it: a set of tuples, or a single tuple. Undefined
 * when it is not constant. https://docs.djangoproject.com/en/stable/ref/models/options/#unique-together
 */
export function together(value: PythonValue): readonly DjangoTogether[] | undefined {
  if (value.kind === 'none') return [];
  const single = stringsOf(value);
  if (single !== undefined) return single.length === 0 ? [] : [{ fields: single, span: value.span }];
  const sets = knownItems(value)?.map((item) => ({ fields: stringsOf(item), span: item.span }));
  const known = sets?.flatMap(({ fields, span }) => (fields === undefined ? [] : [{ fields, span }]));
  return known?.length === sets?.length ? known : undefined;
}
