import { NotUnderstood } from './cursor.js';
import type { Cursor } from './cursor.js';
import { parsePrimary } from './primary.js';
import type { ExpressionNode } from './tree.js';
import { parseTypeName } from './type-name.js';

/**
 * How tightly operators bind, loosest first. src/backend/parser/gram.y, from `%left OR` on; https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE
 */
const precedence = {
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  between: 6,
  operator: 7,
  additive: 8,
  multiplicative: 9,
  power: 10,
  at: 11,
  collate: 12,
  sign: 13,
  subscript: 14,
} as const;

/** Nesting beyond which an expression is not taken apart, well below what the stack bears. */
const deepest = 200;

/** Parses tokens until an operator binds more loosely than `minimum`. Throws NotUnderstood. */
export function parseExpression(cursor: Cursor, minimum: number = precedence.or): ExpressionNode {
  cursor.depth++;
  if (cursor.depth > deepest) throw new NotUnderstood();
  let left = parsePrefix(cursor);
  for (;;) {
    const next = parseInfix(cursor, left, minimum);
    if (next === undefined) break;
    left = next;
  }
  cursor.depth--;
  return left;
}

function parsePrefix(cursor: Cursor): ExpressionNode {
  const { start } = cursor.expectAny();
  if (cursor.takeWord('not')) {
    const operand = parseExpression(cursor, precedence.not);
    return { kind: 'unary', operator: 'not', operand, start, end: operand.end };
  }
  const token = cursor.peek();
  if (token?.kind === 'operator') {
    cursor.next();
    const level = token.text === '-' || token.text === '+' ? precedence.sign : precedence.operator;
    const operand = parseExpression(cursor, level);
    if (token.text === '-' && operand.kind === 'constant' && operand.type === 'number') {
      return { ...operand, text: `-${operand.text}`, start };
    }
    return { kind: 'unary', operator: token.text, operand, start, end: operand.end };
  }
  return parsePrimary(cursor, nested);
}

function parseInfix(cursor: Cursor, left: ExpressionNode, minimum: number): ExpressionNode | undefined {
  const token = cursor.peek();
  if (token === undefined) return undefined;
  if (token.kind === 'operator') return parseOperator(cursor, left, minimum, token.text);
  if (token.kind === 'sign') return parsePostfix(cursor, left);
  return token.kind === 'word' ? parseWordOperator(cursor, left, minimum, token.text) : undefined;
}

function parsePostfix(cursor: Cursor, left: ExpressionNode): ExpressionNode | undefined {
  const { start } = left;
  if (cursor.takeSign('::')) {
    const type = parseTypeName(cursor, left);
    return { kind: 'cast', operand: left, type, start, end: cursor.end };
  }
  if (cursor.takeSign('[')) {
    if (!cursor.atSign(':')) parseExpression(cursor);
    if (cursor.takeSign(':') && !cursor.atSign(']')) parseExpression(cursor);
    cursor.expectSign(']');
    return { kind: 'other', ...nameOf(left), start, end: cursor.end };
  }
  return undefined;
}

/** A subscript keeps the name of what it subscripts (FigureColname). */
function nameOf(node: ExpressionNode): { name?: string } {
  if (node.kind === 'column') return { name: node.column.name };
  return node.kind === 'other' && node.name !== undefined ? { name: node.name } : {};
}

function levelOf(operator: string): number {
  if (/^(?:[<>=]|<=|>=|<>|!=)$/.test(operator)) return precedence.comparison;
  if (operator === '+' || operator === '-') return precedence.additive;
  if (operator === '*' || operator === '/' || operator === '%') return precedence.multiplicative;
  return operator === '^' ? precedence.power : precedence.operator;
}

function parseOperator(
  cursor: Cursor,
  left: ExpressionNode,
  minimum: number,
  operator: string,
): ExpressionNode | undefined {
  const level = levelOf(operator);
  if (level < minimum) return undefined;
  cursor.next();
  return operation(cursor, left, operator === '!=' ? '<>' : operator, level);
}

/** The right side, which for any operator may be `ANY (...)`, `SOME (...)` or `ALL (...)`. */
function operation(cursor: Cursor, left: ExpressionNode, operator: string, level: number): ExpressionNode {
  for (const word of ['any', 'some', 'all'] as const) {
    if (!cursor.takeWord(word)) continue;
    cursor.expectSign('(');
    const right = cursor.atQuery() ? cursor.skipQuery() : parseExpression(cursor);
    cursor.expectSign(')');
    const quantifier = word === 'all' ? 'all' : 'any';
    return { kind: 'binary', operator, left, right, quantifier, start: left.start, end: cursor.end };
  }
  const right = parseExpression(cursor, level + 1);
  return { kind: 'binary', operator, left, right, start: left.start, end: right.end };
}

function parseWordOperator(
  cursor: Cursor,
  left: ExpressionNode,
  minimum: number,
  word: string,
): ExpressionNode | undefined {
  switch (word) {
    case 'or':
    case 'and': {
      if (precedence[word] < minimum) return undefined;
      cursor.next();
      const right = parseExpression(cursor, precedence[word] + 1);
      return { kind: 'binary', operator: word, left, right, start: left.start, end: right.end };
    }
    case 'is':
    case 'isnull':
    case 'notnull':
      return precedence.is < minimum ? undefined : parseIs(cursor, left);
    case 'not':
    case 'between':
    case 'in':
    case 'like':
    case 'ilike':
    case 'overlaps':
      return precedence.between < minimum ? undefined : parseBetweenInLike(cursor, left);
    case 'similar':
      // Without TO it separates the arguments of SUBSTRING.
      if (precedence.between < minimum || !cursor.atWord('to', 1)) return undefined;
      return parseBetweenInLike(cursor, left);
    case 'at':
      if (precedence.at < minimum) return undefined;
      return parseAt(cursor, left);
    case 'collate': {
      if (precedence.collate < minimum) return undefined;
      cursor.next();
      cursor.expectName();
      while (cursor.takeSign('.')) cursor.expectName();
      return { kind: 'unary', operator: 'collate', operand: left, start: left.start, end: cursor.end };
    }
    case 'operator': {
      if (precedence.operator < minimum) return undefined;
      cursor.next();
      return operation(cursor, left, qualifiedOperator(cursor), precedence.operator);
    }
    default:
      return undefined;
  }
}

/** `OPERATOR(schema.=)` */
function qualifiedOperator(cursor: Cursor): string {
  cursor.expectSign('(');
  while (cursor.peek()?.kind !== 'operator') {
    cursor.expectName();
    cursor.expectSign('.');
  }
  const operator = cursor.expectAny().text;
  cursor.next();
  cursor.expectSign(')');
  return operator;
}

/** `x AT TIME ZONE y` calls `timezone(y, x)`; `x AT LOCAL` (17+) calls `timezone(x)`. */
function parseAt(cursor: Cursor, left: ExpressionNode): ExpressionNode {
  const at = cursor.next();
  if (!cursor.takeWord('local')) {
    cursor.expectWord('time');
    cursor.expectWord('zone');
    parseExpression(cursor, precedence.at + 1);
  }
  cursor.uses.functions.push({ name: 'timezone', span: { start: at.start, end: at.end } });
  return { kind: 'other', name: 'timezone', start: left.start, end: cursor.end };
}

function parseIs(cursor: Cursor, operand: ExpressionNode): ExpressionNode {
  const { start } = operand;
  const word = cursor.next().text;
  if (word !== 'is') return { kind: 'is', operand, test: 'null', negated: word === 'notnull', start, end: cursor.end };
  const negated = cursor.takeWord('not');
  if (cursor.takeWord('distinct')) {
    cursor.expectWord('from');
    const right = parseExpression(cursor, precedence.is + 1);
    const operator = negated ? 'is not distinct from' : 'is distinct from';
    return { kind: 'binary', operator, left: operand, right, start, end: right.end };
  }
  const test = ['null', 'true', 'false', 'unknown', 'document', 'normalized'].find((known) => cursor.takeWord(known));
  if (test === undefined) throw new NotUnderstood();
  return { kind: 'is', operand, test, negated, start, end: cursor.end };
}

function parseBetweenInLike(cursor: Cursor, operand: ExpressionNode): ExpressionNode {
  const { start } = operand;
  const negated = cursor.takeWord('not');
  const word = cursor.next().text;
  switch (word) {
    case 'between': {
      if (!cursor.takeWord('asymmetric') && cursor.takeWord('symmetric')) throw new NotUnderstood();
      const low = parseExpression(cursor, precedence.operator);
      cursor.expectWord('and');
      const high = parseExpression(cursor, precedence.operator);
      return { kind: 'between', operand, low, high, negated, start, end: high.end };
    }
    case 'in':
      return parseIn(cursor, operand, negated);
    case 'overlaps':
    case 'like':
    case 'ilike':
    case 'similar': {
      if (word === 'similar') cursor.expectWord('to');
      const pattern = operation(cursor, operand, negated ? `not ${word}` : word, precedence.between);
      if (cursor.takeWord('escape')) parseExpression(cursor, precedence.operator);
      return { ...pattern, end: cursor.end };
    }
    default:
      throw new NotUnderstood();
  }
}

function parseIn(cursor: Cursor, operand: ExpressionNode, negated: boolean): ExpressionNode {
  cursor.expectSign('(');
  const { start } = operand;
  if (cursor.atQuery()) {
    cursor.skipQuery();
    cursor.expectSign(')');
    return { kind: 'other', start, end: cursor.end };
  }
  const items = parseList(cursor, ')');
  return { kind: 'in', operand, items, negated, start, end: cursor.end };
}

/** Expressions separated by commas, and the sign that ends them. */
function parseList(cursor: Cursor, close: ')' | ']'): ExpressionNode[] {
  const items: ExpressionNode[] = [];
  if (cursor.takeSign(close)) return items;
  do items.push(parseExpression(cursor));
  while (cursor.takeSign(','));
  cursor.expectSign(close);
  return items;
}

/** What the parts of an expression need to parse what they enclose. */
const nested = { expression: parseExpression, list: parseList, withinIn: precedence.operator };
