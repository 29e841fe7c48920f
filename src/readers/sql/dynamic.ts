import type { Node } from 'libpg-query';
import { all, as, constantText, strings } from './nodes.js';
import { parseStatements } from './parse.js';

/** The value of an SQL expression that yields the same string every time; undefined when it may vary. */
export function constantString(expression: string): string | undefined {
  const parsed = parseStatements(`SELECT ${expression}`);
  if (!parsed.ok) return undefined;
  const targets = all(as(parsed.statements[0]?.stmt, 'SelectStmt')?.targetList, 'ResTarget');
  return targets.length === 1 ? fold(targets[0]?.val) : undefined;
}

function fold(node: Node | undefined): string | undefined {
  const constant = as(node, 'A_Const');
  if (constant !== undefined) return constant.isnull === true ? undefined : constantText(constant);
  const cast = as(node, 'TypeCast');
  if (cast !== undefined) {
    const type = strings(cast.typeName?.names).at(-1) ?? '';
    return ['text', 'varchar', 'regclass', 'name'].includes(type) ? fold(cast.arg) : undefined;
  }
  const operation = as(node, 'A_Expr');
  if (operation !== undefined && strings(operation.name)[0] === '||') {
    const left = fold(operation.lexpr);
    const right = fold(operation.rexpr);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return foldCall(node);
}

function foldCall(node: Node | undefined): string | undefined {
  const call = as(node, 'FuncCall');
  const values = (call?.args ?? []).map(fold);
  const known = values.filter((value) => value !== undefined);
  const [first, ...rest] = known;
  if (call === undefined || first === undefined || known.length < values.length) return undefined;
  switch (strings(call.funcname).at(-1)) {
    case 'format':
      return format(first, rest);
    case 'concat':
      return known.join('');
    case 'quote_ident':
      return rest.length === 0 ? identifier(first) : undefined;
    case 'quote_literal':
      return rest.length === 0 ? literal(first) : undefined;
    default:
      return undefined;
  }
}

/** https://www.postgresql.org/docs/current/functions-string.html#FUNCTIONS-STRING-FORMAT, without widths. */
function format(pattern: string, values: readonly string[]): string | undefined {
  let next = 0;
  const missing: string[] = [];
  const text = pattern.replace(/%(?:(\d+)\$)?(.)/gs, (_, position: string | undefined, type: string) => {
    if (type === '%') return '%';
    if (position !== undefined) next = Number(position) - 1;
    const value = values[next++];
    if (value === undefined || !'sIL'.includes(type)) {
      missing.push(type);
      return '';
    }
    return type === 's' ? value : type === 'I' ? identifier(value) : literal(value);
  });
  return missing.length === 0 ? text : undefined;
}

function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
