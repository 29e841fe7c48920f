import type { Expression } from '../../core/expression.js';
import { analyseExpression } from './analyse.js';
import type { ExpressionNode } from './tree.js';

/**
 * Whether a valid CHECK spares SET NOT NULL its scan, as `NotNullImpliedByRelConstraints` (src/backend/commands/
 * tablecmds.c, from PostgreSQL 12 on) sees it: the expression must imply `column IS NOT NULL`, weakly read, because a
 * CHECK is also satisfied by NULL. So `c IS NOT NULL` counts, alone, among conjuncts, or in every branch of a
 * disjunction; `c > 0` does not, since it is NULL and thus satisfied where c is NULL.
 */
export function provesNotNull(check: Expression, column: string): boolean {
  const { tree } = analyseExpression(check.text);
  return tree !== undefined && implies(tree, column);
}

function implies(node: ExpressionNode, column: string): boolean {
  switch (node.kind) {
    case 'binary':
      if (node.operator === 'and') return implies(node.left, column) || implies(node.right, column);
      if (node.operator === 'or') return implies(node.left, column) && implies(node.right, column);
      return false;
    case 'is':
      return node.negated && node.test === 'null' && isColumn(node.operand, column);
    case 'unary':
      return node.operator === 'not' && impliesNegated(node.operand, column);
    default:
      return false;
  }
}

/** `NOT (c IS NULL)`, which PostgreSQL turns into `c IS NOT NULL` before it looks (canonicalize_qual). */
function impliesNegated(node: ExpressionNode, column: string): boolean {
  switch (node.kind) {
    case 'is':
      return !node.negated && node.test === 'null' && isColumn(node.operand, column);
    case 'unary':
      return node.operator === 'not' && implies(node.operand, column);
    case 'binary':
      // De Morgan: NOT (a OR b) is NOT a AND NOT b.
      if (node.operator === 'or') return impliesNegated(node.left, column) || impliesNegated(node.right, column);
      if (node.operator === 'and') return impliesNegated(node.left, column) && impliesNegated(node.right, column);
      return false;
    default:
      return false;
  }
}

function isColumn(node: ExpressionNode, column: string): boolean {
  return node.kind === 'column' && node.column.name === column;
}
