import type { Expression } from '../../core/expression.js';
import type { TypeReference } from '../../core/type.js';
import { canonicalType } from '../../core/type-names.js';
import { analyseExpression } from '../expressions/index.js';
import type { TypeName } from '../expressions/tree.js';

/**
 * The types a USING clause casts the column to, innermost first: none for the bare column, `[text, mood]` for
 * `status::text::mood`. Undefined when it is more than the column and casts, so that every value is computed.
 */
export function castsOf(using: Expression, column: string): readonly TypeReference[] | undefined {
  const casts: TypeReference[] = [];
  let node = analyseExpression(using.text).tree;
  while (node?.kind === 'cast') {
    casts.unshift(typeOf(node.type));
    node = node.operand;
  }
  return node?.kind === 'column' && node.column.name === column ? casts : undefined;
}

function typeOf({ schema, name, modifiers, array }: TypeName): TypeReference {
  return canonicalType({
    ...(schema === undefined ? {} : { schema }),
    name,
    modifiers:
      modifiers === ''
        ? []
        : modifiers
            .replace(/^\(|\)$/g, '')
            .split(',')
            .map(modifierOf),
    arrayDimensions: array ? 1 : 0,
  });
}

function modifierOf(text: string): number | string {
  const trimmed = text.trim();
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : trimmed;
}
