import { reasonOf, boundArguments } from '../arguments.js';
import type { PythonModule } from '../../python/module.js';
import { itemsOf } from '../../python/sequences.js';
import type { PythonClass, PythonValue } from '../../python/value.js';
import type { DjangoArguments, DjangoOperation } from '../model.js';
import { knownClass, type DjangoReadOptions } from '../reading.js';
import { operationClass, type OperationClass } from './classes.js';
import { readFieldOperation } from './fields.js';
import { readIndexOperation } from './indexes.js';
import { readModelOperation } from './models.js';
import { readSpecialOperation } from './special.js';

/** What the readers of operations know of the file. */
export interface OperationReading {
  readonly module: PythonModule;
  readonly options: DjangoReadOptions;
}

/** Reads the operations of a migration, of a SeparateDatabaseAndState and the like. */
export function readOperations(value: PythonValue, reading: OperationReading): readonly DjangoOperation[] {
  if (value.kind === 'none') return [];
  if (value.kind === 'conditional') return readBranches(value, reading);
  return itemsOf(value).map((item) => readOperation(item, reading));
}

/** What an `if` in the class leaves behind: lists that mostly begin and end alike. */
function readBranches(
  value: Extract<PythonValue, { kind: 'conditional' }>,
  reading: OperationReading,
): readonly DjangoOperation[] {
  const { test } = value;
  const reason = test.kind === 'unknown' ? `it stands in ${test.reason}` : 'whether it runs depends on a condition';
  const lists = branchesOf(value);
  const isCertain = (item: PythonValue): boolean => lists.every((list) => list.includes(item));
  return merged(lists).map((item) => (isCertain(item) ? readOperation(item, reading) : opaque(item, reason)));
}

/** The lists that a value may turn out to be. */
function branchesOf(value: PythonValue): readonly (readonly PythonValue[])[] {
  if (value.kind !== 'conditional') return [itemsOf(value)];
  return [...branchesOf(value.then), ...branchesOf(value.otherwise)];
}

/** All items of several lists, each behind the one it follows in its own list. */
function merged(lists: readonly (readonly PythonValue[])[]): readonly PythonValue[] {
  const all: PythonValue[] = [];
  for (const list of lists) {
    let at = 0;
    for (const item of list) {
      const known = all.indexOf(item);
      if (known < 0) all.splice(at, 0, item);
      at = (known < 0 ? at : known) + 1;
    }
  }
  return all;
}

function readOperation(value: PythonValue, reading: OperationReading): DjangoOperation {
  if (value.kind !== 'call') return opaque(value, `${reasonOf(value)} in place of operations`);
  const found = knownClass(value, operationClass, reading.options);
  if (found?.known === undefined) return opaque(value, `${reasonOf(value)} is no operation of Django`);
  const { known, definition, path } = found;
  const changed = definition === undefined ? undefined : overridden(definition);
  if (changed !== undefined) {
    return opaque(value, `the class ${path} changes ${changed}() of Django's ${known.kind}`, path);
  }
  const { named, incomplete } = boundArguments(value, known.parameters);
  const base = { class: path, span: value.span, arguments: named };
  const operation = incomplete ? undefined : readKind(known, named, base, reading);
  return operation ?? opaque(value, incomplete ? 'its arguments are not constant' : missing(known, named), path);
}

type Base = Pick<DjangoOperation, 'class' | 'span' | 'arguments'>;

function readKind(
  known: OperationClass,
  named: DjangoArguments,
  base: Base,
  reading: OperationReading,
): DjangoOperation | undefined {
  return (
    readModelOperation(known.kind, named, base, reading) ??
    readFieldOperation(known.kind, named, base, reading) ??
    readIndexOperation(known.kind, named, base, reading) ??
    readSpecialOperation(known, named, base, reading, readOperations)
  );
}

/** The method by which a subclass does something of its own. */
function overridden(definition: PythonClass): string | undefined {
  return ['database_forwards', 'state_forwards', '__init__', '_run_sql'].find((method) =>
    definition.attributes.has(method),
  );
}

/** Which of the first arguments is not there or not constant. */
function missing({ kind, parameters }: OperationClass, named: DjangoArguments): string {
  const name = parameters.find((parameter) => named.get(parameter)?.value.kind !== 'string') ?? '';
  const value = named.get(name)?.value;
  return value === undefined ? `${kind} lacks ${name}` : `${name} of ${kind} is ${reasonOf(value)}`;
}

function opaque(value: PythonValue, reason: string, path?: string): DjangoOperation {
  const written = value.kind === 'call' ? value.path : undefined;
  return {
    kind: 'Opaque',
    class: path ?? written ?? '',
    span: value.span,
    arguments: value.kind === 'call' ? boundArguments(value, []).named : new Map(),
    reason,
    value,
  };
}
