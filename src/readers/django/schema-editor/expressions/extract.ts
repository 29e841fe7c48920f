import { stringArgument } from '../../arguments.js';
import type { DjangoExpressionOf } from '../../model.js';
import { lastName } from '../../reading.js';
import { NotEmulated } from '../../state/not-emulated.js';
import type { RenderedField } from '../../state/rendered-field.js';
import type { Compiled, Compiling } from './context.js';
import { transforms } from './transforms.js';

const extractNames: Readonly<Record<string, string>> = {
  ExtractDay: 'day',
  ExtractHour: 'hour',
  ExtractIsoWeekDay: 'iso_week_day',
  ExtractIsoYear: 'iso_year',
  ExtractMinute: 'minute',
  ExtractMonth: 'month',
  ExtractQuarter: 'quarter',
  ExtractWeek: 'week',
  ExtractWeekDay: 'week_day',
  ExtractYear: 'year',
};

/** The classes, by their last names. */
export const extractClasses: readonly string[] = ['Extract', ...Object.keys(extractNames)];

/** A part of a date or time: `ExtractYear("created")`. */
export function extractedPart(call: DjangoExpressionOf<'func'>, inner: Compiled, context: Compiling): Compiled {
  const name = extractNames[lastName(call.class)] ?? stringArgument(call.arguments, 'lookup_name');
  const field = inner.field ?? timestampOf(inner);
  const part = name === undefined ? undefined : transforms({ ...inner, field }, name, context);
  if (part === undefined) throw new NotEmulated(`${lastName(call.class)} of this is not known`);
  return part;

  /** `Now()` is a point in time. */
  function timestampOf({ sql }: Compiled): RenderedField | undefined {
    if (sql !== 'STATEMENT_TIMESTAMP()') return undefined;
    const written = { class: 'django.db.models.DateTimeField', builtIn: 'DateTimeField', knownBy: 'django' } as const;
    return context.model.fields[0]?.part({ ...written, arguments: new Map(), positional: [], span: call.span });
  }
}
