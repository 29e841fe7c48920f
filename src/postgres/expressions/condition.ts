import type { TypeReference } from '../../core/type.js';
import { constantOf } from './constants.js';
import type { Constant } from './constants.js';
import type { ExpressionNode } from './tree.js';

export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/**
 * A condition as far as proofs go: NOT is pushed down to the comparisons, BETWEEN, IN and ANY are taken apart. An `and`
 * without parts is true, an `or` without parts is false, `other` says nothing that could be used.
 */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'compare'; readonly column: string; readonly operator: Comparison; readonly value: Constant }
  | { readonly kind: 'null' | 'not-null'; readonly column: string }
  | { readonly kind: 'other' };

/** The type of a column, where it is known: it decides what a constant beside the column means. */
export type TypeOf = (column: string) => TypeReference | undefined;

const other: Condition = { kind: 'other' };
const always: Condition = { kind: 'and', parts: [] };
const never: Condition = { kind: 'or', parts: [] };

/** PostgreSQL takes lists apart up to this length (MAX_SAOP_ARRAY_SIZE, src/backend/optimizer/util/predtest.c). */
const longestList = 100;

/** The comparison that holds where another does not. */
export const inverse: Readonly<Record<Comparison, Comparison>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};
const flipped: Readonly<Record<Comparison, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Turns an expression into a condition, negated or not. */
export function conditionOf(node: ExpressionNode, typeOf: TypeOf, negated = false): Condition {
  switch (node.kind) {
    case 'constant':
      return node.type === 'boolean' ? ((node.text === 'true') === negated ? never : always) : other;
    case 'column':
      return compare(node.column.name, '=', { kind: 'boolean', value: !negated });
    case 'unary':
      return node.operator === 'not' ? conditionOf(node.operand, typeOf, !negated) : other;
    case 'is':
      return node.test === 'null' ? nullTest(node.operand, node.negated !== negated, node.negated, negated) : other;
    case 'between': {
      const low = comparison(node.operand, '>=', node.low, typeOf, negated !== node.negated);
      const high = comparison(node.operand, '<=', node.high, typeOf, negated !== node.negated);
      return { kind: negated !== node.negated ? 'or' : 'and', parts: [low, high] };
    }
    case 'in':
      return listed(node.operand, node.items, typeOf, negated !== node.negated);
    case 'binary':
      return binary(node, typeOf, negated);
    default:
      return other;
  }
}

function compare(column: string, operator: Comparison, value: Constant): Condition {
  return { kind: 'compare', column, operator, value };
}

/** A row is NOT NULL when all its fields are, which is not the inverse of IS NULL. */
function nullTest(operand: ExpressionNode, notNull: boolean, asWritten: boolean, negated: boolean): Condition {
  if (operand.kind === 'column') return { kind: notNull ? 'not-null' : 'null', column: operand.column.name };
  if (operand.kind !== 'list' || operand.form !== 'row' || negated) return other;
  return { kind: 'and', parts: operand.items.map((item) => nullTest(item, asWritten, asWritten, false)) };
}

function binary(node: ExpressionNode & { kind: 'binary' }, typeOf: TypeOf, negated: boolean): Condition {
  const { operator, left, right } = node;
  if (operator === 'and' || operator === 'or') {
    const parts = [conditionOf(left, typeOf, negated), conditionOf(right, typeOf, negated)];
    return { kind: (operator === 'and') === negated ? 'or' : 'and', parts };
  }
  if (operator === 'is distinct from' || operator === 'is not distinct from') {
    const isNull = constantOf(right)?.kind === 'null';
    return isNull ? nullTest(left, (operator === 'is distinct from') !== negated, true, false) : other;
  }
  if (!isComparison(operator)) return other;
  if (node.quantifier !== undefined) return quantified(node, operator, typeOf, negated);
  return comparison(left, operator, right, typeOf, negated);
}

function isComparison(operator: string): operator is Comparison {
  return Object.hasOwn(inverse, operator);
}

/** `x = ANY (ARRAY[...])` is IN, `x <> ALL (ARRAY[...])` is NOT IN. */
function quantified(
  { left, right, quantifier }: ExpressionNode & { kind: 'binary' },
  operator: Comparison,
  typeOf: TypeOf,
  negated: boolean,
): Condition {
  const array = right.kind === 'cast' && right.type.array ? right.operand : right;
  if (array.kind !== 'list' || array.form !== 'array') return other;
  if (operator === '=' && quantifier === 'any') return listed(left, array.items, typeOf, negated);
  return operator === '<>' && quantifier === 'all' ? listed(left, array.items, typeOf, !negated) : other;
}

function listed(
  operand: ExpressionNode,
  items: readonly ExpressionNode[],
  typeOf: TypeOf,
  negated: boolean,
): Condition {
  if (items.length > longestList) return other;
  const parts = items.map((item) => comparison(operand, '=', item, typeOf, negated));
  return { kind: negated ? 'and' : 'or', parts };
}

function comparison(
  left: ExpressionNode,
  operator: Comparison,
  right: ExpressionNode,
  typeOf: TypeOf,
  negated: boolean,
): Condition {
  const [leftColumn, rightColumn] = [columnOf(left, typeOf), columnOf(right, typeOf)];
  const column = leftColumn ?? rightColumn;
  if (column === undefined || (leftColumn !== undefined && rightColumn !== undefined)) {
    return againstTruth(left, operator, right, typeOf, negated);
  }
  const value = constantBeside(leftColumn === undefined ? left : right, typeOf(column));
  if (value === undefined) return other;
  const direct = leftColumn === undefined ? flipped[operator] : operator;
  return compare(column, negated ? inverse[direct] : direct, value);
}

/** `(condition) = true` */
function againstTruth(
  left: ExpressionNode,
  operator: Comparison,
  right: ExpressionNode,
  typeOf: TypeOf,
  negated: boolean,
): Condition {
  if (operator !== '=' || right.kind !== 'constant' || right.type !== 'boolean') return other;
  return conditionOf(left, typeOf, (right.text === 'true') === negated);
}

const textual = /^(?:text|varchar|character varying|bpchar|character|char)$/;

/** A column, also behind the cast to text that PostgreSQL adds to a varchar column. */
function columnOf(node: ExpressionNode, typeOf: TypeOf): string | undefined {
  if (node.kind === 'column') return node.column.name;
  if (node.kind !== 'cast' || node.type.name !== 'text' || node.type.array) return undefined;
  const name = columnOf(node.operand, typeOf);
  return name !== undefined && typeOf(name)?.name === 'character varying' ? name : undefined;
}

/**
 * The value a constant has beside a column. Undefined where its type and the column's do not go together without doubt:
 * PostgreSQL proves nothing over comparisons that depend on the time zone or cast the column.
 */
export function constantBeside(node: ExpressionNode, type: TypeReference | undefined): Constant | undefined {
  const constant = constantOf(node);
  if (constant === undefined || constant.kind === 'null') return undefined;
  const name = type?.arrayDimensions === 0 ? type.name : undefined;
  if (constant.kind === 'number' && !/^[+-]?\d+$/.test(constant.text)) {
    return name === 'numeric' || name === 'double precision' || name === 'real' ? constant : undefined;
  }
  if (constant.kind !== 'string') return constant;
  if (constant.type === undefined) {
    // Whether the time of day counts depends on the type.
    if (type === undefined && /^\d+-\d+-\d+[ T]/.test(constant.text)) return undefined;
    return name === 'date' ? { kind: 'string', text: constant.text.slice(0, 'yyyy-mm-dd'.length) } : constant;
  }
  if (name === undefined) return undefined;
  if (textual.test(name)) return textual.test(constant.type) ? constant : undefined;
  const isDay = (what: string): boolean => what === 'date' || what === 'timestamp without time zone';
  return constant.type === name || (isDay(constant.type) && isDay(name)) ? constant : undefined;
}
