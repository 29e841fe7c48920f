import type { Span } from '../../core/span.js';
import type { DjangoExpression } from './model.js';

type Connector = 'AND' | 'OR' | 'XOR';
type Q = Extract<DjangoExpression, { kind: 'q' }>;

/** `left & right`, `left | right`, `left ^ right`, flattened as `Q._combine` and `tree.Node.add` of Django do it. */
export function combinedQ(
  connector: Connector,
  left: DjangoExpression,
  right: DjangoExpression,
  span: Span,
): DjangoExpression {
  if (isEmpty(left)) return { ...right, span };
  if (isEmpty(right)) return { ...left, span };
  const children = [asQ(left), asQ(right)].flatMap((side) => {
    const joins = !side.negated && (side.connector === connector || side.children.length === 1);
    return joins ? side.children : [side];
  });
  return { kind: 'q', connector, negated: false, children, span };
}

/** `~operand`. */
export function negatedQ(operand: DjangoExpression, span: Span): DjangoExpression {
  const q = asQ(operand);
  return { ...q, negated: !q.negated, span };
}

function asQ(expression: DjangoExpression): Q {
  if (expression.kind === 'q') return expression;
  return { kind: 'q', connector: 'AND', negated: false, children: [expression], span: expression.span };
}

function isEmpty(expression: DjangoExpression): boolean {
  return expression.kind === 'q' && expression.children.length === 0;
}
