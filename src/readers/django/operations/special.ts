import type { PythonModule } from '../../python/module.js';
import type { PythonValue } from '../../python/value.js';
import { booleanArgument, reasonOf, stringArgument } from '../arguments.js';
import type { DjangoArguments, DjangoOperation } from '../model.js';
import type { DjangoReadOptions } from '../reading.js';
import { analyse } from '../run-python/analyse.js';
import type { PythonCode } from '../run-python/model.js';
import { readSql } from '../sql.js';
import type { OperationClass } from './classes.js';

type Base = Pick<DjangoOperation, 'class' | 'span' | 'arguments'>;

interface Reading {
  readonly module: PythonModule;
  readonly options: DjangoReadOptions;
}

/** Reads the operations that bring their own SQL, code or operations. Undefined for incomplete arguments. */
export function readSpecialOperation<R extends Reading>(
  { kind, extension }: OperationClass,
  named: DjangoArguments,
  base: Base,
  reading: R,
  readOperations: (value: PythonValue, reading: R) => readonly DjangoOperation[],
): DjangoOperation | undefined {
  const nested = (name: string): readonly DjangoOperation[] => {
    const value = named.get(name)?.value;
    return value === undefined ? [] : readOperations(value, reading);
  };
  switch (kind) {
    case 'RunSQL':
      return runSql(named, base, reading, nested('state_operations'));
    case 'RunPython':
      return runPython(named, base, reading);
    case 'SeparateDatabaseAndState': {
      const databaseOperations = nested('database_operations');
      return { kind, ...base, databaseOperations, stateOperations: nested('state_operations') };
    }
    case 'CreateExtension': {
      const name = extension ?? stringArgument(named, 'name');
      return name === undefined ? undefined : { kind, ...base, name };
    }
    case 'CreateCollation':
    case 'RemoveCollation':
      return collation(kind, named, base);
    default:
      return undefined;
  }
}

function runSql(
  named: DjangoArguments,
  base: Base,
  { options }: Reading,
  stateOperations: readonly DjangoOperation[],
): DjangoOperation | undefined {
  const sql = named.get('sql')?.value;
  if (sql === undefined) return undefined;
  const reverse = given(named, 'reverse_sql');
  return {
    kind: 'RunSQL',
    ...base,
    sql: readSql(sql, options),
    reverseSql: reverse === undefined ? undefined : readSql(reverse, options),
    stateOperations,
    elidable: booleanArgument(named, 'elidable') ?? false,
  };
}

function runPython(named: DjangoArguments, base: Base, { module }: Reading): DjangoOperation | undefined {
  const code = named.get('code')?.value;
  if (code === undefined) return undefined;
  const reverse = given(named, 'reverse_code');
  return {
    kind: 'RunPython',
    ...base,
    code: codeOf(code, named.get('code')?.span ?? code.span, module),
    reverseCode:
      reverse === undefined ? undefined : codeOf(reverse, named.get('reverse_code')?.span ?? reverse.span, module),
    atomic: booleanArgument(named, 'atomic'),
    elidable: booleanArgument(named, 'elidable') ?? false,
  };
}

function given(named: DjangoArguments, name: string): PythonValue | undefined {
  const value = named.get(name)?.value;
  return value?.kind === 'none' ? undefined : value;
}

function codeOf(value: PythonValue, span: PythonCode['span'], module: PythonModule): PythonCode {
  if (value.kind === 'function') {
    const { actions, importedModels } = analyse(value, module.scope);
    return { kind: 'function', name: value.name, span, definition: value.nameSpan, actions, importedModels };
  }
  if (value.kind === 'name') {
    if (value.path.endsWith('RunPython.noop')) return { kind: 'noop', span };
    return { kind: 'unknown', path: value.path, reason: `${value.path} is code of another file`, span };
  }
  // `functools.partial(function, ...)` and wrappers like it: the code is that of the function.
  const [wrapped] = value.kind === 'call' ? value.positional : [];
  if (wrapped?.kind === 'function') return codeOf(wrapped, span, module);
  return { kind: 'unknown', path: undefined, reason: `the code is ${reasonOf(value)}`, span };
}

function collation(
  kind: 'CreateCollation' | 'RemoveCollation',
  named: DjangoArguments,
  base: Base,
): DjangoOperation | undefined {
  const name = stringArgument(named, 'name');
  const locale = stringArgument(named, 'locale');
  if (name === undefined || locale === undefined) return undefined;
  const provider = stringArgument(named, 'provider') ?? 'libc';
  return { kind, ...base, name, locale, provider, deterministic: booleanArgument(named, 'deterministic') ?? true };
}
