import { spanOf, type PythonNode } from '../../python/node.js';
import type { Scope } from '../../python/scope.js';
import type { PythonValue } from '../../python/value.js';
import type { RowCondition } from './model.js';

/** What the arguments of `filter(...)` ask for. */
export function conditionsIn(args: readonly PythonNode[], scope: Scope): readonly RowCondition[] {
  const conditions: RowCondition[] = [];
  for (let at = 0; at < args.length; at++) {
    const node = args[at];
    if (node === undefined) continue;
    const value = args[at + 1]?.name === 'AssignOp' ? args[at + 2] : undefined;
    if (value !== undefined) {
      conditions.push({ kind: 'lookup', lookup: scope.written(node), value: scope.evaluate(value) });
      at += 2;
    } else if (node.name === '*' || node.name === '**') {
      conditions.push({ kind: 'unknown', span: spanOf(args[++at] ?? node) });
    } else conditions.push(conditionOf(scope.evaluate(node)));
  }
  return conditions;
}

/** A `Q` and what is built of several. */
function conditionOf(value: PythonValue): RowCondition {
  if (value.kind === 'binary' && (value.operator === '&' || value.operator === '|')) {
    return { kind: value.operator === '&' ? 'and' : 'or', parts: [conditionOf(value.left), conditionOf(value.right)] };
  }
  if (value.kind === 'unary' && value.operator === '~') return { kind: 'not', part: conditionOf(value.operand) };
  if (value.kind !== 'call' || value.path?.endsWith('.Q') !== true) return { kind: 'unknown', span: value.span };
  const parts = [
    ...value.positional.map(conditionOf),
    ...value.keywords.map(({ name, value: compared, span }): RowCondition =>
      name === undefined ? { kind: 'unknown', span } : { kind: 'lookup', lookup: name, value: compared },
    ),
  ];
  return { kind: 'and', parts };
}
