import type { DjangoFieldClass } from '../../model.js';

const containment: Readonly<Record<string, string>> = { contains: '@>', contained_by: '<@', overlap: '&&' };

const keys: Readonly<Record<string, string>> = { has_key: '?', has_keys: '?&', has_any_keys: '?|' };

const ranges: Readonly<Record<string, string>> = {
  ...containment,
  fully_lt: '<<',
  fully_gt: '>>',
  not_lt: '&>',
  not_gt: '&<',
  adjacent_to: '-|-',
};

/** The operator of a lookup that only arrays, ranges, hstore or JSON have. Read in `django/contrib/postgres`. */
export function containers(kind: DjangoFieldClass, name: string): string | undefined {
  if (kind.endsWith('RangeField')) return ranges[name];
  if (kind === 'ArrayField') return containment[name];
  if (kind === 'JSONField' || kind === 'HStoreField')
    return name === 'overlap' ? undefined : (containment[name] ?? keys[name]);
  return undefined;
}
