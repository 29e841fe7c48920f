import { spanOf, type PythonNode } from './node.js';
import type { Scope } from './scope.js';
import { bind, knownItems } from './sequences.js';
import { truthOf } from './truth.js';
import type { PythonValue } from './value.js';

/** Whether the children of a node are those of a comprehension: `x for x in y`. */
export function isComprehension(nodes: readonly PythonNode[]): boolean {
  return nodes.some(({ name }) => name === 'for');
}

/** A comprehension over what is constant, written out; else a list of unknown length. */
export function comprehension(node: PythonNode, scope: Scope): PythonValue {
  const span = spanOf(node);
  const [item, ...clauses] = node.children;
  const items: PythonValue[] = [];
  const known = item !== undefined && writeOut(item, clauses, scope.inner(), items);
  const kind = node.name === 'SetComprehensionExpression' ? 'set' : 'list';
  if (known) return { kind, items, span };
  return { kind, items: [{ kind: 'spread', of: { kind: 'unknown', reason: 'a comprehension', span }, span }], span };
}

/** Follows `for` and `if` clauses from left to right. False when one of them is not constant. */
function writeOut(item: PythonNode, clauses: readonly PythonNode[], scope: Scope, into: PythonValue[]): boolean {
  const [keyword] = clauses;
  if (keyword === undefined) {
    into.push(scope.evaluate(item));
    return true;
  }
  const end = clauses.findIndex(({ name }, at) => at > 0 && (name === 'for' || name === 'if' || name === 'async'));
  const clause = clauses.slice(0, end < 0 ? undefined : end);
  const rest = end < 0 ? [] : clauses.slice(end);
  if (keyword.name === 'if') {
    const truth = clause[1] === undefined ? undefined : truthOf(scope.evaluate(clause[1]));
    if (truth === undefined) return false;
    return truth ? writeOut(item, rest, scope, into) : true;
  }
  if (keyword.name !== 'for') return false;
  const inAt = clause.findIndex(({ name }) => name === 'in');
  const iterated = clause[inAt + 1];
  const values = inAt < 0 || iterated === undefined ? undefined : knownItems(scope.evaluate(iterated));
  if (values === undefined || !scope.spend(values.length)) return false;
  return values.every((value) => {
    bind(clause.slice(1, inAt), value, scope);
    return writeOut(item, rest, scope, into);
  });
}
