import type { Expression } from '../../core/expression.js';
import { quoteIdentifier } from '../names.js';
import { analyseExpression } from './analyse.js';

/** The expression after a column it may use was renamed. What the parser could not read is renamed by its tokens. */
export function renameColumnIn(expression: Expression, column: string, newName: string): Expression {
  const { columns } = analyseExpression(expression.text);
  const places = columns.filter(({ name }) => name === column).map(({ nameSpan }) => nameSpan);
  if (places.length === 0) return expression;
  let text = expression.text;
  for (const { start, end } of places.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + quoteIdentifier(newName) + text.slice(end);
  }
  // The new text stands nowhere in the source, so the span is left out.
  return { text };
}
