import { analyseExpression } from './analyse.js';
import type { ExpressionNode } from './tree.js';

/** What the condition's reader knows about the statement around it. */
export interface ConditionScope {
  /** Columns of few different values, such as booleans and enums: comparing one with a value leaves many rows. */
  readonly isCoarse: (column: string) => boolean;
  /** Whether a name that looks like another column is bound to a few values: a loop variable, an item of VALUES. */
  readonly otherSideIsSmall: boolean;
}

/**
 * Whether a condition holds an UPDATE or DELETE to a part of the table that does not grow with it: a key compared with
 * values, a range closed on both sides, a list. `IS NULL`, `<>`, a join and an age do not. A guess about the usual case,
 * on the side of yes: what cannot be read counts as limiting.
 */
export function limitsRows(condition: string, scope: ConditionScope): boolean {
  const { tree } = analyseExpression(condition);
  return tree === undefined || limits(tree, condition, scope);
}

function limits(node: ExpressionNode, text: string, scope: ConditionScope): boolean {
  switch (node.kind) {
    case 'binary':
      return binaryLimits(node, text, scope);
    case 'in':
    case 'between':
      return !node.negated && !isCoarseColumn(node.operand, scope);
    case 'other':
      return !isSubquery(node, text) || namesValue.test(textOf(node, text));
    case 'call':
      return true;
    case 'unary':
      // NOT of anything leaves the greater part; COLLATE changes nothing.
      return node.operator === 'collate' && limits(node.operand, text, scope);
    case 'cast':
      return limits(node.operand, text, scope);
    case 'column':
    case 'constant':
    case 'is':
    case 'list':
      return false;
  }
}

type Binary = Extract<ExpressionNode, { kind: 'binary' }>;

function binaryLimits(node: Binary, text: string, scope: ConditionScope): boolean {
  const { left, right, operator } = node;
  switch (operator) {
    case 'and':
      return limits(left, text, scope) || limits(right, text, scope) || closesRange(node, text);
    case 'or':
      return limits(left, text, scope) && limits(right, text, scope);
    case '=':
    case 'is not distinct from':
      return equalityLimits(node, text, scope);
    case '<>':
    case 'is distinct from':
      return false;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return !isJoin(left, right) && !isOpenEnd(right, text) && !isOpenEnd(left, text);
    default:
      return !operator.startsWith('not ');
  }
}

function equalityLimits({ left, right, quantifier }: Binary, text: string, scope: ConditionScope): boolean {
  if (isSubquery(right, text)) return quantifier === undefined || namesValue.test(textOf(right, text));
  if (isJoin(left, right)) return scope.otherSideIsSmall;
  if (right.kind === 'constant' && (right.type === 'boolean' || right.type === 'null')) return false;
  return !isCoarseColumn(left, scope) && !isCoarseColumn(right, scope);
}

/** `created_at >= a AND created_at < b`, in whatever order. */
function closesRange(node: Binary, text: string): boolean {
  const parts = conjuncts(node).filter((part): part is Binary => part.kind === 'binary');
  const ends = (signs: readonly string[]): Set<string> =>
    new Set(
      parts
        .filter(({ operator, left, right }) => signs.includes(operator) && !isJoin(left, right))
        .map(({ left }) => textOf(left, text)),
    );
  const below = ends(['<', '<=']);
  return [...ends(['>', '>='])].some((column) => below.has(column));
}

function conjuncts(node: ExpressionNode): ExpressionNode[] {
  if (node.kind !== 'binary' || node.operator !== 'and') return [node];
  return [...conjuncts(node.left), ...conjuncts(node.right)];
}

/** A point in time, or the smallest keys: a comparison with it alone leaves a part that grows with the table. */
function isOpenEnd(node: ExpressionNode, text: string): boolean {
  return /\b(now|current_\w+|clock_timestamp|interval|date|timestamp(tz)?)\b|'\d{4}-\d\d|^-?[01]$/i.test(
    textOf(node, text),
  );
}

function isJoin(left: ExpressionNode, right: ExpressionNode): boolean {
  return left.kind === 'column' && right.kind === 'column';
}

function isCoarseColumn(node: ExpressionNode, scope: ConditionScope): boolean {
  return node.kind === 'column' && scope.isCoarse(node.column.name);
}

function isSubquery(node: ExpressionNode, text: string): boolean {
  return node.kind === 'other' && /\b(select|values|table)\b/i.test(textOf(node, text));
}

/** A subquery that looks something up by a given value, or limits itself, gives few rows. */
const namesValue = /(?:=|\bin\s*\()\s*(?:'|\d)|\blimit\b|\bvalues\b/i;

function textOf(node: ExpressionNode, text: string): string {
  return text.slice(node.start, node.end);
}
