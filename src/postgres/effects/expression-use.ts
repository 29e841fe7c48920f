import type { Expression } from '../../core/expression.js';
import { analyseExpression, columnNamesOf } from '../expressions/index.js';

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
