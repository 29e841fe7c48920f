import { spanOf, type PythonNode } from './node.js';
import { binary } from './operators.js';
import type { Scope } from './scope.js';
import { bind, evaluateItems, itemsOf } from './sequences.js';
import type { PythonValue } from './value.js';

/** `a = b = value`, also with a type in between. */
export function assign(statement: PythonNode, scope: Scope): void {
  const groups: PythonNode[][] = [[]];
  for (const child of statement.children) {
    if (child.name === 'AssignOp') groups.push([]);
    else if (child.name !== 'TypeDef') groups.at(-1)?.push(child);
  }
  const values = groups.pop();
  if (groups.length === 0 || values === undefined) return;
  const value = assignedValue(values, statement, scope);
  if (value === undefined) return;
  for (const targets of groups) {
    const [only] = targets;
    if (targets.length === 1 && only?.name === 'MemberExpression') store(only, value, scope);
    else bind(targets, value, scope);
  }
}

/** Several values, or one with a comma behind it, are a tuple. */
function assignedValue(nodes: readonly PythonNode[], statement: PythonNode, scope: Scope): PythonValue | undefined {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const isTuple = nodes.length > 1 || scope.context.text.slice(last.end, statement.end).includes(',');
  if (!isTuple) return scope.evaluate(first);
  return { kind: 'tuple', items: evaluateItems(nodes, scope), span: { start: first.start, end: last.end } };
}

/** `a += value`. */
export function augment(statement: PythonNode, scope: Scope): void {
  const [target, operator, operand] = statement.children;
  if (target === undefined || operator === undefined || operand === undefined) return;
  const right = scope.evaluate(operand);
  const left = scope.evaluate(target);
  const sign = scope.written(operator).slice(0, -1);
  // A list takes any other sequence in.
  const isList = left.kind === 'list' || left.kind === 'conditional';
  const joined = sign === '+' && isList ? withMore(left, itemsOf(right)) : undefined;
  store(target, joined ?? binary(sign, left, right, spanOf(statement)), scope);
}

/** `name.append(value)` and its like change a list in its place. */
export function mutate(statement: PythonNode, scope: Scope): void {
  const [call] = statement.children;
  const [callee, list] = call?.name === 'CallExpression' ? call.children : [];
  const [object, , property] = callee?.name === 'MemberExpression' ? callee.children : [];
  if (object === undefined || property?.name !== 'PropertyName' || list === undefined) return;
  const method = scope.written(property);
  if (method !== 'append' && method !== 'extend' && method !== 'insert') return;
  const changed = mutated(scope.evaluate(object), method, evaluateItems(list.children, scope));
  if (changed !== undefined) store(object, changed, scope);
}

function mutated(
  list: PythonValue,
  method: 'append' | 'extend' | 'insert',
  [first, second]: readonly PythonValue[],
): PythonValue | undefined {
  if (first === undefined) return undefined;
  if (method !== 'insert') return withMore(list, method === 'append' ? [first] : itemsOf(first));
  if (list.kind !== 'list' || first.kind !== 'number' || second === undefined) return undefined;
  return { ...list, items: list.items.toSpliced(first.value, 0, second) };
}

/** Ways a list may turn out; with more of them than this, what the list was is no longer told apart. */
const mostBranches = 32;

/** A list with more items; of a list that depends on a condition, either way with the very same items. */
function withMore(list: PythonValue, more: readonly PythonValue[]): PythonValue | undefined {
  if (list.kind === 'list') return { ...list, items: [...list.items, ...more] };
  if (list.kind === 'conditional' && countBranches(list) <= mostBranches) {
    const then = withMore(list.then, more);
    const otherwise = withMore(list.otherwise, more);
    if (then !== undefined && otherwise !== undefined) return { ...list, then, otherwise };
  }
  if (!mayBeList.has(list.kind)) return undefined;
  return { kind: 'list', items: [{ kind: 'spread', of: list, span: list.span }, ...more], span: list.span };
}

const mayBeList: ReadonlySet<PythonValue['kind']> = new Set(['binary', 'call', 'conditional', 'name', 'unknown']);

function countBranches(value: PythonValue): number {
  return value.kind === 'conditional' ? countBranches(value.then) + countBranches(value.otherwise) : 1;
}

/** Gives a name, or an attribute of a class of the file, a new value. */
function store(target: PythonNode, value: PythonValue, scope: Scope): void {
  if (target.name === 'VariableName') scope.set(scope.written(target), value);
  const [object, dot, property] = target.name === 'MemberExpression' ? target.children : [];
  if (object?.name !== 'VariableName' || dot?.name !== '.' || property === undefined) return;
  const owner = scope.get(scope.written(object));
  if (owner?.kind !== 'class') return;
  const attributes = new Map(owner.attributes).set(scope.written(property), value);
  scope.set(scope.written(object), { ...owner, attributes });
}
