import type { DjangoFeatures } from '../versions.js';

/** A Python value as it is handed to the driver, and what the driver is told of its type. */
export type DriverValue =
  | { readonly type: 'null' }
  | { readonly type: 'text'; readonly text: string }
  /** Digits with a sign; also decimals, and floats as Python shows them. */
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'bytes'; readonly bytes: readonly number[] }
  | { readonly type: 'date' | 'time'; readonly text: string }
  /** `2020-02-29T12:30:15.000005+00:00`, without the offset where there is none. */
  | { readonly type: 'timestamp'; readonly text: string }
  | { readonly type: 'interval'; readonly days: number; readonly seconds: number; readonly microseconds: number }
  /** 32 hexadecimal digits. */
  | { readonly type: 'uuid'; readonly hex: string }
  | { readonly type: 'json'; readonly text: string }
  | { readonly type: 'inet'; readonly text: string }
  | { readonly type: 'array'; readonly items: readonly DriverValue[] }
  | { readonly type: 'hstore'; readonly entries: readonly (readonly [string, string | undefined])[] }
  | { readonly type: 'range'; readonly text: string }
  /** A value that only running the code shows. */
  | { readonly type: 'assumed'; readonly reason: string };

/**
 * The literal that the driver puts into a statement. psycopg2 from 3.2 to 4.1, psycopg 3 from 4.2 on, as both are seen to
 * write them. A value that is not known becomes a text that says so.
 */
export function literalOf(value: DriverValue, features: DjangoFeatures): string {
  switch (value.type) {
    case 'null':
      return 'NULL';
    case 'text':
      return textLiteral(value.text, features);
    case 'number':
      return /^[-]/.test(value.text) ? ` ${value.text}` : specialNumber(value.text);
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'bytes':
      return `'\\x${value.bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}'::bytea`;
    case 'date':
    case 'time':
      return `'${value.text}'::${value.type}`;
    case 'timestamp':
      return timestampLiteral(value.text, features);
    case 'interval':
      return intervalLiteral(value, features);
    case 'uuid':
      return features.psycopg3 ? `'${value.hex}'::uuid` : `'${dashed(value.hex)}'::uuid`;
    case 'json':
      return features.psycopg3 ? `${textLiteral(value.text, features)}::jsonb` : textLiteral(value.text, features);
    case 'inet':
      return `'${value.text}'::inet`;
    case 'array':
      return arrayLiteral(value.items, features);
    case 'hstore':
      return hstoreLiteral(value.entries, features);
    case 'range':
      return textLiteral(value.text, features);
    case 'assumed':
      return `'<${value.reason.replaceAll("'", "''")}>'`;
  }
}

/** What had to be assumed for a value: a clause. */
export function assumedOf(value: DriverValue): string | undefined {
  if (value.type === 'array') return value.items.map(assumedOf).find((reason) => reason !== undefined);
  return value.type === 'assumed' ? value.reason : undefined;
}

/** `PQescapeLiteral` of libpq writes a text with backslashes as ` E'...'`; psycopg2 leaves them as they are. */
function textLiteral(text: string, features: DjangoFeatures): string {
  const quoted = text.replaceAll("'", "''");
  if (!features.psycopg3 || !text.includes('\\')) return `'${quoted}'`;
  return ` E'${quoted.replaceAll('\\', '\\\\')}'`;
}

function specialNumber(text: string): string {
  return /^(nan|inf|infinity)$/i.test(text) ? `'${text}'::float8` : text;
}

function timestampLiteral(text: string, { psycopg3 }: DjangoFeatures): string {
  const type = /[+-]\d\d:\d\d(:\d\d)?$/.test(text) ? 'timestamptz' : 'timestamp';
  return psycopg3 ? `'${text.replace('T', ' ')}'::${type}` : `'${text}'::${type}`;
}

function intervalLiteral(
  { days, seconds, microseconds }: Extract<DriverValue, { type: 'interval' }>,
  { psycopg3 }: DjangoFeatures,
): string {
  const fraction = `.${String(microseconds).padStart(6, '0')}`;
  if (!psycopg3) return `'${String(days)} days ${String(seconds)}${fraction} seconds'::interval`;
  const pad = (part: number): string => String(part).padStart(2, '0');
  const clock = `${String(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  const time = microseconds === 0 ? clock : clock + fraction;
  // As Python shows a timedelta, without its comma.
  const day = days === 0 ? '' : `${String(days)} day${Math.abs(days) === 1 ? '' : 's'} `;
  return `'${day}${time}'::interval`;
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function arrayLiteral(items: readonly DriverValue[], features: DjangoFeatures): string {
  if (items.length === 0) return `'{}'`;
  if (!features.psycopg3) return psycopg2Array(items, features);
  const literal = textLiteral(arrayText(items), features);
  const element = elementType(items);
  return element === undefined ? literal : `${literal}::${element}[]`;
}

function psycopg2Array(items: readonly DriverValue[], features: DjangoFeatures): string {
  const inner = items.map((item) =>
    item.type === 'array' ? arrayLiteral(item.items, features) : literalOf(item, features),
  );
  return `ARRAY[${inner.join(',')}]`;
}

/** The text form of an array, as psycopg's `ListDumper` writes it. */
function arrayText(items: readonly DriverValue[]): string {
  return `{${items.map(elementText).join(',')}}`;
}

function elementText(item: DriverValue): string {
  switch (item.type) {
    case 'array':
      return arrayText(item.items);
    case 'null':
      return 'NULL';
    case 'boolean':
      return item.value ? 't' : 'f';
    case 'number':
    case 'date':
    case 'time':
      return item.text;
    case 'uuid':
      return item.hex;
    case 'timestamp':
      return `"${item.text.replace('T', ' ')}"`;
    case 'text':
      return quotedElement(item.text);
    default:
      return quotedElement(item.type === 'assumed' ? item.reason : '');
  }
}

function quotedElement(text: string): string {
  if (text !== '' && !/[\s{},"\\]/.test(text) && !/^null$/i.test(text)) return text;
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** The type that psycopg 3 names for an array; text arrays go without. */
function elementType(items: readonly DriverValue[]): string | undefined {
  const first = items.find(({ type }) => type !== 'null');
  switch (first?.type) {
    case 'array':
      return elementType(first.items);
    case 'boolean':
      return 'bool';
    case 'number':
      return numberType(items);
    case 'date':
    case 'time':
    case 'uuid':
      return first.type;
    case 'timestamp':
      return 'timestamptz';
    case 'interval':
      return 'interval';
    case 'json':
      return 'jsonb';
    default:
      return undefined;
  }
}

function numberType(items: readonly DriverValue[]): string {
  const isInteger = items.every((item) => item.type !== 'number' || /^-?\d+$/.test(item.text));
  return isInteger ? 'int4' : 'numeric';
}

function hstoreLiteral(entries: readonly (readonly [string, string | undefined])[], features: DjangoFeatures): string {
  if (entries.length === 0) return `''::hstore`;
  const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  if (features.psycopg3) {
    const text = entries
      .map(([key, value]) => `${quote(key)}=>${value === undefined ? 'NULL' : quote(value)}`)
      .join(',');
    return `${textLiteral(text, features)}::hstore`;
  }
  const list = (texts: readonly (string | undefined)[]): string =>
    texts.map((text) => (text === undefined ? 'NULL' : textLiteral(text, features))).join(',');
  const [keys, values] = [entries.map(([key]) => key), entries.map(([, value]) => value)];
  return `hstore(ARRAY[${list(keys)}], ARRAY[${list(values)}])`;
}
