import type { InsertStmt, Node, SelectStmt, UpdateStmt } from 'libpg-query';
import type { LiteralUse } from '../../../core/operation.js';
import { all, as, qualified, strings } from '../nodes.js';

/** The longest label an enum can have: NAMEDATALEN - 1 bytes. A longer literal shows no use of one. */
const longestLabel = 63;

/** The literals that an INSERT stores, and those it compares. */
export function insertLiterals(statement: InsertStmt): LiteralUse[] {
  const found = new Literals();
  const columns = all(statement.cols, 'ResTarget').map((column) => column.name);
  const query = as(statement.selectStmt, 'SelectStmt');
  for (const row of query?.valuesLists ?? []) {
    (as(row, 'List')?.items ?? []).forEach((value, index) => found.visit(value, columns[index]));
  }
  all(query?.targetList, 'ResTarget').forEach((target, index) => found.visit(target.val, columns[index]));
  if (query !== undefined) {
    found.visit({ ...query, targetList: undefined, valuesLists: undefined }, undefined);
  }
  found.assignments(statement.onConflictClause?.targetList);
  return found.list();
}

export function updateLiterals(statement: UpdateStmt): LiteralUse[] {
  const found = new Literals();
  found.assignments(statement.targetList);
  found.visit([statement.whereClause, statement.fromClause], undefined);
  return found.list();
}

export function selectLiterals(statement: SelectStmt): LiteralUse[] {
  const found = new Literals();
  found.visit(statement, undefined);
  return found.list();
}

class Literals {
  private readonly found = new Map<string, LiteralUse>();

  list(): LiteralUse[] {
    return [...this.found.values()];
  }

  assignments(targets: readonly Node[] | undefined): void {
    for (const target of all(targets, 'ResTarget')) this.visit(target.val, target.name);
  }

  /** Walks any part of the tree. `column` is the column that the value goes to or is compared with. */
  visit(value: unknown, column: string | undefined): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, column);
      return;
    }
    for (const [tag, body] of Object.entries(value)) {
      if (tag === 'A_Const') this.constant(body as Constant, column, undefined);
      else if (tag === 'TypeCast') this.cast(body as Cast, column);
      else if (tag === 'A_Expr') this.comparison(body as Comparison, column);
      else if (tag === 'SelectStmt' || tag === 'CaseExpr') this.unassigned(tag, body, column);
      else if (tag !== 'TypeName' && tag !== 'FuncCall') this.visit(body, column);
      // The arguments of a function are not stored in the column the result goes to.
      else if (tag === 'FuncCall') this.visit(body, undefined);
    }
  }

  /** The conditions of a CASE or a subquery are not values of the column; what they yield is. */
  private unassigned(tag: 'SelectStmt' | 'CaseExpr', body: unknown, column: string | undefined): void {
    if (tag === 'SelectStmt') {
      const { targetList, ...rest } = body as SelectStmt;
      for (const target of all(targetList, 'ResTarget')) this.visit(target.val, column);
      this.visit(rest, undefined);
      return;
    }
    const { arg, args, defresult } = body as { arg?: Node; args?: Node[]; defresult?: Node };
    const subject = arg === undefined ? undefined : columnOf(arg);
    for (const when of all(args, 'CaseWhen')) {
      this.visit(when.expr, subject);
      this.visit(when.result, column);
    }
    this.visit(defresult, column);
  }

  private comparison({ lexpr, rexpr }: Comparison, column: string | undefined): void {
    this.visit(lexpr, columnOf(rexpr) ?? column);
    this.visit(rexpr, columnOf(lexpr) ?? column);
  }

  private cast({ arg, typeName }: Cast, column: string | undefined): void {
    const constant = as(arg, 'A_Const');
    if (constant === undefined) this.visit(arg, column);
    else this.constant(constant, column, strings(typeName?.names));
  }

  private constant(constant: Constant, column: string | undefined, type: readonly string[] | undefined): void {
    if (constant.sval === undefined) return;
    const value = constant.sval.sval ?? '';
    if (value.length > longestLabel) return;
    this.found.set(`${column ?? ''}\n${type?.join('.') ?? ''}\n${value}`, {
      ...(column === undefined ? undefined : { column }),
      ...(type === undefined ? undefined : { type: qualified(type) }),
      value,
    });
  }
}

interface Constant {
  readonly sval?: { readonly sval?: string };
}

interface Cast {
  readonly arg?: Node;
  readonly typeName?: { readonly names?: Node[] };
}

interface Comparison {
  readonly lexpr?: Node;
  readonly rexpr?: Node;
}

function columnOf(node: Node | undefined): string | undefined {
  return strings(as(node, 'ColumnRef')?.fields).at(-1);
}
