import { functionOrTypeWords, reservedWords } from '../keywords.js';
import { NotUnderstood, tableOf } from './cursor.js';
import type { Cursor, Nested } from './cursor.js';
import { parseSpecialCall, parseWordFunction } from './special-calls.js';
import type { ExpressionNode, FunctionUse } from './tree.js';
import { parseTypeName, readIntervalFields } from './type-name.js';

/** Parses what an operator can stand beside: a literal, a name, a call, something in brackets. */
export function parsePrimary(cursor: Cursor, nested: Nested): ExpressionNode {
  const token = cursor.expectAny();
  const { start } = token;
  switch (token.kind) {
    case 'number':
      cursor.next();
      return { kind: 'constant', type: 'number', text: token.text, start, end: token.end };
    case 'string':
      return parseString(cursor);
    case 'parameter':
      cursor.next();
      return { kind: 'other', start, end: token.end };
    case 'sign':
      if (token.text !== '(') throw new NotUnderstood();
      return parseBrackets(cursor, nested);
    case 'quoted':
      return parseName(cursor, nested);
    case 'word':
      return parseWord(cursor, nested, token.text);
    case 'operator':
      throw new NotUnderstood();
  }
}

/** String literals separated by a line break are one. */
function parseString(cursor: Cursor): ExpressionNode {
  const first = cursor.next();
  let { text } = first;
  while (cursor.peek()?.kind === 'string') text += cursor.next().text;
  return { kind: 'constant', type: 'string', text, start: first.start, end: cursor.end };
}

function parseBrackets(cursor: Cursor, nested: Nested): ExpressionNode {
  const { start } = cursor.next();
  if (cursor.atQuery()) {
    cursor.skipQuery();
    cursor.expectSign(')');
    return { kind: 'other', start, end: cursor.end };
  }
  const items = nested.list(cursor, ')');
  const only = items[0];
  if (items.length !== 1 || only === undefined) return { kind: 'list', form: 'row', items, start, end: cursor.end };
  if (!cursor.atSign('.')) return { ...only, start, end: cursor.end };
  let field = '';
  while (cursor.takeSign('.')) field = takeField(cursor);
  return { kind: 'other', ...(field === '*' ? {} : { name: field }), start, end: cursor.end };
}

/** The field of a composite value, or `*`. */
function takeField(cursor: Cursor): string {
  return cursor.peek()?.text === '*' ? cursor.next().text : cursor.expectName().text;
}

function parseWord(cursor: Cursor, nested: Nested, word: string): ExpressionNode {
  const special = parseWordFunction(cursor, nested, word);
  if (special !== undefined) return special;
  if (word === 'true' || word === 'false') {
    const { start, end } = cursor.next();
    return { kind: 'constant', type: 'boolean', text: word, start, end };
  }
  if (word === 'null') {
    const { start, end } = cursor.next();
    return { kind: 'constant', type: 'null', text: word, start, end };
  }
  if (reservedWords.has(word)) throw new NotUnderstood();
  return typedLiteral(cursor) ?? parseName(cursor, nested);
}

/** `date '2024-01-01'`, `timestamp with time zone '...'`, `numeric(4) '1'`, `interval '1' day`. */
function typedLiteral(cursor: Cursor): ExpressionNode | undefined {
  const { start } = cursor.expectAny();
  const ahead = tokensOfTypeAhead(cursor);
  if (ahead === 0 || cursor.peek(ahead)?.kind !== 'string') return undefined;
  const literal = cursor.peek(ahead);
  const operand: ExpressionNode = { kind: 'constant', type: 'string', text: literal?.text ?? '', start, end: start };
  const type = parseTypeName(cursor, operand);
  const { end } = parseString(cursor);
  if (type.name === 'interval') readIntervalFields(cursor);
  return { kind: 'cast', operand: { ...operand, end }, type, start, end: cursor.end };
}

/** How many tokens before a string could be the name of its type; 0 when they cannot. */
function tokensOfTypeAhead(cursor: Cursor): number {
  let ahead = 1;
  while (cursor.atSign('.', ahead)) ahead += 2;
  for (const word of ['precision', 'varying', 'character', 'char', 'varying']) if (cursor.atWord(word, ahead)) ahead++;
  if (cursor.atSign('(', ahead)) {
    while (cursor.peek(ahead) !== undefined && !cursor.atSign(')', ahead)) ahead++;
    ahead++;
  }
  const hasZone = cursor.atWord('with', ahead) || cursor.atWord('without', ahead);
  if (hasZone && cursor.atWord('time', ahead + 1) && cursor.atWord('zone', ahead + 2)) ahead += 3;
  return ahead;
}

function parseName(cursor: Cursor, nested: Nested): ExpressionNode {
  const first = cursor.expectName();
  const parts = [first];
  while (cursor.takeSign('.')) {
    if (cursor.peek()?.text === '*') {
      cursor.next();
      return { kind: 'other', start: first.start, end: cursor.end };
    }
    parts.push(cursor.expectName());
  }
  const last = parts.at(-1) ?? first;
  const qualifier = parts.slice(0, -1).map(({ text }) => text);
  const span = { start: first.start, end: last.end };
  if (cursor.atSign('(')) {
    const schema = qualifier.at(-1);
    return parseCall(cursor, nested, { name: last.text, span, ...(schema === undefined ? {} : { schema }) });
  }
  if (parts.length === 1 && first.kind === 'word' && functionOrTypeWords.has(first.text)) throw new NotUnderstood();
  const column = { name: last.text, ...tableOf(qualifier), span, nameSpan: { start: last.start, end: last.end } };
  cursor.uses.columns.push(column);
  return { kind: 'column', column, ...span };
}

function parseCall(cursor: Cursor, nested: Nested, written: FunctionUse): ExpressionNode {
  const place = cursor.uses.functions.length;
  const name = written.schema === undefined && written.name === 'trim' ? trimmer(cursor, written) : written;
  cursor.uses.functions.push(name);
  cursor.expectSign('(');
  const items = parseSpecialCall(cursor, nested, name) ?? parseArguments(cursor, nested);
  const call = { ...name, arguments: items.length };
  cursor.uses.functions[place] = call;
  parseCallTail(cursor, nested);
  return { kind: 'call', function: call, arguments: items, start: name.span.start, end: cursor.end };
}

/** TRIM stands for one of three functions. gram.y, `TRIM '('`. */
function trimmer(cursor: Cursor, written: FunctionUse): FunctionUse {
  const side = cursor.atWord('leading', 1) ? 'ltrim' : cursor.atWord('trailing', 1) ? 'rtrim' : 'btrim';
  return { ...written, name: side };
}

/** Arguments after the opening bracket: `*`, DISTINCT, VARIADIC, `name => value`, ORDER BY. */
function parseArguments(cursor: Cursor, nested: Nested): ExpressionNode[] {
  if (cursor.peek()?.text === '*' && cursor.atSign(')', 1)) {
    cursor.next();
    cursor.next();
    return [];
  }
  if (cursor.takeSign(')')) return [];
  if (!cursor.takeWord('distinct')) cursor.takeWord('all');
  const items: ExpressionNode[] = [];
  do {
    cursor.takeWord('variadic');
    if (cursor.peek(1)?.text === '=>' || cursor.atSign(':=', 1)) {
      cursor.expectName();
      cursor.next();
    }
    items.push(nested.expression(cursor));
  } while (cursor.takeSign(','));
  if (cursor.takeWord('order')) parseOrder(cursor, nested);
  cursor.expectSign(')');
  return items;
}

function parseOrder(cursor: Cursor, nested: Nested): void {
  cursor.expectWord('by');
  do {
    nested.expression(cursor);
    if (!cursor.takeWord('asc')) cursor.takeWord('desc');
    if (cursor.takeWord('nulls')) cursor.next();
  } while (cursor.takeSign(','));
}

/** `FILTER (WHERE ...)`; windows are beyond what migrations keep in a catalogue. */
function parseCallTail(cursor: Cursor, nested: Nested): void {
  if (cursor.atWord('filter') && cursor.atSign('(', 1)) {
    cursor.next();
    cursor.next();
    cursor.expectWord('where');
    nested.expression(cursor);
    cursor.expectSign(')');
  }
  if (cursor.atWord('over') || cursor.atWord('within')) throw new NotUnderstood();
}
