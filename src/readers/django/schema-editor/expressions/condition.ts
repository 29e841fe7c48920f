import type { DjangoExpression, DjangoExpressionOf } from '../../model.js';
import { lastName } from '../../reading.js';
import { NotEmulated } from '../../state/not-emulated.js';
import { compiled, type Compiled, type Compiling } from './context.js';
import { compileLookup, isNullTest } from './lookups.js';
import { splitPath, transformed } from './paths.js';

/** A condition as `Query.build_where` builds it and `WhereNode.as_sql` writes it. */
export function compileCondition(condition: DjangoExpression, context: Compiling): Compiled {
  const node = condition.kind === 'q' ? nodeOf(condition, false, context) : leafNode(condition, false, context);
  return written(node);
}

/** `WhereNode`: conditions joined by one word. */
interface Node {
  readonly connector: 'AND' | 'OR' | 'XOR';
  readonly negated: boolean;
  readonly children: readonly (Node | Compiled)[];
}

/** `Query._add_q`. `isNegated` tells whether an odd number of NOTs stands around it. */
function nodeOf(q: DjangoExpressionOf<'q'>, isNegated: boolean, context: Compiling): Node {
  if (q.connector === 'XOR') throw new NotEmulated('conditions joined by XOR are not known');
  const negated = isNegated !== q.negated;
  let children: readonly (Node | Compiled)[] = [];
  for (const child of q.children) {
    const clause = child.kind === 'q' ? nodeOf(child, negated, context) : leafNode(child, negated, context);
    children = added(children, clause, q.connector);
  }
  return { connector: q.connector, negated: q.negated, children };
}

/** `Node.add` of django/utils/tree.py: what is joined by the same word becomes one list. */
function added(
  children: readonly (Node | Compiled)[],
  clause: Node,
  connector: Node['connector'],
): readonly (Node | Compiled)[] {
  if (clause.children.length === 0) return children;
  const joins = !clause.negated && (clause.connector === connector || clause.children.length === 1);
  return joins ? [...children, ...clause.children] : [...children, clause];
}

/** `Query.build_filter`: a lookup, or an expression that is true or false. */
function leafNode(leaf: DjangoExpression, isNegated: boolean, context: Compiling): Node {
  if (leaf.kind === 'lookup')
    return { connector: 'AND', negated: false, children: lookupClauses(leaf, isNegated, context) };
  if (leaf.kind === 'func' && /\.Exists$/.test(leaf.class))
    throw new NotEmulated(`${lastName(leaf.class)} is not known here`);
  return { connector: 'AND', negated: false, children: [context.compile(leaf, context)] };
}

function lookupClauses(
  lookup: DjangoExpressionOf<'lookup'>,
  isNegated: boolean,
  context: Compiling,
): readonly Compiled[] {
  const { column, rest } = splitPath(lookup.path, context);
  const clause = compileLookup(column, rest, lookup.value, context, (inner, name) => transformed(inner, name, context));
  const name = rest.at(-1) ?? 'exact';
  if (!isNegated || name === 'isnull' || isNullTest(lookup.value)) return [clause];
  // NULL is neither: where the condition is negated, rows without a value are to be found by it.
  const more = column.field?.isNull === true ? [compiled(`${column.sql} IS NOT NULL`, column.parameters)] : [];
  const { value } = lookup;
  if (value.kind === 'f') {
    const other = context.compile(value, context);
    if (other.isColumn && other.field?.isNull === true) more.push(compiled(`${other.sql} IS NOT NULL`, []));
  }
  return [clause, ...more];
}

function written(node: Node): Compiled {
  const parts = node.children.map((child) => ('connector' in child ? written(child) : child));
  const joined = parts.map(({ sql }) => sql).join(` ${node.connector} `);
  const sql = node.negated ? `NOT (${joined})` : parts.length > 1 ? `(${joined})` : joined;
  return compiled(
    sql,
    parts.flatMap(({ parameters }) => parameters),
    { isConditional: true },
  );
}
