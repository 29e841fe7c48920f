import type { ColumnRef, Node, RangeVar, SelectStmt, WithClause } from 'libpg-query';
import type { QualifiedName } from '../../../core/name.js';
import type { QueryUse } from '../../../core/operation.js';
import { all, as, open, qualified, relationName, strings } from '../nodes.js';
import { typeReference } from '../types.js';

/** The names a query level sees. A name that stands for a subquery, a function or a WITH query maps to null. */
interface Level {
  readonly names: Map<string, QualifiedName | null>;
  readonly withQueries: Set<string>;
  readonly parent: Level | undefined;
}

/** What a query, or the reading part of an INSERT, UPDATE, DELETE or MERGE, uses. */
export function queryUse(query: Node | undefined): QueryUse {
  const uses = new Uses();
  if (query !== undefined) uses.visit(query, undefined);
  return {
    relations: [...uses.relations.values()],
    columns: [...uses.columns.values()],
    star: uses.star,
    functions: [...uses.functions.values()],
    output: query === undefined ? [] : outputOf(query),
  };
}

/** What expressions use that stand outside a query: the columns they name, and what their subqueries read. */
export function usesOf(expressions: readonly Node[]): QueryUse {
  const uses = new Uses();
  for (const expression of expressions) uses.visit(expression, undefined);
  return {
    relations: [...uses.relations.values()],
    columns: [...uses.columns.values()],
    star: uses.star,
    functions: [...uses.functions.values()],
    output: [],
  };
}

/** Whether a query anywhere in the node limits its rows with LIMIT or FETCH FIRST. */
export function limitsRows(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && 'limitCount' in value) {
    const constant = as(value.limitCount as Node, 'A_Const');
    if (constant?.isnull !== true) return true;
  }
  return Object.values(value).some(limitsRows);
}

class Uses {
  readonly relations = new Map<string, QualifiedName>();
  readonly columns = new Map<string, QueryUse['columns'][number]>();
  readonly functions = new Map<string, QualifiedName>();
  star = false;

  /** Walks any part of the tree; what opens a new level of names is handled apart. */
  visit(value: unknown, level: Level | undefined): void {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) this.visit(item, level);
      return;
    }
    for (const [tag, body] of Object.entries(value)) {
      switch (tag) {
        case 'SelectStmt':
        case 'larg':
        case 'rarg':
        case 'InsertStmt':
        case 'UpdateStmt':
        case 'DeleteStmt':
        case 'MergeStmt':
          // JoinExpr has larg and rarg too, but never comes here: FROM items are walked by `from`.
          this.statement(body as StatementLike, level);
          break;
        case 'ColumnRef':
          this.column(body as ColumnRef, level);
          break;
        case 'FuncCall':
          this.function(strings((body as { funcname?: Node[] }).funcname));
          this.visit(body, level);
          break;
        case 'TypeName':
          break;
        default:
          this.visit(body, level);
      }
    }
  }

  private statement(statement: StatementLike, parent: Level | undefined): void {
    const level: Level = { names: new Map(), withQueries: new Set(), parent };
    const { withClause, fromClause, usingClause, relation, sourceRelation, ...rest } = statement;
    if (withClause !== undefined) this.withQueries(withClause, level);
    if (relation !== undefined)
      level.names.set(relation.alias?.aliasname ?? relation.relname ?? '', relationName(relation));
    const later: unknown[] = [];
    const items = [
      ...(fromClause ?? []),
      ...(usingClause ?? []),
      ...(sourceRelation === undefined ? [] : [sourceRelation]),
    ];
    for (const item of items) this.from(item, level, later);
    for (const item of later) this.visit(item, level);
    this.visit(rest, level);
  }

  private withQueries(clause: WithClause, level: Level): void {
    for (const query of all(clause.ctes, 'CommonTableExpr')) {
      if (clause.recursive === true) level.withQueries.add(query.ctename ?? '');
      this.visit(query.ctequery, level);
      level.withQueries.add(query.ctename ?? '');
    }
  }

  /** Takes in a FROM item; what may refer to other items is kept for `later`, when all names are known. */
  private from(item: Node, level: Level, later: unknown[]): void {
    const { tag, body } = open(item);
    switch (tag) {
      case 'RangeVar':
        this.relation(body as RangeVar, level);
        break;
      case 'JoinExpr': {
        const join = body as { larg?: Node; rarg?: Node; quals?: Node; usingClause?: Node[]; alias?: Alias };
        if (join.larg !== undefined) this.from(join.larg, level, later);
        if (join.rarg !== undefined) this.from(join.rarg, level, later);
        for (const column of strings(join.usingClause)) this.columns.set(`.${column}`, { column });
        hide(level, join.alias);
        later.push(join.quals);
        break;
      }
      case 'RangeTableSample': {
        const sample = body as { relation?: Node; args?: Node[] };
        if (sample.relation !== undefined) this.from(sample.relation, level, later);
        later.push(sample.args);
        break;
      }
      default:
        // Subqueries, functions, XMLTABLE, JSON_TABLE: their columns are those of no relation.
        hide(level, (body as { alias?: Alias }).alias);
        later.push(body);
    }
  }

  private relation(relation: RangeVar, level: Level): void {
    const name = relationName(relation);
    const alias = relation.alias?.aliasname ?? name.name;
    if (name.schema === undefined && isWithQuery(level, name.name)) {
      level.names.set(alias, null);
      return;
    }
    level.names.set(alias, name);
    this.relations.set(`${name.schema ?? ''}.${name.name}`, name);
  }

  private function(parts: readonly string[]): void {
    const name = qualified(parts[0] === 'pg_catalog' ? parts.slice(1) : parts);
    this.functions.set(`${name.schema ?? ''}.${name.name}`, name);
  }

  private column(reference: ColumnRef, level: Level | undefined): void {
    const fields = reference.fields ?? [];
    const last = fields.at(-1);
    if (last !== undefined && 'A_Star' in last) {
      this.star = true;
      for (const relation of starred(level, strings(fields.slice(0, -1)))) this.use(relation, '*');
      return;
    }
    const parts = strings(fields);
    const column = parts.at(-1) ?? '';
    if (parts.length < 2) {
      const only = onlyRelation(level);
      if (only === undefined) this.columns.set(`.${column}`, { column });
      else this.use(only, column);
      return;
    }
    const relation = parts.length > 2 ? qualified(parts.slice(0, -1)) : lookUp(level, parts[0] ?? '');
    if (relation) this.use(relation, column);
  }

  private use(relation: QualifiedName, column: string): void {
    this.columns.set(`${relation.schema ?? ''}.${relation.name}.${column}`, { relation, column });
  }
}

interface Alias {
  readonly aliasname?: string;
}

/** What SELECT, INSERT, UPDATE, DELETE and MERGE have that names relations. */
interface StatementLike {
  readonly withClause?: WithClause;
  readonly fromClause?: Node[];
  readonly usingClause?: Node[];
  readonly relation?: RangeVar;
  readonly sourceRelation?: Node;
}

function hide(level: Level, alias: Alias | undefined): void {
  if (alias?.aliasname !== undefined) level.names.set(alias.aliasname, null);
}

function isWithQuery(level: Level, name: string): boolean {
  return level.withQueries.has(name) || (level.parent !== undefined && isWithQuery(level.parent, name));
}

/** The relation a name stands for; null for a subquery and its like, undefined when nothing has the name (`excluded`). */
function lookUp(level: Level | undefined, name: string): QualifiedName | null | undefined {
  if (level === undefined) return undefined;
  return level.names.has(name) ? level.names.get(name) : lookUp(level.parent, name);
}

/** The relation of a level that reads nothing else: columns written without one are most likely its own. */
function onlyRelation(level: Level | undefined): QualifiedName | undefined {
  const [name, ...others] = level?.names.values() ?? [];
  return others.length === 0 ? (name ?? undefined) : undefined;
}

/** The relations whose columns a star stands for: the one in front of it, else all of its own level. */
function starred(level: Level | undefined, qualifier: readonly string[]): readonly QualifiedName[] {
  if (qualifier.length > 1) return [qualified(qualifier)];
  const named = qualifier[0] === undefined ? [...(level?.names.values() ?? [])] : [lookUp(level, qualifier[0])];
  return named.filter((relation) => relation !== null && relation !== undefined);
}

/** The output columns of a query: those of the first arm of a UNION, numbered ones for VALUES. */
function outputOf(query: Node): QueryUse['output'] {
  let select: SelectStmt | undefined = as(query, 'SelectStmt');
  while (select?.larg !== undefined) select = select.larg;
  if (select?.valuesLists !== undefined) {
    const first = select.valuesLists[0];
    return (as(first, 'List')?.items ?? []).map((item, index) => ({ name: `column${index + 1}`, ...castType(item) }));
  }
  return all(select?.targetList, 'ResTarget')
    .filter((target) => !isStar(target.val))
    .map((target) => {
      const name = target.name ?? impliedName(target.val);
      return { ...(name === undefined ? undefined : { name }), ...castType(target.val) };
    });
}

function isStar(value: Node | undefined): boolean {
  const last = as(value, 'ColumnRef')?.fields?.at(-1);
  return last !== undefined && 'A_Star' in last;
}

function castType(value: Node | undefined): Pick<QueryUse['output'][number], 'type'> {
  const type = typeReference(as(value, 'TypeCast')?.typeName);
  return type === undefined ? {} : { type };
}

/** The name PostgreSQL gives an output column without AS: `FigureColname` in src/backend/parser/parse_target.c. */
function impliedName(value: Node | undefined): string | undefined {
  if (value === undefined) return undefined;
  const column = as(value, 'ColumnRef');
  if (column !== undefined) return strings(column.fields).at(-1);
  const call = as(value, 'FuncCall');
  if (call !== undefined) return strings(call.funcname).at(-1);
  const cast = as(value, 'TypeCast');
  if (cast !== undefined) return impliedName(cast.arg) ?? strings(cast.typeName?.names).at(-1);
  if (as(value, 'CaseExpr') !== undefined) return 'case';
  if (as(value, 'CoalesceExpr') !== undefined) return 'coalesce';
  return undefined;
}
