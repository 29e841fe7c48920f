import { tokensOf } from '../../postgres/expressions/tokens.js';

/**
 * Words at which the grammar of a column's DEFAULT ends, because they may begin another clause of the column: its
 * expression is a `b_expr`. src/backend/parser/gram.y
 */
const limits = new Set('and or not in like ilike similar between isnull notnull collate at overlaps'.split(' '));

/** The default of a column definition: in brackets when the grammar would not take all of it otherwise. */
export function defaultText(text: string): string {
  const tokens = tokensOf(text) ?? [];
  let depth = 0;
  for (const [index, { kind, text: word }] of tokens.entries()) {
    if (kind === 'sign') depth += '(['.includes(word) ? 1 : ')]'.includes(word) ? -1 : 0;
    if (kind !== 'word') continue;
    // What stands between CASE and END is bracketed by them.
    if (word === 'case') depth++;
    else if (word === 'end') depth--;
    else if (depth === 0 && (limits.has(word) || (word === 'is' && tokens[index + 1]?.text !== 'distinct'))) {
      return `(${text})`;
    }
  }
  return text;
}
