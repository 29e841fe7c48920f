import type { PythonValue } from '../../python/value.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { DriverValue } from './driver-values.js';
import { describe, fieldValue } from './field-values.js';

/**
 * What existing rows get: `effective_default` of Django's schema editor. Undefined where there is no default, or where it
 * is None.
 */
export function effectiveDefault(field: RenderedField): DriverValue | undefined {
  const value = givenDefault(field);
  return value?.type === 'null' ? undefined : value;
}

/** Whether two defaults are the same value. */
export function sameDefault(a: DriverValue | undefined, b: DriverValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function givenDefault(field: RenderedField): DriverValue | undefined {
  if (field.default !== undefined) return defaultOf(field.default, field);
  if (field.isGenerated) return undefined;
  if (!field.isNull && field.isBlank && takesEmptyText(field)) {
    return field.kind === 'BinaryField' ? { type: 'bytes', bytes: [] } : { type: 'text', text: '' };
  }
  return field.flag('auto_now', false) || field.flag('auto_now_add', false) ? presentTime(field) : undefined;
}

/** Fields for which an empty text is a value: `empty_strings_allowed`. */
function takesEmptyText(field: RenderedField): boolean {
  return /^(varchar|text|citext|bytea|tsvector)/.test(field.type.sql ?? '') && !field.isForeignKey;
}

function defaultOf(value: PythonValue, field: RenderedField): DriverValue | undefined {
  const called = calledDefault(value, field);
  if (called !== undefined) return called;
  const { calledDefault: returned } = field.source.written;
  if (value.kind === 'function' && returned !== undefined) return defaultOf(returned, field);
  if (value.kind === 'function' || (value.kind === 'name' && !isConstant(value))) {
    return { type: 'assumed', reason: describe(value) };
  }
  return fieldValue(value, field);
}

function isConstant({ path }: Extract<PythonValue, { kind: 'name' }>): boolean {
  return /^[A-Z0-9_]+$/.test(path.slice(path.lastIndexOf('.') + 1));
}

/** What the functions give that models have for defaults most often. */
function calledDefault(value: PythonValue, field: RenderedField): DriverValue | undefined {
  if (value.kind !== 'name') return undefined;
  const { span } = value;
  switch (value.path) {
    case 'list':
    case 'tuple':
      return fieldValue({ kind: 'list', items: [], span }, field);
    case 'set':
    case 'dict':
      return fieldValue({ kind: 'dict', entries: [], span }, field);
    case 'str':
      return { type: 'text', text: '' };
    case 'int':
      return { type: 'number', text: '0' };
    case 'float':
      return { type: 'number', text: '0.0' };
    case 'bool':
      return { type: 'boolean', value: false };
    case 'bytes':
      return { type: 'bytes', bytes: [] };
    case 'uuid.uuid4':
      return drawnUuid(field);
    case 'django.utils.timezone.now':
    case 'datetime.datetime.now':
    case 'datetime.datetime.today':
    case 'datetime.datetime.utcnow':
    case 'datetime.date.today':
      return presentTime(field);
    default:
      return undefined;
  }
}

function drawnUuid(field: RenderedField): DriverValue {
  const { uuid4 } = field.world;
  if (field.type.sql === 'uuid') return { type: 'uuid', hex: uuid4.replaceAll('-', '') };
  return { type: 'text', text: uuid4 };
}

/** The present as the column takes it. */
function presentTime(field: RenderedField): DriverValue {
  const { now, useTz } = field.world;
  const text = now.replace(/Z$/, '');
  switch (field.type.sql) {
    case 'date':
      return { type: 'date', text: text.slice(0, 10) };
    case 'time':
      return { type: 'time', text: text.slice(11) };
    default:
      return { type: 'timestamp', text: useTz ? `${text}+00:00` : text };
  }
}
