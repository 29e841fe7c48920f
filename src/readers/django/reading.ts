import type { PythonCall, PythonClass, PythonFunction, PythonValue } from '../python/value.js';
import { foreignBases } from '../python/classes.js';

/** What the readers of a migration's parts are given of the world around the file. */
export interface DjangoReadOptions {
  /** The setting `DEFAULT_AUTO_FIELD`, which some migrations ask for. */
  readonly defaultAutoField?: string;
  /** The text of a file beside the migration, such as the SQL that `open(...)` names; undefined when there is none. */
  readonly readFile?: (path: string) => string | undefined;
  /** A class of the project by its dotted path, so that its own field classes are known by what they derive from. */
  readonly classOf?: (path: string) => PythonClass | undefined;
  /** What a function of the file returns when it is called without arguments; undefined when that takes more than reading. */
  readonly returned?: (callee: PythonFunction) => PythonValue | undefined;
}

/** What a class is known as. */
export interface KnownClass<T> {
  /** The dotted path that is written; the bare name for a class of the same file. */
  readonly path: string;
  readonly known: T | undefined;
  /** The class of the project that derives from the known one. */
  readonly definition: PythonClass | undefined;
}

/** Looks the class of a call up, in the file and the project, until a base is known. */
export function knownClass<T>(
  call: PythonCall,
  lookUp: (path: string) => T | undefined,
  options: DjangoReadOptions,
): KnownClass<T> | undefined {
  const { callee, path } = call;
  if (path === undefined) return undefined;
  if (callee.kind === 'name') {
    const known = lookUp(path);
    if (known !== undefined) return { path, known, definition: undefined };
  }
  const definition = definitionOf(callee, options);
  if (definition === undefined) return { path, known: undefined, definition: undefined };
  return { path, known: ofBases(definition, lookUp, options, new Set()), definition };
}

function definitionOf(callee: PythonValue, options: DjangoReadOptions): PythonClass | undefined {
  if (callee.kind === 'class') return callee;
  return callee.kind === 'name' ? options.classOf?.(callee.path) : undefined;
}

function ofBases<T>(
  definition: PythonClass,
  lookUp: (path: string) => T | undefined,
  options: DjangoReadOptions,
  seen: Set<string>,
): T | undefined {
  for (const base of foreignBases(definition)) {
    if (seen.has(base)) continue;
    seen.add(base);
    const known = lookUp(base);
    if (known !== undefined) return known;
    const further = options.classOf?.(base);
    const inherited = further === undefined ? undefined : ofBases(further, lookUp, options, seen);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** The last name of a dotted path. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
