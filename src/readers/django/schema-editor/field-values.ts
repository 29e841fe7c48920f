import type { PythonValue } from '../../python/value.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { DriverValue } from './driver-values.js';
import { dateValue } from './python-dates.js';
import { floatText, jsonText } from './python-json.js';

/**
 * A Python value as a field hands it to the driver: `get_db_prep_save` of Django's fields. What is not constant is
 * `assumed`.
 */
export function fieldValue(value: PythonValue, field: RenderedField): DriverValue {
  if (value.kind === 'none') return field.kind === 'JSONField' ? { type: 'null' } : { type: 'null' };
  const kind = field.isForeignKey ? targetOf(field) : field;
  return converted(value, kind) ?? { type: 'assumed', reason: describe(value) };
}

/** What a value that is not constant is, for a stand-in. */
export function describe(value: PythonValue): string {
  switch (value.kind) {
    case 'name':
      return `${value.path}()`;
    case 'call':
      return `${value.path ?? 'a call'}()`;
    case 'function':
      return value.name === '<lambda>' ? 'a lambda' : `${value.name}()`;
    case 'attribute':
      return value.name;
    default:
      return 'a value that is not constant';
  }
}

/** Keys of keys have values of what they point to in the end. */
function targetOf(field: RenderedField): RenderedField {
  return field.isForeignKey ? targetOf(field.target) : field;
}

function converted(value: PythonValue, field: RenderedField): DriverValue | undefined {
  switch (field.kind) {
    case 'ArrayField':
      return arrayValue(value, field);
    case 'GeneratedField': {
      const { outputField } = field.source.written;
      return outputField === undefined ? undefined : converted(value, field.part(outputField));
    }
    case 'JSONField': {
      const text = jsonText(value);
      return text === undefined ? undefined : { type: 'json', text };
    }
    case 'HStoreField':
      return hstoreValue(value);
    case 'BinaryField':
      return bytesValue(value);
    case 'BooleanField':
    case 'NullBooleanField':
      return booleanValue(value);
    case 'DecimalField':
      return decimalValue(value, field);
    case 'FloatField':
      return value.kind === 'number' ? { type: 'number', text: floatText(value.text) } : plainValue(value);
    default:
      return convertedByType(value, field);
  }
}

function convertedByType(value: PythonValue, field: RenderedField): DriverValue | undefined {
  const type = field.type.sql ?? '';
  if (type === 'uuid') return uuidValue(value);
  if (type === 'inet') return value.kind === 'string' ? { type: 'inet', text: value.text } : undefined;
  if (type === 'date' || type === 'time' || type.startsWith('timestamp')) return temporalValue(value, field, type);
  if (type === 'interval') return value.kind === 'call' ? dateValue(value) : plainValue(value);
  if (/^(varchar|text|citext)/.test(type)) return textValue(value);
  if (/^(small|big)?(int|serial)/.test(type) && value.kind === 'string')
    return { type: 'number', text: value.text.trim() };
  if (/^(small|big)?(int|serial)/.test(type) && value.kind === 'boolean') {
    return { type: 'number', text: value.value ? '1' : '0' };
  }
  return plainValue(value);
}

/** A value as its own type is handed over. */
export function plainValue(value: PythonValue): DriverValue | undefined {
  switch (value.kind) {
    case 'none':
      return { type: 'null' };
    case 'string':
      return value.bytes === true ? bytesValue(value) : { type: 'text', text: value.text };
    case 'number':
      return { type: 'number', text: value.integer ? value.text : floatText(value.text) };
    case 'boolean':
      return { type: 'boolean', value: value.value };
    case 'unary': {
      if (value.operator !== '-') return undefined;
      const operand = plainValue(value.operand);
      return operand?.type === 'number' ? { type: 'number', text: `-${operand.text}` } : undefined;
    }
    case 'list':
    case 'tuple': {
      const items = value.items.map(plainValue);
      const known = items.flatMap((item) => item ?? []);
      return known.length === items.length ? { type: 'array', items: known } : undefined;
    }
    case 'call':
      return callValue(value);
    default:
      return undefined;
  }
}

function callValue(value: Extract<PythonValue, { kind: 'call' }>): DriverValue | undefined {
  const [first] = value.positional;
  if (value.path === 'decimal.Decimal' && (first?.kind === 'string' || first?.kind === 'number')) {
    return { type: 'number', text: first.text };
  }
  if (value.path === 'uuid.UUID') return uuidValue(value);
  return dateValue(value);
}

function arrayValue(value: PythonValue, field: RenderedField): DriverValue | undefined {
  const { baseField } = field.source.written;
  if (baseField === undefined || (value.kind !== 'list' && value.kind !== 'tuple')) return undefined;
  return { type: 'array', items: value.items.map((item) => fieldValue(item, field.part(baseField))) };
}

function hstoreValue(value: PythonValue): DriverValue | undefined {
  if (value.kind !== 'dict') return undefined;
  const entries = value.entries.map(({ key, value: item }) => {
    const text = item.kind === 'none' ? undefined : item.kind === 'string' ? item.text : '';
    return [key?.kind === 'string' ? key.text : '', text] as const;
  });
  return { type: 'hstore', entries };
}

function bytesValue(value: PythonValue): DriverValue | undefined {
  if (value.kind !== 'string') return undefined;
  const bytes =
    value.bytes === true ? Array.from(value.text, (unit) => unit.charCodeAt(0)) : [...Buffer.from(value.text)];
  return { type: 'bytes', bytes };
}

function booleanValue(value: PythonValue): DriverValue | undefined {
  if (value.kind === 'number') return { type: 'boolean', value: value.value !== 0 };
  if (value.kind === 'string') return { type: 'boolean', value: /^(t|true|1)$/i.test(value.text) };
  return value.kind === 'boolean' ? { type: 'boolean', value: value.value } : undefined;
}

function uuidValue(value: PythonValue): DriverValue | undefined {
  const given =
    value.kind === 'call' && value.path === 'uuid.UUID' ? (value.positional[0] ?? value.keywords[0]?.value) : value;
  const hex = given?.kind === 'string' ? given.text.replace(/[^0-9a-f]/gi, '').toLowerCase() : '';
  return hex.length === 32 ? { type: 'uuid', hex } : undefined;
}

function textValue(value: PythonValue): DriverValue | undefined {
  const plain = plainValue(value);
  if (plain?.type === 'number') return { type: 'text', text: plain.text };
  if (plain?.type === 'boolean') return { type: 'text', text: plain.value ? 'True' : 'False' };
  return plain;
}

/** `format_number` brings floats to the places of the column; decimals and integers stay as they are. */
function decimalValue(value: PythonValue, field: RenderedField): DriverValue | undefined {
  const plain = plainValue(value);
  if (plain?.type === 'text') return { type: 'number', text: plain.text };
  if (value.kind === 'number' && !value.integer) {
    const places = field.digits('decimal_places');
    return { type: 'number', text: places === undefined ? value.text : value.value.toFixed(Number(places)) };
  }
  return plain;
}

function temporalValue(value: PythonValue, field: RenderedField, type: string): DriverValue | undefined {
  const given =
    value.kind === 'call' ? dateValue(value) : value.kind === 'string' ? parsed(value.text, type) : undefined;
  if (given === undefined) return undefined;
  const { useTz } = field.world;
  if (type.startsWith('timestamp')) {
    const text = given.type === 'date' ? `${given.text}T00:00:00` : given.type === 'timestamp' ? given.text : undefined;
    if (text === undefined) return undefined;
    return { type: 'timestamp', text: useTz && !/[+-]\d\d:\d\d$/.test(text) ? `${text}+00:00` : text };
  }
  if (type === 'date' && given.type === 'timestamp') return { type: 'date', text: given.text.slice(0, 10) };
  return given;
}

/** `parse_datetime`, `parse_date` and `parse_time` of Django. */
function parsed(text: string, type: string): DriverValue | undefined {
  const [, date, time, zone] =
    /^(\d{4}-\d\d-\d\d)?[T ]?(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  if (type === 'date') return date === undefined ? undefined : { type: 'date', text: date };
  const seconds = time === undefined || time.length > 5 ? time : `${time}:00`;
  if (type === 'time') return seconds === undefined ? undefined : { type: 'time', text: seconds };
  if (date === undefined) return undefined;
  const offset = zone === 'Z' ? '+00:00' : (zone ?? '').replace(/^([+-]\d\d):?(\d\d)$/, '$1:$2');
  return { type: 'timestamp', text: `${date}T${seconds ?? '00:00:00'}${offset}` };
}
