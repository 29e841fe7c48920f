import type { PythonNode } from '../../python/node.js';
import type { PythonValue } from '../../python/value.js';
import type { BareAction } from './actions.js';
import { importedModel, type Queries } from './queries.js';

/**
 * What a call of something that is not of the file may do: unknown when it is handed a model or the like, or when it is
 * code of the project; nothing when it is of Python's library or one of Django's tools for values.
 */
export function foreignCall(
  callee: PythonValue,
  args: readonly PythonNode[],
  queries: Queries,
): BareAction | undefined {
  if (callee.kind !== 'name' || !callee.imported) return undefined;
  const { path } = callee;
  if (path.endsWith('.call_command')) return { kind: 'opaque', reason: `${path}() runs a command` };
  if (importedModel(path) !== undefined) return undefined;
  const handsOver = args.some((arg) => {
    const kind = queries.resolve(arg)?.kind;
    return kind === 'apps' || kind === 'schema-editor' || kind === 'connection' || kind === 'cursor';
  });
  if (!handsOver && isHarmless(path)) return undefined;
  return { kind: 'opaque', reason: `${path}() is code of another file` };
}

function isHarmless(path: string): boolean {
  const root = path.slice(0, path.indexOf('.') < 0 ? undefined : path.indexOf('.'));
  if (root === 'django') return true;
  return library.has(root) || /^[A-Z]\w*(Error|Exception)$/.test(path.slice(path.lastIndexOf('.') + 1));
}

/** Modules of Python that migrations use and that know nothing of a database. */
const library: ReadonlySet<string> = new Set([
  'ast',
  'base64',
  'binascii',
  'bisect',
  'calendar',
  'codecs',
  'collections',
  'contextlib',
  'copy',
  'csv',
  'dataclasses',
  'datetime',
  'decimal',
  'difflib',
  'email',
  'enum',
  'functools',
  'gc',
  'gzip',
  'hashlib',
  'heapq',
  'html',
  'importlib',
  'inspect',
  'io',
  'ipaddress',
  'itertools',
  'json',
  'logging',
  'math',
  'mimetypes',
  'numbers',
  'operator',
  'os',
  'pathlib',
  'pprint',
  'pytz',
  'random',
  're',
  'secrets',
  'shutil',
  'six',
  'statistics',
  'string',
  'struct',
  'sys',
  'tempfile',
  'textwrap',
  'time',
  'tqdm',
  'traceback',
  'types',
  'typing',
  'unicodedata',
  'urllib',
  'uuid',
  'warnings',
  'zlib',
  'zoneinfo',
]);
