import type { Comment, ReadProblem } from '../../core/migration.js';
import type { Source } from '../../core/source.js';
import { commentsOf } from './comments.js';
import { evaluate } from './evaluate.js';
import { execute, statementsOf } from './execute.js';
import { parsePython } from './parse.js';
import { Scope, type PythonContext } from './scope.js';
import type { PythonNode } from './node.js';
import type { PythonCall, PythonFunction, PythonValue } from './value.js';

/** A Python file, as far as reading alone can follow it. */
export interface PythonModule {
  readonly source: Source;
  readonly root: PythonNode;
  /** What each name of the module holds when the module has been imported. */
  readonly names: ReadonlyMap<string, PythonValue>;
  /** The scope of the module, for those who read the bodies of its functions. */
  readonly scope: Scope;
  readonly problems: readonly ReadProblem[];
  readonly comments: readonly Comment[];
}

/** How many rounds of loops and calls of functions are followed in one file. */
const budget = 10_000;

/**
 * Reads a module. Never throws; `loadPythonParser` must have been awaited. `constants` are strings that names of other
 * modules are known to hold, by their dotted paths.
 */
export function readPythonModule(
  source: Source,
  constants: ReadonlyMap<string, string> = new Map<string, string>(),
): PythonModule {
  const { root, problems } = parsePython(source.text);
  const context: PythonContext = {
    text: source.text,
    path: source.path,
    evaluate,
    call: callFunction,
    constants,
    budget,
  };
  const scope = new Scope(context);
  execute(root.children, scope);
  return { source, root, names: scope.own, scope, problems, comments: commentsOf(source.text) };
}

/** Follows a function that only puts together what it returns. */
function callFunction(callee: PythonFunction, call: PythonCall, scope: Scope): PythonValue | undefined {
  if (callee.body === undefined || !scope.spend(100)) return undefined;
  const inner = scope.globals.inner();
  if (!bindArguments(callee, call, inner)) return undefined;
  if (callee.name === '<lambda>') return inner.evaluate(callee.body);
  const value = execute(statementsOf(callee.body), inner)?.value;
  return value === undefined || value.kind === 'unknown' ? undefined : value;
}

function bindArguments(callee: PythonFunction, call: PythonCall, inner: Scope): boolean {
  if (call.positional.some(({ kind }) => kind === 'spread')) return false;
  const positional = [...call.positional];
  for (const { name, kind, default: fallback } of callee.parameters) {
    if (kind === 'rest') inner.set(name, { kind: 'tuple', items: positional.splice(0), span: call.span });
    else if (kind === 'single') {
      const given = positional.shift() ?? call.keywords.find((keyword) => keyword.name === name)?.value;
      const value = given ?? (fallback === undefined ? undefined : inner.globals.evaluate(fallback));
      if (value === undefined) return false;
      inner.set(name, value);
    } else return false;
  }
  return positional.length === 0;
}
