import { analyseExpression } from './analyse.js';
import type { ExpressionNode } from './tree.js';

/**
 * A literal value. Only values whose order is certain without asking the server can be compared: integers of any size,
 * decimals, booleans, and strings for equality alone, since their order depends on a collation and their type.
 */
export type Constant =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  /** `type` is what a cast says, canonical for the types of dates and times. */
  | { readonly kind: 'string'; readonly text: string; readonly type?: string };

/** The constant a node stands for, casts seen through where they leave the value alone. */
export function constantOf(node: ExpressionNode): Constant | undefined {
  if (node.kind === 'constant') {
    if (node.type === 'null') return { kind: 'null' };
    if (node.type === 'boolean') return { kind: 'boolean', value: node.text === 'true' };
    if (node.type === 'number') return { kind: 'number', text: node.text };
    return { kind: 'string', text: node.text };
  }
  if (node.kind !== 'cast' || node.type.array || node.type.modifiers !== '') return undefined;
  const inner = constantOf(node.operand);
  return inner?.kind === 'string' ? castString(inner.text, node.type.name) : inner;
}

/** The constant a bound or default is, from its text. */
export function constantIn(text: string): Constant | undefined {
  const { tree } = analyseExpression(text);
  return tree === undefined ? undefined : constantOf(tree);
}

const numberTypes = /^(?:smallint|integer|bigint|int|int2|int4|int8|numeric|decimal|real|float4|float8)$/;

function castString(text: string, type: string): Constant {
  if (numberTypes.test(type) && /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(text)) return { kind: 'number', text: text.trim() };
  return { kind: 'string', text, type: canonical[type] ?? type };
}

const canonical: Readonly<Record<string, string>> = {
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  varchar: 'text',
  'character varying': 'text',
};

/** Negative, zero or positive as `a` is below, equal to or above `b`; undefined when that is not certain. */
export function compareConstants(a: Constant, b: Constant): number | undefined {
  if (a.kind === 'null' || b.kind === 'null') return undefined;
  if (a.kind === 'number' && b.kind === 'number') return compareNumbers(a.text, b.text);
  if (a.kind === 'boolean' && b.kind === 'boolean') return Number(a.value) - Number(b.value);
  if (a.kind === 'string' && b.kind === 'string') return compareStrings(a, b);
  // A bare string beside a number is read as that number: '10' = 10.
  if (a.kind === 'number' && b.kind === 'string') return mixed(b.text, (text) => compareNumbers(a.text, text));
  if (a.kind === 'string' && b.kind === 'number') return mixed(a.text, (text) => compareNumbers(text, b.text));
  return undefined;
}

function mixed(text: string, compare: (text: string) => number | undefined): number | undefined {
  return /^\s*[+-]?\d+(?:\.\d+)?\s*$/.test(text) ? compare(text.trim()) : undefined;
}

function compareNumbers(a: string, b: string): number | undefined {
  if (/^[+-]?\d+$/.test(a) && /^[+-]?\d+$/.test(b)) {
    const difference = BigInt(a) - BigInt(b);
    return difference === 0n ? 0 : difference < 0n ? -1 : 1;
  }
  const [first, second] = [Number(a), Number(b)];
  return Number.isNaN(first) || Number.isNaN(second) ? undefined : first - second;
}

type StringConstant = Extract<Constant, { kind: 'string' }>;

/** Dates and times in ISO form sort as their texts do, as long as both have the same form and no zone. */
const isoDate = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/;
const isoZoned = /^(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})(Z|[+-]\d{2}(?::?\d{2})?)$/;

function compareStrings(a: StringConstant, b: StringConstant): number | undefined {
  if (a.text === b.text) return 0;
  if (isoDate.test(a.text) && isoDate.test(b.text)) return order(padded(a.text), padded(b.text));
  const [first, second] = [isoZoned.exec(a.text), isoZoned.exec(b.text)];
  if (first !== null && second !== null && first[2] === second[2]) return order(padded(a.text), padded(b.text));
  return undefined;
}

function padded(text: string): string {
  const form = '0000-00-00 00:00:00';
  return text.replace('T', ' ') + form.slice(Math.min(text.length, form.length));
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
