import { comprehension, isComprehension } from './comprehension.js';
import { builtInCall } from './built-ins.js';
import { PythonNode, spanOf } from './node.js';
import type { Scope } from './scope.js';
import { itemsOf } from './sequences.js';
import type { PythonCall, PythonKeyword, PythonValue } from './value.js';

/** A call: computed when it is a built-in of constants or a simple function of the file, else as data. */
export function evaluateCall(node: PythonNode, scope: Scope): PythonValue {
  const [calleeNode, list] = node.children;
  if (calleeNode === undefined) return { kind: 'unknown', reason: 'an incomplete call', span: spanOf(node) };
  const callee = scope.evaluate(calleeNode);
  const call: PythonCall = {
    kind: 'call',
    callee,
    path: pathOf(callee),
    ...argumentsOf(list?.children ?? [], scope),
    span: spanOf(node),
  };
  if (callee.kind === 'function') return scope.context.call(callee, call, scope) ?? call;
  return builtInCall(call) ?? call;
}

/** The dotted path by which something is called. */
function pathOf(callee: PythonValue): string | undefined {
  if (callee.kind === 'name') return callee.path;
  return callee.kind === 'function' || callee.kind === 'class' ? callee.name : undefined;
}

function argumentsOf(nodes: readonly PythonNode[], scope: Scope): Pick<PythonCall, 'positional' | 'keywords'> {
  const [first] = nodes;
  if (first !== undefined && isComprehension(nodes)) {
    const generator = new PythonNode('ComprehensionExpression', first.start, nodes.at(-1)?.end ?? first.end, nodes);
    return { positional: [comprehension(generator, scope)], keywords: [] };
  }
  const positional: PythonValue[] = [];
  const keywords: PythonKeyword[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at];
    const after = nodes[at + 1];
    if (node === undefined) break;
    if (after?.name === 'AssignOp') {
      const value = nodes[at + 2];
      if (value === undefined) break;
      keywords.push({
        name: scope.written(node),
        value: scope.evaluate(value),
        span: { start: node.start, end: value.end },
      });
      at += 2;
    } else if (node.name === '**' && after !== undefined) {
      keywords.push(...spreadKeywords(scope.evaluate(after), { start: node.start, end: after.end }));
      at++;
    } else if (node.name === '*' && after !== undefined) {
      positional.push(...itemsOf(scope.evaluate(after)));
      at++;
    } else positional.push(scope.evaluate(node));
  }
  return { positional, keywords };
}

function spreadKeywords(value: PythonValue, span: PythonKeyword['span']): PythonKeyword[] {
  if (value.kind !== 'dict') return [{ name: undefined, value, span }];
  return value.entries.map((entry) => {
    const name = entry.key?.kind === 'string' ? entry.key.text : undefined;
    return { name, value: entry.value, span: entry.span };
  });
}
