import type { Span } from '../../core/span.js';
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
  if (sign === '+' && left.kind === 'list') store(target, extended(left, right, spanOf(statement)), scope);
  else store(target, binary(sign, left, right, spanOf(statement)), scope);
}

/** `name.append(value)` and its like change a list or a dict in its place. */
export function mutate(statement: PythonNode, scope: Scope): void {
  const [call] = statement.children;
  const [callee, list] = call?.name === 'CallExpression' ? call.children : [];
  const [object, , property] = callee?.name === 'MemberExpression' ? callee.children : [];
  if (object === undefined || property?.name !== 'PropertyName' || list === undefined) return;
  const value = scope.evaluate(object);
  if (value.kind !== 'list') return;
  const items = evaluateItems(list.children, scope);
  const changed = mutated(value, scope.written(property), items);
  if (changed !== undefined) store(object, changed, scope);
}

type PythonList = Extract<PythonValue, { kind: 'list' | 'tuple' | 'set' }>;

function mutated(list: PythonList, method: string, [first, second]: readonly PythonValue[]): PythonList | undefined {
  if (first === undefined) return undefined;
  switch (method) {
    case 'append':
      return { ...list, items: [...list.items, first] };
    case 'extend':
      return extended(list, first, list.span);
    case 'insert':
      if (first.kind !== 'number' || second === undefined) return undefined;
      return { ...list, items: list.items.toSpliced(first.value, 0, second) };
    default:
      return undefined;
  }
}

function extended(list: PythonList, more: PythonValue, span: Span): PythonList {
  return { ...list, items: [...list.items, ...itemsOf(more)], span };
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
