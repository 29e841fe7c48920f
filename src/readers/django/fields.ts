import type { Span } from '../../core/span.js';
import { standingFor } from '../python/text.js';
import type { PythonCall, PythonValue } from '../python/value.js';
import { boundArguments } from './arguments.js';
import { readExpression } from './expressions.js';
import { djangoFieldClass, fieldClassByName, parametersOf } from './field-classes.js';
import type { DjangoArgument, DjangoArguments, DjangoField } from './model.js';
import { readModelReference } from './references.js';
import { knownClass, lastName, type DjangoReadOptions } from './reading.js';
import { wellKnownField, type WellKnownField } from './well-known-fields.js';

/** Reads a field such as `models.CharField(max_length=50)`. Undefined when the value is no call of a class. */
export function readField(value: PythonValue, options: DjangoReadOptions): DjangoField | undefined {
  if (value.kind !== 'call') return undefined;
  const found = knownClass(value, fieldClass, options);
  if (found === undefined) return undefined;
  const { path, known, definition } = found;
  if (known !== undefined) {
    if (definition === undefined) {
      return fieldOf(value, path, known, path.startsWith('django.') ? 'django' : 'well-known', options);
    }
    const field = fieldOf(value, path, known, 'base', options);
    if (definition.attributes.has('db_type') || definition.attributes.has('rel_db_type')) {
      return { ...field, builtIn: undefined, knownBy: undefined };
    }
    return definition.attributes.has('__init__') ? { ...field, incomplete: true } : field;
  }
  const byName = fieldClassByName(lastName(path));
  if (byName !== undefined) return { ...fieldOf(value, path, { builtIn: byName }, 'name', options), incomplete: true };
  return { ...fieldOf(value, path, undefined, undefined, options), incomplete: true };
}

/** What is known of a field class that is not of the project. */
function fieldClass(path: string): WellKnownField | undefined {
  const builtIn = djangoFieldClass(path);
  return builtIn === undefined ? wellKnownField(path) : { builtIn };
}

function fieldOf(
  call: PythonCall,
  path: string,
  known: WellKnownField | undefined,
  knownBy: DjangoField['knownBy'],
  options: DjangoReadOptions,
): DjangoField {
  const bound = boundArguments(call, parametersOf(known?.builtIn));
  const named = withPresets(bound.named, known?.presets, call.span);
  return {
    class: path,
    builtIn: known?.builtIn,
    knownBy,
    arguments: named,
    positional: bound.rest,
    ...(bound.incomplete && { incomplete: true }),
    ...partsOf(named, options),
    span: call.span,
  };
}

/** Arguments that are more than a plain value. */
function partsOf(named: DjangoArguments, options: DjangoReadOptions): Partial<DjangoField> {
  const parts: { -readonly [K in keyof DjangoField]?: DjangoField[K] } = {};
  const field = (name: string): DjangoField | undefined => {
    const value = named.get(name)?.value;
    return value === undefined ? undefined : readField(value, options);
  };
  const to = named.get('to')?.value;
  if (to !== undefined) parts.to = readModelReference(to);
  const through = named.get('through')?.value;
  if (through !== undefined && through.kind !== 'none') parts.through = readModelReference(through);
  const baseField = field('base_field');
  if (baseField !== undefined) parts.baseField = baseField;
  const outputField = field('output_field');
  if (outputField !== undefined) parts.outputField = outputField;
  const fieldReader = (value: PythonValue): DjangoField | undefined => readField(value, options);
  const byDefault = named.get('default')?.value;
  const returned = byDefault?.kind === 'function' ? options.returned?.(byDefault) : undefined;
  if (returned !== undefined) parts.calledDefault = returned;
  const expression = named.get('expression')?.value;
  if (expression !== undefined) parts.expression = readExpression(expression, fieldReader);
  const dbDefault = named.get('db_default')?.value;
  if (dbDefault !== undefined) parts.dbDefault = readExpression(dbDefault, fieldReader);
  return parts;
}

function withPresets(named: DjangoArguments, presets: WellKnownField['presets'], span: Span): DjangoArguments {
  if (presets === undefined) return named;
  const all = new Map<string, DjangoArgument>(named);
  for (const [name, value] of Object.entries(presets)) {
    if (!all.has(name)) all.set(name, { value: constant(value, span), span });
  }
  return all;
}

function constant(value: string | number | boolean, span: Span): PythonValue {
  if (typeof value === 'string') return standingFor(value, span);
  if (typeof value === 'boolean') return { kind: 'boolean', value, span };
  return { kind: 'number', value, text: String(value), integer: Number.isInteger(value), span };
}
