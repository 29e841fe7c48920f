import type { Expression } from '../../core/expression.js';
import { quoteIdentifier } from '../names.js';
import { analyseExpression } from './analyse.js';

/**
 * The expression as the body of a trigger function writes it, with `NEW.` or `OLD.` in front of every column:
 * `a::bigint` gives `NEW.a::bigint`. Undefined where it cannot be said for certain which words are columns of the row:
 * the expression is beyond the parser, or holds a subquery, which has columns of its own.
 */
export function withRowReferences(expression: Expression, row: 'NEW' | 'OLD'): Expression | undefined {
  return withColumnsAs(expression, (name) => `${row}.${quoteIdentifier(name)}`);
}

/** The expression without the table in front of its columns, so that it holds wherever the table goes by another name. */
export function withoutTable(expression: Expression): Expression | undefined {
  return withColumnsAs(expression, quoteIdentifier);
}

function withColumnsAs({ text }: Expression, write: (name: string) => string): Expression | undefined {
  const { columns, tree, subquery } = analyseExpression(text);
  if (tree === undefined || subquery) return undefined;
  let written = text;
  for (const { name, span } of [...columns].sort((a, b) => b.span.start - a.span.start)) {
    written = written.slice(0, span.start) + write(name) + written.slice(span.end);
  }
  return { text: written };
}
