import type { Span } from '../../core/span.js';
import { percentFormatted } from './formatting.js';
import { joinedPath } from './paths.js';
import { concatenated } from './text.js';
import { truthOf } from './truth.js';
import type { PythonUnary, PythonValue } from './value.js';

/** `left operator right`, computed where both sides are constant. */
export function binary(operator: string, left: PythonValue, right: PythonValue, span: Span): PythonValue {
  const computed = compute(operator, left, right, span);
  return computed ?? { kind: 'binary', operator, left, right, span };
}

/** `operator operand`. */
export function unary(operator: string, operand: PythonValue, span: Span): PythonValue {
  if (operand.kind === 'number') {
    if (operator === '+') return { ...operand, span };
    if (operator === '-') return { ...operand, value: -operand.value, text: negativeText(operand.text), span };
  }
  return { kind: 'unary', operator: operatorOf(operator), operand, span };
}

/** `not value`. */
export function negated(value: PythonValue, span: Span): PythonValue {
  const truth = truthOf(value);
  if (truth !== undefined) return { kind: 'boolean', value: !truth, span };
  return { kind: 'unary', operator: 'not', operand: value, span };
}

function operatorOf(operator: string): PythonUnary['operator'] {
  return operator === '-' || operator === '+' || operator === '~' ? operator : 'not';
}

function negativeText(text: string): string {
  if (text.startsWith('-')) return text.slice(1);
  return text === '0' ? text : `-${text}`;
}

function compute(operator: string, left: PythonValue, right: PythonValue, span: Span): PythonValue | undefined {
  switch (operator) {
    case '+':
      return added(left, right, span);
    case '%':
      return left.kind === 'string' ? percentFormatted(left, right, span) : undefined;
    case '/':
      return left.kind === 'file-path' ? joinedWith(left.path, right, span) : undefined;
    case '*':
      return left.kind === 'number' && right.kind === 'number' ? product(left, right, span) : undefined;
    case 'and':
      return truthOf(left) === undefined ? undefined : truthOf(left) === true ? right : left;
    case 'or':
      return truthOf(left) === undefined ? undefined : truthOf(left) === true ? left : right;
    case '==':
    case '!=':
      return equality(operator, left, right, span);
    default:
      return undefined;
  }
}

function added(left: PythonValue, right: PythonValue, span: Span): PythonValue | undefined {
  if (sizeOf(left) + sizeOf(right) > largest) return undefined;
  if (left.kind === 'string' && right.kind === 'string') return concatenated([left, right], span);
  if (left.kind === 'list' || left.kind === 'tuple') {
    if (right.kind === left.kind) return { kind: left.kind, items: [...left.items, ...right.items], span };
    return { kind: left.kind, items: [...left.items, { kind: 'spread', of: right, span: right.span }], span };
  }
  if (right.kind === 'list' || right.kind === 'tuple') {
    return { kind: right.kind, items: [{ kind: 'spread', of: left, span: left.span }, ...right.items], span };
  }
  if (left.kind === 'number' && right.kind === 'number' && left.integer && right.integer) {
    return integer(BigInt(left.text) + BigInt(right.text), span);
  }
  return undefined;
}

/** Characters or items: more than that no migration holds, and a loop that doubles a value gets there soon. */
const largest = 5_000_000;

function sizeOf(value: PythonValue): number {
  if (value.kind === 'string') return value.text.length + 100 * value.segments.length;
  return value.kind === 'list' || value.kind === 'tuple' ? value.items.length : 0;
}

function product(
  left: Extract<PythonValue, { kind: 'number' }>,
  right: Extract<PythonValue, { kind: 'number' }>,
  span: Span,
): PythonValue | undefined {
  // Longer numbers than any column holds are not worth their time.
  if (!left.integer || !right.integer || left.text.length + right.text.length > 1000) return undefined;
  return integer(BigInt(left.text) * BigInt(right.text), span);
}

function integer(value: bigint, span: Span): PythonValue {
  return { kind: 'number', value: Number(value), text: value.toString(), integer: true, span };
}

function joinedWith(path: string, right: PythonValue, span: Span): PythonValue | undefined {
  const part = right.kind === 'string' ? right.text : right.kind === 'file-path' ? right.path : undefined;
  return part === undefined ? undefined : { kind: 'file-path', path: joinedPath([path, part]), span };
}

function equality(operator: '==' | '!=', left: PythonValue, right: PythonValue, span: Span): PythonValue | undefined {
  const a = scalarOf(left);
  const b = scalarOf(right);
  if (a === undefined || b === undefined) return undefined;
  return { kind: 'boolean', value: (a === b) === (operator === '=='), span };
}

function scalarOf(value: PythonValue): string | number | boolean | null | undefined {
  switch (value.kind) {
    case 'string':
      return value.text;
    case 'number':
      return value.value;
    case 'boolean':
      return value.value;
    case 'none':
      return null;
    default:
      return undefined;
  }
}
