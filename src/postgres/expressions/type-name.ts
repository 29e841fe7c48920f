import { NotUnderstood } from './cursor.js';
import type { Cursor } from './cursor.js';
import type { ExpressionNode, TypeName } from './tree.js';

/** Words that continue the name of a type, by what came before. gram.y, `SimpleTypename`. */
const continuations: Readonly<Record<string, readonly string[]>> = {
  double: ['precision'],
  character: ['varying'],
  char: ['varying'],
  bit: ['varying'],
  national: ['character', 'char'],
};

/** Reads the name of a type, with modifiers and brackets, and lists it among the types used. */
export function parseTypeName(cursor: Cursor, operand?: ExpressionNode): TypeName {
  const { start } = cursor.expectAny();
  const { schema, name } = readName(cursor);
  const words = [name, ...readWords(cursor, name)];
  let modifiers = readModifiers(cursor);
  if (name === 'timestamp' || name === 'time') words.push(...readZone(cursor));
  if (name === 'interval') modifiers = readIntervalFields(cursor) + (modifiers || readModifiers(cursor));
  const array = readBrackets(cursor);
  const type = { ...(schema === undefined ? {} : { schema }), name: words.join(' ') };
  const literal = operand?.kind === 'constant' && operand.type === 'string' ? { literal: operand.text } : {};
  cursor.uses.types.push({ ...type, ...literal, span: { start, end: cursor.end } });
  return { ...type, modifiers, array };
}

function readName(cursor: Cursor): { schema?: string; name: string } {
  const parts = [cursor.expectName().text];
  while (cursor.takeSign('.')) parts.push(cursor.expectName().text);
  const name = parts.at(-1) ?? '';
  const schema = parts.at(-2);
  return schema === undefined ? { name } : { schema, name };
}

function readWords(cursor: Cursor, first: string): string[] {
  const words: string[] = [];
  for (let name = first; ;) {
    const next = continuations[name]?.find((word) => cursor.takeWord(word));
    if (next === undefined) return words;
    words.push(next);
    name = next;
  }
}

function readModifiers(cursor: Cursor): string {
  if (!cursor.atSign('(')) return '';
  const { start } = cursor.next();
  while (!cursor.atSign(')')) {
    const token = cursor.next();
    if (token.text === '(') throw new NotUnderstood();
  }
  const { end } = cursor.next();
  return cursor.text.slice(start, end);
}

function readZone(cursor: Cursor): string[] {
  for (const word of ['with', 'without']) {
    if (cursor.atWord(word) && cursor.atWord('time', 1)) {
      for (let taken = 0; taken < 3; taken++) cursor.next();
      return [word, 'time', 'zone'];
    }
  }
  return [];
}

const intervalFields = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/** `INTERVAL ... DAY TO SECOND` */
export function readIntervalFields(cursor: Cursor): string {
  const first = intervalFields.find((field) => cursor.takeWord(field));
  if (first === undefined) return '';
  if (!cursor.takeWord('to')) return first;
  const last = intervalFields.find((field) => cursor.takeWord(field));
  if (last === undefined) throw new NotUnderstood();
  return `${first} to ${last}`;
}

function readBrackets(cursor: Cursor): boolean {
  let array = false;
  if (cursor.takeWord('array')) array = true;
  while (cursor.atSign('[') && (cursor.atSign(']', 1) || cursor.atSign(']', 2))) {
    cursor.next();
    if (!cursor.takeSign(']')) {
      cursor.next();
      cursor.expectSign(']');
    }
    array = true;
  }
  return array;
}
