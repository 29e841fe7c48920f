import type { PythonCall, PythonString, PythonValue } from '../python/value.js';
import { itemsOf } from '../python/sequences.js';
import type { DjangoArgument, DjangoArguments } from './model.js';

/** The arguments of a call by name. */
export interface BoundArguments {
  readonly named: DjangoArguments;
  /** Positional ones for which there is no name. */
  readonly rest: readonly PythonValue[];
  /** Whether `*args` or `**kwargs` brought arguments that are not known. */
  readonly incomplete: boolean;
}

/** Gives the positional arguments of a call the names of Django's parameters. */
export function boundArguments(call: PythonCall, parameters: readonly string[]): BoundArguments {
  const named = new Map<string, DjangoArgument>();
  const rest: PythonValue[] = [];
  let incomplete = false;
  call.positional.forEach((value, at) => {
    const name = parameters[at];
    if (value.kind === 'spread') incomplete = true;
    if (name === undefined) rest.push(value);
    else named.set(name, { value, span: value.span });
  });
  for (const { name, value, span } of call.keywords) {
    if (name === undefined) incomplete = true;
    else named.set(name, { value, span });
  }
  return { named, rest, incomplete };
}

/** The text of an argument; undefined when it is absent, `None` or not constant. */
export function stringArgument(named: DjangoArguments, name: string): string | undefined {
  const value = named.get(name)?.value;
  return value?.kind === 'string' ? value.text : undefined;
}

/** A `True` or `False`; undefined when it is absent or not constant. */
export function booleanArgument(named: DjangoArguments, name: string): boolean | undefined {
  const value = named.get(name)?.value;
  return value?.kind === 'boolean' ? value.value : undefined;
}

/** A number; undefined when it is absent, `None` or not constant. */
export function numberArgument(named: DjangoArguments, name: string): number | undefined {
  const value = named.get(name)?.value;
  return value?.kind === 'number' ? value.value : undefined;
}

/** The strings of a list, tuple or set. Undefined when it is absent or not all of them are constant. */
export function stringsArgument(named: DjangoArguments, name: string): readonly string[] | undefined {
  const value = named.get(name)?.value;
  return value === undefined ? undefined : stringsOf(value);
}

/** The strings of a list, tuple or set of constants. */
export function stringsOf(value: PythonValue): readonly string[] | undefined {
  if (value.kind !== 'list' && value.kind !== 'tuple' && value.kind !== 'set') return undefined;
  const strings = value.items.filter((item): item is PythonString => item.kind === 'string');
  return strings.length === value.items.length ? strings.map(({ text }) => text) : undefined;
}

/** Whether an argument is absent or `None`. */
export function isAbsent(named: DjangoArguments, name: string): boolean {
  const value = named.get(name)?.value;
  return value === undefined || value.kind === 'none';
}

/** The items of a list argument, none when it is absent or `None`; what is no list is one `spread`. */
export function itemsArgument(named: DjangoArguments, name: string): readonly PythonValue[] {
  const value = named.get(name)?.value;
  return value === undefined || value.kind === 'none' ? [] : itemsOf(value);
}

/** What a value that is not as it should be is, as a noun phrase for messages. */
export function reasonOf(value: PythonValue): string {
  switch (value.kind) {
    case 'unknown':
      return value.reason;
    case 'spread':
      return reasonOf(value.of);
    case 'name':
      return value.path;
    case 'call':
      return value.path === undefined ? 'a call that is not constant' : `a call of ${value.path}()`;
    case 'conditional':
      return value.test.kind === 'unknown' ? value.test.reason : 'a value that depends on a condition';
    case 'binary':
    case 'unary':
      return 'a computation that is not constant';
    case 'attribute':
      return `the attribute ${value.name}`;
    default:
      return `a ${value.kind}`;
  }
}
