import type { Expression } from '../../core/expression.js';
import { analyseExpression } from './analyse.js';
import { compareConstants, constantOf } from './constants.js';
import type { ExpressionNode } from './tree.js';

/**
 * Whether a WHERE lets every row through, so that it limits nothing: it is absent, TRUE, a comparison of equal constants
 * (`1 = 1`), `x IS NULL OR x IS NOT NULL`, or made of such parts. `x = x` counts as well although it leaves out NULLs:
 * it is written for the same purpose. A condition on data (`id > 0`) never counts.
 */
export function isAlwaysTrue(where: Expression | undefined): boolean {
  if (where === undefined) return true;
  const { tree } = analyseExpression(where.text);
  return tree !== undefined && truthOf(tree) === true;
}

/** True or false when the node is so for every row, else undefined. */
function truthOf(node: ExpressionNode): boolean | undefined {
  switch (node.kind) {
    case 'constant':
      return truthOfConstant(node.type, node.text);
    case 'cast':
      return node.type.array || !/^bool(?:ean)?$/.test(node.type.name) ? undefined : truthOf(node.operand);
    case 'unary':
      return node.operator === 'not' ? negated(truthOf(node.operand)) : undefined;
    case 'is':
      return truthOfTest(node);
    case 'between':
      return node.negated ? undefined : truthOfBetween(node);
    case 'binary':
      return truthOfBinary(node);
    default:
      return undefined;
  }
}

function truthOfConstant(type: string, text: string): boolean | undefined {
  if (type === 'boolean') return text === 'true';
  if (type !== 'string') return undefined;
  if (/^\s*(?:t|true|y|yes|on|1)\s*$/i.test(text)) return true;
  return /^\s*(?:f|false|n|no|off|0)\s*$/i.test(text) ? false : undefined;
}

function negated(truth: boolean | undefined): boolean | undefined {
  return truth === undefined ? undefined : !truth;
}

function truthOfTest(node: ExpressionNode & { kind: 'is' }): boolean | undefined {
  const constant = constantOf(node.operand);
  if (node.test === 'null' && constant !== undefined) return (constant.kind === 'null') !== node.negated;
  if (node.test !== 'true' && node.test !== 'false') return undefined;
  const truth = truthOf(node.operand);
  return truth === undefined ? undefined : (truth === (node.test === 'true')) !== node.negated;
}

function truthOfBetween(node: ExpressionNode & { kind: 'between' }): boolean | undefined {
  const [value, low, high] = [node.operand, node.low, node.high].map(constantOf);
  if (value === undefined || low === undefined || high === undefined) return undefined;
  const above = compareConstants(value, low);
  const below = compareConstants(value, high);
  return above === undefined || below === undefined ? undefined : above >= 0 && below <= 0;
}

function truthOfBinary(node: ExpressionNode & { kind: 'binary' }): boolean | undefined {
  const { operator, left, right } = node;
  if (node.quantifier !== undefined) return undefined;
  if (operator === 'and' || operator === 'or') {
    const deciding = operator === 'or';
    const [first, second] = [truthOf(left), truthOf(right)];
    if (first === deciding || second === deciding) return deciding;
    if (first === undefined || second === undefined)
      return operator === 'or' && areOpposite(left, right) ? true : undefined;
    return !deciding;
  }
  if (operator === '=' && isSameColumn(left, right)) return true;
  const [first, second] = [constantOf(left), constantOf(right)];
  if (first === undefined || second === undefined) return undefined;
  const compared = compareConstants(first, second);
  return compared === undefined ? undefined : holds(operator, compared);
}

function holds(operator: string, compared: number): boolean | undefined {
  switch (operator) {
    case '=':
      return compared === 0;
    case '<>':
      return compared !== 0;
    case '<':
      return compared < 0;
    case '<=':
      return compared <= 0;
    case '>':
      return compared > 0;
    case '>=':
      return compared >= 0;
    default:
      return undefined;
  }
}

/** `x IS NULL OR x IS NOT NULL` */
function areOpposite(left: ExpressionNode, right: ExpressionNode): boolean {
  if (left.kind !== 'is' || right.kind !== 'is' || left.test !== 'null' || right.test !== 'null') return false;
  return left.negated !== right.negated && isSameColumn(left.operand, right.operand);
}

function isSameColumn(left: ExpressionNode, right: ExpressionNode): boolean {
  if (left.kind !== 'column' || right.kind !== 'column' || left.column.name !== right.column.name) return false;
  // `a.id = b.id` is a join, not a tautology.
  return left.column.table?.name === right.column.table?.name;
}

/**
 * Whether a WHERE confines a statement to a stretch or a list of keys, as batches do: `id BETWEEN 1 AND 1000`,
 * `id >= 1 AND id < 1001`, `id IN (1, 2)`, `id = 7`, `id = ANY (...)`. The values may be parameters or variables.
 */
export function limitsToKeyRange(where: Expression | undefined, keys: readonly string[]): boolean {
  const tree = where === undefined ? undefined : analyseExpression(where.text).tree;
  if (tree === undefined) return false;
  const parts = conjunctsOf(tree);
  return keys.some((key) => {
    const limits = parts.map((part) => limitOn(part, key));
    return limits.includes('both') || (limits.includes('low') && limits.includes('high'));
  });
}

function limitOn(node: ExpressionNode, key: string): 'low' | 'high' | 'both' | undefined {
  const isKey = (operand: ExpressionNode): boolean => operand.kind === 'column' && operand.column.name === key;
  if (node.kind === 'between' || node.kind === 'in') return !node.negated && isKey(node.operand) ? 'both' : undefined;
  if (node.kind !== 'binary' || isKey(node.left) === isKey(node.right)) return undefined;
  if (node.operator === '=') return node.quantifier === 'all' ? undefined : 'both';
  if (!/^[<>]=?$/.test(node.operator) || node.quantifier !== undefined) return undefined;
  return node.operator.startsWith('>') === isKey(node.left) ? 'low' : 'high';
}

/** The parts of a condition that must all hold. */
function conjunctsOf(node: ExpressionNode): readonly ExpressionNode[] {
  if (node.kind !== 'binary' || node.operator !== 'and') return [node];
  return [...conjunctsOf(node.left), ...conjunctsOf(node.right)];
}
