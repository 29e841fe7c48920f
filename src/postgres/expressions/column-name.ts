import { analyseExpression } from './analyse.js';
import type { ExpressionNode } from './tree.js';

/**
 * What PostgreSQL calls the column of an index over an expression, before it makes it unique: the function's name for a
 * call, the column's for a cast column, `expr` where nothing offers a name. `FigureIndexColname`,
 * src/backend/parser/parse_target.c.
 */
export function indexColumnName(text: string): string {
  const { tree } = analyseExpression(text);
  return (tree === undefined ? undefined : nameOf(tree)?.name) ?? 'expr';
}

interface Figured {
  readonly name: string;
  /** A weak name, from a type or CASE, gives way to a better one. */
  readonly weak: boolean;
}

function nameOf(node: ExpressionNode): Figured | undefined {
  switch (node.kind) {
    case 'column':
      return { name: node.column.name, weak: false };
    case 'call':
      return { name: node.function.name, weak: false };
    case 'cast': {
      const inner = nameOf(node.operand);
      if (inner !== undefined && !inner.weak) return inner;
      return { name: internalNames[node.type.name] ?? node.type.name, weak: true };
    }
    case 'unary':
      return node.operator === 'collate' ? nameOf(node.operand) : undefined;
    case 'list':
      return { name: node.form, weak: false };
    case 'other':
      return node.name === undefined ? undefined : { name: node.name, weak: node.name === 'case' };
    default:
      return undefined;
  }
}

/** What the grammar turns the words of the SQL standard into. gram.y, `SystemTypeName`. */
const internalNames: Readonly<Record<string, string>> = {
  int: 'int4',
  integer: 'int4',
  smallint: 'int2',
  bigint: 'int8',
  real: 'float4',
  float: 'float8',
  'double precision': 'float8',
  decimal: 'numeric',
  dec: 'numeric',
  boolean: 'bool',
  character: 'bpchar',
  char: 'bpchar',
  'character varying': 'varchar',
  'char varying': 'varchar',
  'bit varying': 'varbit',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time with time zone': 'timetz',
  'time without time zone': 'time',
};
