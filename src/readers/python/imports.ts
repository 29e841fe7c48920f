import { spanOf, type PythonNode } from './node.js';
import type { Scope } from './scope.js';

/** The name under which a scope keeps the module of its last `import *`. */
export const starModule = '*';

/** Binds the names of an `import` statement to the dotted paths they stand for. */
export function bindImports(statement: PythonNode, scope: Scope): void {
  const isFrom = statement.children[0]?.name === 'from';
  const importAt = statement.children.findIndex(({ name }) => name === 'import');
  const names = statement.children.slice(importAt + 1);
  if (isFrom) bindFrom(dotted(statement.children.slice(1, importAt), scope), names, scope);
  else bindModules(names, scope);
}

/** `from a.b import c as d`. */
function bindFrom(module: string, names: readonly PythonNode[], scope: Scope): void {
  const prefix = module === '' || module.endsWith('.') ? module : `${module}.`;
  for (let at = 0; at < names.length; at++) {
    const name = names[at];
    // What `from a import *` brings is not known; names that nothing defines are looked for there.
    if (name?.name === '*') scope.set(starModule, { kind: 'name', path: module, imported: true, span: spanOf(name) });
    if (name?.name !== 'VariableName') continue;
    const isAliased = names[at + 1]?.name === 'as';
    const bound = (isAliased ? names[at + 2] : undefined) ?? name;
    define(bound, `${prefix}${scope.written(name)}`, scope);
    if (isAliased) at += 2;
  }
}

/** `import a.b, c.d as e`: a module without an alias binds the first of its names. */
function bindModules(names: readonly PythonNode[], scope: Scope): void {
  for (let at = 0; at < names.length;) {
    let end = at + 1;
    while (names[end]?.name === '.') end += 2;
    const parts = names.slice(at, end);
    const [first] = parts;
    if (first === undefined) return;
    const alias = names[end]?.name === 'as' ? names[end + 1] : undefined;
    if (alias === undefined) define(first, scope.written(first), scope);
    else define(alias, dotted(parts, scope), scope);
    at = alias === undefined ? end : end + 2;
  }
}

function define(name: PythonNode, path: string, scope: Scope): void {
  scope.set(scope.written(name), { kind: 'name', path, imported: true, span: spanOf(name) });
}

function dotted(parts: readonly PythonNode[], scope: Scope): string {
  return parts.map((part) => scope.written(part)).join('');
}
