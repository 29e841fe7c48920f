import { compiled, type Compiled, type Compiling } from './context.js';

/** What a name behind a column does to it: `date`, `year`, a key of JSON. Undefined when it is not known. */
export function transforms(inner: Compiled, name: string, context: Compiling): Compiled | undefined {
  const { kind } = inner.field ?? {};
  if (kind === 'JSONField' || inner.json !== undefined) return jsonKey(inner, name);
  if (kind === 'DateTimeField' || kind === 'DateField' || kind === 'TimeField') return ofDate(inner, name, context);
  if (kind === 'ArrayField') return ofArray(inner, name);
  if (kind !== undefined && kind.endsWith('RangeField')) return ofRange(inner, name);
  return undefined;
}

/** `KeyTransform` of django/db/models/fields/json.py: one key by `->`, several by `#>`. */
function jsonKey(inner: Compiled, name: string): Compiled {
  const root = inner.json?.root ?? inner;
  const keys = [...(inner.json?.keys ?? []), name];
  const json = { root, keys };
  if (keys.length > 1) {
    const items = keys.map((text) => ({ type: 'text', text }) as const);
    return compiled(`(${root.sql} #> %s)`, [...root.parameters, { type: 'array', items }], { json });
  }
  const isNumber = /^-?\d+$/.test(name);
  return compiled(`(${root.sql} -> %s)`, [...root.parameters, { type: isNumber ? 'number' : 'text', text: name }], {
    json,
  });
}

/** What `EXTRACT` is asked for, by the names of the transforms. */
const parts: Readonly<Record<string, string>> = {
  year: 'YEAR',
  iso_year: 'ISOYEAR',
  month: 'MONTH',
  day: 'DAY',
  week: 'WEEK',
  iso_week_day: 'ISODOW',
  quarter: 'QUARTER',
  hour: 'HOUR',
  minute: 'MINUTE',
};

function ofDate(inner: Compiled, name: string, { editor }: Compiling): Compiled | undefined {
  const { features, useTz } = editor.world;
  const isTimestamp = inner.field?.kind === 'DateTimeField';
  const atZone = isTimestamp && useTz ? `${inner.sql} AT TIME ZONE %s` : inner.sql;
  const zone = isTimestamp && useTz ? [{ type: 'text', text: editor.world.timeZone } as const] : [];
  const parameters = [...inner.parameters, ...zone];
  if (name === 'date' && isTimestamp) return compiled(`(${atZone})::date`, parameters);
  if (name === 'time' && isTimestamp) return compiled(`(${atZone})::time`, parameters);
  if (name === 'week_day') {
    return compiled(
      features.psycopg3 ? `EXTRACT(DOW FROM ${atZone}) + 1` : `EXTRACT('dow' FROM ${atZone}) + 1`,
      parameters,
    );
  }
  const part = parts[name];
  if (part === undefined) return undefined;
  return compiled(`EXTRACT(${features.psycopg3 ? part : `'${part.toLowerCase()}'`} FROM ${atZone})`, parameters);
}

function ofArray(inner: Compiled, name: string): Compiled | undefined {
  const { sql, parameters } = inner;
  // `ArrayLenTransform`: an empty array has no length in PostgreSQL.
  if (name === 'len') {
    return compiled(`CASE WHEN ${sql} IS NULL THEN NULL ELSE coalesce(array_length(${sql}, 1), 0) END`, [
      ...parameters,
      ...parameters,
    ]);
  }
  if (/^\d+$/.test(name))
    return compiled(`${sql}[%s]`, [...parameters, { type: 'number', text: String(Number(name) + 1) }]);
  return undefined;
}

const rangeFunctions: Readonly<Record<string, string>> = {
  startswith: 'lower',
  endswith: 'upper',
  isempty: 'isempty',
  lower_inc: 'LOWER_INC',
  lower_inf: 'LOWER_INF',
  upper_inc: 'UPPER_INC',
  upper_inf: 'UPPER_INF',
};

function ofRange({ sql, parameters }: Compiled, name: string): Compiled | undefined {
  const call = rangeFunctions[name];
  if (call === undefined) return undefined;
  return compiled(`${call}(${sql})`, parameters, { isConditional: !/^(lower|upper)$/.test(call) });
}
