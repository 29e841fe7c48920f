import type { DjangoExpression } from '../../model.js';
import type { DriverValue } from '../driver-values.js';
import { compiled, type Compiled, type Compiling } from './context.js';

/** `begin__year__gte=2020`: Django compares with days, so that an index helps. Undefined for other lookups. */
export function yearLookup(
  column: Compiled,
  names: readonly string[],
  value: DjangoExpression,
  context: Compiling,
): Compiled | undefined {
  const [transform, name = 'exact', ...rest] = names;
  const kind = column.field?.kind;
  if (transform !== 'year' || rest.length > 0 || (kind !== 'DateField' && kind !== 'DateTimeField')) return undefined;
  if (value.kind !== 'value' || value.value.kind !== 'number') return undefined;
  const { first, last } = bounds(value.value.text.padStart(4, '0'), kind === 'DateTimeField', context);
  const { sql, parameters } = column;
  const test = (operator: string, bound: DriverValue): Compiled =>
    compiled(`${sql} ${operator} %s`, [...parameters, bound], { isConditional: true });
  switch (name) {
    case 'exact':
      return compiled(`${sql} BETWEEN %s AND %s`, [...parameters, first, last], { isConditional: true });
    case 'gt':
      return test('>', last);
    case 'gte':
      return test('>=', first);
    case 'lt':
      return test('<', first);
    case 'lte':
      return test('<=', last);
    default:
      return undefined;
  }
}

function bounds(year: string, isTimestamp: boolean, { editor }: Compiling): { first: DriverValue; last: DriverValue } {
  if (!isTimestamp) {
    return { first: { type: 'date', text: `${year}-01-01` }, last: { type: 'date', text: `${year}-12-31` } };
  }
  const zone = editor.world.useTz ? '+00:00' : '';
  return {
    first: { type: 'timestamp', text: `${year}-01-01T00:00:00${zone}` },
    last: { type: 'timestamp', text: `${year}-12-31T23:59:59.999999${zone}` },
  };
}
