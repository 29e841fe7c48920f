import type { Expression } from '../../core/expression.js';
import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import type { Column } from '../../core/schema.js';
import type { TypeReference } from '../../core/type.js';
import { displayType } from '../../core/type.js';
import { isComparable } from '../casts.js';
import { analyseExpression } from '../expressions/index.js';
import type { ExpressionNode } from '../expressions/index.js';
import { identifiers, integers, isString } from '../types.js';
import { checksOver, indexesOf } from './dependencies.js';
import { storedType, typeDefinition } from './domains.js';
import { shortName } from './preconditions.js';
import type { Scene } from './scene.js';

/**
 * Fails where an index or a CHECK uses the column with an operator that its new type does not have: after the change
 * PostgreSQL parses their expressions again, with the constants in the type they had ("operator does not exist: text >
 * integer"; ATPostAlterTypeParse in tablecmds.c). Observed on 18 for all pairs of some twenty built-in types, and on 15
 * to 18 in the cases type-used-in of the proof.
 */
export function failOnUses(
  table: ObjectKey,
  operation: OperationOf<'alter-column-type'>,
  column: Column | undefined,
  scene: Scene,
): void {
  if (column?.type === undefined) return;
  const [from, to] = [storedType(column.type, scene), storedType(operation.type, scene)];
  if (keepsOperators(from, to, scene)) return;
  const change = { column: operation.column, from, to };
  for (const member of scene.tree(table)) {
    for (const { where, expression } of expressionsOver(member, operation.column, scene)) {
      const use = useIn(expression, change);
      if (use === undefined) continue;
      scene.fails({
        when: 'objects-depend',
        certain: use.certain,
        object: where.object,
        because: `${use.because}, in ${where.words}`,
      });
    }
  }
}

interface Change {
  readonly column: string;
  readonly from: TypeReference;
  readonly to: TypeReference;
}

interface Use {
  readonly because: string;
  /** True for comparisons with constants, which PostgreSQL keeps as they are written. */
  readonly certain: boolean;
}

/**
 * Whether what is done with values of one type can be done with those of the other. varchar has no operators: its
 * values are compared as text, and PostgreSQL keeps that cast in the expression.
 */
function keepsOperators(from: TypeReference, to: TypeReference, scene: Scene): boolean {
  if (from.arrayDimensions === 0 && from.name === 'character varying') return true;
  const [ownFrom, ownTo] = [typeDefinition(from, scene), typeDefinition(to, scene)];
  if (ownFrom?.kind === 'enum' || ownTo?.kind === 'enum') return ownFrom?.key === ownTo?.key;
  if (isTime(from) && isTime(to)) return true;
  return isComparable(from, to) || (identifiers.includes(from.name) && isString(to));
}

/** An interval and a time of day convert to each other by themselves. */
function isTime({ name, arrayDimensions }: TypeReference): boolean {
  return arrayDimensions === 0 && (name === 'interval' || name === 'time without time zone');
}

interface Placed {
  readonly where: { readonly object: string; readonly words: string };
  readonly expression: Expression;
}

/** The expressions of indexes and the CHECK constraints of a table. */
function expressionsOver(table: ObjectKey, column: string, scene: Scene): readonly Placed[] {
  const placed: Placed[] = [];
  for (const { key, keys, where: predicate } of indexesOf(scene.schema, table)) {
    const where = { object: key, words: `the index ${shortName(key)}` };
    for (const expression of [...keys.map((part) => part.expression), predicate])
      if (expression !== undefined) placed.push({ where, expression });
  }
  for (const { name, definition } of checksOver(scene.schema, table, column)) {
    if (definition.kind !== 'check') continue;
    const where = { object: `${table}.${name}`, words: `the constraint ${name}` };
    placed.push({ where, expression: definition.expression });
  }
  return placed;
}

function useIn({ text }: Expression, change: Change): Use | undefined {
  const { tree } = analyseExpression(text);
  return tree === undefined ? undefined : useOf(tree, change);
}

/** The first use below a node that the new type does not allow; one that is certain before others. */
function useOf(node: ExpressionNode, change: Change): Use | undefined {
  const own = ownUse(node, change);
  if (own?.certain === true) return own;
  const below = partsOf(node).flatMap((part) => useOf(part, change) ?? []);
  return below.find(({ certain }) => certain) ?? own ?? below[0];
}

function ownUse(node: ExpressionNode, change: Change): Use | undefined {
  const isColumn = (part: ExpressionNode): boolean => part.kind === 'column' && part.column.name === change.column;
  const isPlain = (part: ExpressionNode): boolean => isConstantOf(part, change.from);
  switch (node.kind) {
    case 'binary': {
      const { operator, left, right } = node;
      if (operator === 'and' || operator === 'or' || operator === '||') return undefined;
      if (!isColumn(left) && !isColumn(right)) return undefined;
      const compares = comparisons.has(operator) && node.quantifier === undefined;
      return missing(operator, change, compares && (isColumn(left) ? isPlain(right) : isPlain(left)), isColumn(right));
    }
    case 'between':
      return isColumn(node.operand) ? missing('>=', change, isPlain(node.low) && isPlain(node.high)) : undefined;
    case 'in':
      return isColumn(node.operand) ? missing('=', change, node.items.every(isPlain)) : undefined;
    case 'call':
      return node.arguments.some(isColumn) && !takesAnything.has(node.function.name)
        ? { because: `function ${node.function.name}(${displayType(change.to)}) may not exist`, certain: false }
        : undefined;
    default:
      return undefined;
  }
}

const comparisons: ReadonlySet<string> = new Set(['=', '<>', '!=', '<', '<=', '>', '>=']);

/** Functions of arguments of any type. */
const takesAnything: ReadonlySet<string> = new Set([
  'concat',
  'concat_ws',
  'format',
  'num_nonnulls',
  'num_nulls',
  'pg_typeof',
  'to_json',
  'to_jsonb',
]);

function missing(operator: string, { from, to }: Change, certain: boolean, reversed = false): Use {
  const other = integers.includes(from.name) ? 'integer' : displayType({ ...from, modifiers: [] });
  const [left, right] = reversed ? [other, displayType(to)] : [displayType(to), other];
  return { because: `operator does not exist: ${left} ${operator} ${right}`, certain };
}

/** Whether a constant is compared with a column of the type as it is, so that no cast of the column stands between. */
function isConstantOf(node: ExpressionNode, type: TypeReference): boolean {
  if (node.kind === 'unary' && node.operator === '-') return isConstantOf(node.operand, type);
  if (node.kind !== 'constant' || type.arrayDimensions > 0) return false;
  if (node.type === 'string') return true;
  if (node.type === 'boolean') return type.name === 'boolean';
  if (node.type !== 'number') return false;
  return type.name === 'numeric' || (integers.includes(type.name) && /^\d{1,18}$/.test(node.text));
}

function partsOf(node: ExpressionNode): readonly ExpressionNode[] {
  switch (node.kind) {
    case 'binary':
      return [node.left, node.right];
    case 'unary':
    case 'cast':
    case 'is':
      return [node.operand];
    case 'between':
      return [node.operand, node.low, node.high];
    case 'in':
      return [node.operand, ...node.items];
    case 'call':
      return node.arguments;
    case 'list':
      return node.items;
    default:
      return [];
  }
}
