import type { Expression } from '../../core/expression.js';
import type { Constant } from '../expressions/constants.js';
import { compareConstants, constantIn, constantOf } from '../expressions/constants.js';
import { analyseExpression, columnNamesOf } from '../expressions/index.js';
import type { ExpressionNode } from '../expressions/index.js';

/** The columns an expression uses; undefined when it cannot be read at all. */
export function columnsIn(expression: Expression): readonly string[] | undefined {
  const columns = columnNamesOf(expression.text);
  return columns.length === 0 && analyseExpression(expression.text).tree === undefined ? undefined : columns;
}

/** Whether the expression is `NULL`, cast or not. */
export function isNullConstant(expression: Expression): boolean {
  let node = analyseExpression(expression.text).tree;
  while (node?.kind === 'cast') node = node.operand;
  return node?.kind === 'constant' && node.type === 'null';
}

/** The text of a string constant, with or without casts around it. */
export function stringConstant(expression: Expression): string | undefined {
  let node = analyseExpression(expression.text).tree;
  while (node?.kind === 'cast') node = node.operand;
  return node?.kind === 'constant' && node.type === 'string' ? node.text : undefined;
}

/** Whether a CHECK over one column holds for a constant; undefined where that takes more than comparing constants. */
export function holdsFor(check: Expression, column: string, value: Expression): boolean | undefined {
  const constant = constantIn(value.text);
  const { tree } = analyseExpression(check.text);
  return constant === undefined || tree === undefined ? undefined : holds(tree, column, constant);
}

function holds(node: ExpressionNode, column: string, value: Constant): boolean | undefined {
  if (node.kind !== 'binary' || node.quantifier !== undefined) return undefined;
  const { operator } = node;
  if (operator === 'and' || operator === 'or') {
    const sides = [holds(node.left, column, value), holds(node.right, column, value)];
    const decisive = operator === 'or';
    if (sides.includes(decisive)) return decisive;
    return sides.includes(undefined) ? undefined : !decisive;
  }
  const other = constantOf(node.right);
  if (node.left.kind !== 'column' || node.left.column.name !== column || other === undefined) return undefined;
  const order = compareConstants(value, other);
  return order === undefined ? undefined : comparisons[operator]?.(order);
}

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
