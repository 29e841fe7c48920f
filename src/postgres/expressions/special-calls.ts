import { NotUnderstood } from './cursor.js';
import type { Cursor, Nested } from './cursor.js';
import type { ExpressionNode, FunctionUse } from './tree.js';
import { parseTypeName } from './type-name.js';

/**
 * Words that are functions without brackets. gram.y, `SQLValueFunction`. All are stable: the same throughout a
 * transaction or session.
 */
export const sessionValues: ReadonlySet<string> = new Set([
  'current_catalog',
  'current_date',
  'current_role',
  'current_schema',
  'current_time',
  'current_timestamp',
  'current_user',
  'localtime',
  'localtimestamp',
  'session_user',
  'system_user',
  'user',
]);

/** Words that look like functions but only choose among or combine their arguments. */
const combining: ReadonlySet<string> = new Set(['coalesce', 'greatest', 'least', 'nullif', 'row', 'grouping']);

/** Parses what begins with a word of the grammar; undefined when the word is an ordinary name. */
export function parseWordFunction(cursor: Cursor, nested: Nested, word: string): ExpressionNode | undefined {
  const called = cursor.atSign('(', 1);
  if (sessionValues.has(word) && !(word === 'current_schema' && called)) return parseSessionValue(cursor, word);
  if (word === 'case') return parseCase(cursor, nested);
  if (word === 'array') return parseArray(cursor, nested);
  if (!called) return undefined;
  if (word === 'cast') return parseCast(cursor, nested);
  if (word === 'exists') return parseExists(cursor);
  if (combining.has(word)) return parseCombining(cursor, nested, word);
  if (/^(?:json|xml)(?:_|$)/.test(word) && hasClauseWords(cursor)) throw new NotUnderstood();
  return undefined;
}

function parseSessionValue(cursor: Cursor, word: string): ExpressionNode {
  const { start, end } = cursor.next();
  cursor.uses.functions.push({ name: word, arguments: 0, span: { start, end } });
  if (/time/.test(word) && cursor.takeSign('(')) {
    cursor.next();
    cursor.expectSign(')');
  }
  return { kind: 'other', name: word, start, end: cursor.end };
}

function parseCase(cursor: Cursor, nested: Nested): ExpressionNode {
  const { start } = cursor.next();
  if (!cursor.atWord('when')) nested.expression(cursor);
  while (cursor.takeWord('when')) {
    nested.expression(cursor);
    cursor.expectWord('then');
    nested.expression(cursor);
  }
  const otherwise = cursor.takeWord('else') ? nested.expression(cursor) : undefined;
  cursor.expectWord('end');
  // FigureColname: a CASE is called as its ELSE branch if that has a name of its own.
  const name = otherwise?.kind === 'column' ? otherwise.column.name : 'case';
  return { kind: 'other', name, start, end: cursor.end };
}

function parseArray(cursor: Cursor, nested: Nested): ExpressionNode {
  const { start } = cursor.next();
  if (cursor.takeSign('(')) {
    cursor.skipQuery();
    cursor.expectSign(')');
    return { kind: 'other', name: 'array', start, end: cursor.end };
  }
  cursor.expectSign('[');
  const items = cursor.atSign('[') ? parseInnerArrays(cursor, nested) : nested.list(cursor, ']');
  return { kind: 'list', form: 'array', items, start, end: cursor.end };
}

/** `ARRAY[[1, 2], [3, 4]]`: one more pair of brackets than the word ARRAY announces. */
function parseInnerArrays(cursor: Cursor, nested: Nested): ExpressionNode[] {
  const items: ExpressionNode[] = [];
  do {
    const { start } = cursor.expectAny();
    cursor.expectSign('[');
    const inner = cursor.atSign('[') ? parseInnerArrays(cursor, nested) : nested.list(cursor, ']');
    items.push({ kind: 'list', form: 'array', items: inner, start, end: cursor.end });
  } while (cursor.takeSign(','));
  cursor.expectSign(']');
  return items;
}

function parseCast(cursor: Cursor, nested: Nested): ExpressionNode {
  const { start } = cursor.next();
  cursor.expectSign('(');
  const operand = nested.expression(cursor);
  cursor.expectWord('as');
  const type = parseTypeName(cursor, operand);
  cursor.expectSign(')');
  return { kind: 'cast', operand, type, start, end: cursor.end };
}

function parseExists(cursor: Cursor): ExpressionNode {
  const { start } = cursor.next();
  cursor.expectSign('(');
  cursor.skipQuery();
  cursor.expectSign(')');
  return { kind: 'other', name: 'exists', start, end: cursor.end };
}

function parseCombining(cursor: Cursor, nested: Nested, word: string): ExpressionNode {
  const { start } = cursor.next();
  cursor.expectSign('(');
  const items = nested.list(cursor, ')');
  if (word === 'row') return { kind: 'list', form: 'row', items, start, end: cursor.end };
  return { kind: 'other', name: word, start, end: cursor.end };
}

/** SQL/JSON and XML syntax: words inside the brackets where a comma or bracket would stand in an ordinary call. */
function hasClauseWords(cursor: Cursor): boolean {
  let open = 0;
  for (let ahead = 1; ; ahead++) {
    const token = cursor.peek(ahead);
    if (token === undefined) return true;
    if (token.kind === 'sign' && token.text === '(') open++;
    if (token.kind === 'sign' && token.text === ')' && --open === 0) return false;
    if (token.kind === 'sign' && token.text === ':') return true;
    if (token.kind === 'word' && /^(?:returning|passing|absent|value|format|on|content|document)$/.test(token.text)) {
      return true;
    }
  }
}

const separators: Readonly<Record<string, readonly string[]>> = {
  extract: ['from'],
  overlay: ['placing', 'from', 'for'],
  position: ['in'],
  substring: ['from', 'for', 'similar', 'escape'],
  btrim: ['from'],
  ltrim: ['from'],
  rtrim: ['from'],
};

/** The calls whose arguments are separated by words: `extract(year FROM x)`, `trim(BOTH 'a' FROM x)`. */
export function parseSpecialCall(cursor: Cursor, nested: Nested, called: FunctionUse): ExpressionNode[] | undefined {
  const words = called.schema === undefined ? separators[called.name] : undefined;
  if (words === undefined) return undefined;
  const items: ExpressionNode[] = [];
  if (called.name === 'extract') items.push(parseField(cursor, nested));
  if (called.name.endsWith('trim')) for (const word of ['both', 'leading', 'trailing']) cursor.takeWord(word);
  while (!cursor.takeSign(')')) {
    if (words.some((word) => cursor.takeWord(word)) || (items.length > 0 && cursor.takeSign(','))) continue;
    items.push(nested.expression(cursor, called.name === 'position' ? nested.withinIn : undefined));
  }
  return items;
}

/** The field of EXTRACT is a word of its own, or a string. */
function parseField(cursor: Cursor, nested: Nested): ExpressionNode {
  if (!cursor.atWord('from', 1)) return nested.expression(cursor);
  const { start, end, text } = cursor.next();
  return { kind: 'constant', type: 'string', text, start, end };
}
