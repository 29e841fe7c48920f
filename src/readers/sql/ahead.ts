import { tooDeepAt } from './complexity.js';
import { parseToJson } from './parse.js';
import { prepare } from './prepare.js';

/**
 * PostgreSQL's parse tree of a migration's text, as JSON: the half of `readSql` that another thread can do, and as
 * cheap to hand over as a text is. Undefined when the text does not parse as it stands; `readSql` then does all of it.
 * The parser must have been loaded.
 */
export function parseAhead(text: string): string | undefined {
  const prepared = prepare(text);
  if (!prepared.readable || tooDeepAt(prepared.text) !== undefined) return undefined;
  return parseToJson(prepared.text);
}
