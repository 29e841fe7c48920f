import type { PythonNode } from './node.js';
import type { Scope } from './scope.js';
import type { PythonValue } from './value.js';

/** Items that stand in a row, such as those of a list; `*` in front of one spreads it. */
export function evaluateItems(nodes: readonly PythonNode[], scope: Scope): PythonValue[] {
  const items: PythonValue[] = [];
  let starred = false;
  for (const node of nodes) {
    if (node.name === '*') starred = true;
    else {
      const value = scope.evaluate(node);
      if (starred) items.push(...itemsOf(value));
      else items.push(value);
      starred = false;
    }
  }
  return items;
}

/** The items of a value as far as they are known; an unknown number of them is one `spread`. */
export function itemsOf(value: PythonValue): readonly PythonValue[] {
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') return value.items;
  return [{ kind: 'spread', of: value, span: value.span }];
}

/** The items of a value when all of them are known: those of a sequence, the keys of a dict. */
export function knownItems(value: PythonValue): readonly PythonValue[] | undefined {
  if (value.kind === 'dict') {
    const keys = value.entries.flatMap(({ key }) => key ?? []);
    return keys.length === value.entries.length ? keys : undefined;
  }
  if (value.kind !== 'list' && value.kind !== 'tuple' && value.kind !== 'set') return undefined;
  return value.items.some(({ kind }) => kind === 'spread') ? undefined : value.items;
}

/** Binds the targets of an assignment or a loop, `a` or `a, b`, to a value. */
export function bind(targets: readonly PythonNode[], value: PythonValue, scope: Scope): void {
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) {
    if (only.name === 'VariableName') scope.set(scope.written(only), value);
    else if (
      only.name === 'TupleExpression' ||
      only.name === 'ArrayExpression' ||
      only.name === 'ParenthesizedExpression'
    ) {
      bindEach(only.children, value, scope);
    }
    return;
  }
  bindEach(targets, value, scope);
}

function bindEach(targets: readonly PythonNode[], value: PythonValue, scope: Scope): void {
  const items = knownItems(value);
  targets.forEach((target, at) => {
    const item = items?.length === targets.length ? items[at] : undefined;
    bind([target], item ?? { kind: 'unknown', reason: 'a part of what is not constant', span: value.span }, scope);
  });
}
