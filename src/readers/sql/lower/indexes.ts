import type { IndexElem, IndexStmt, RangeVar, ReindexStmt } from 'libpg-query';
import type { IndexKey, OperationMap } from '../../../core/operation.js';
import { all, optionIsOn, qualified, relationName, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import { parameters, storageParameters } from './clauses.js';

export function createIndex(statement: IndexStmt, scope: Scope): void {
  const { index: from, name } = afterRelation(scope, statement.relation);
  const open = scope.find(from, ['(']);
  const parts = statement.indexParams?.some((node) => 'IndexElem' in node && node.IndexElem.expr !== undefined)
    ? scope.split(open + 1, scope.closing(open))
    : [];
  scope.emit('create-index', {
    table: name,
    unique: statement.unique === true,
    concurrently: statement.concurrent === true,
    ifNotExists: statement.if_not_exists === true,
    only: statement.relation?.inh !== true,
    method: statement.accessMethod ?? 'btree',
    keys: all(statement.indexParams, 'IndexElem').map((element, index) =>
      indexKey(scope, element, parts[index]?.from ?? open),
    ),
    include: all(statement.indexIncludingParams, 'IndexElem').map((element) => element.name ?? ''),
    ...(statement.whereClause === undefined
      ? undefined
      : { where: scope.expression(scope.find(scope.closing(open) + 1, ['where']) + 1, scope.tokens.length) }),
    nullsNotDistinct: statement.nulls_not_distinct === true,
    ...(statement.idxname === undefined ? undefined : { index: statement.idxname }),
    ...storageParameters(statement.options),
    ...(statement.tableSpace === undefined ? undefined : { tablespace: statement.tableSpace }),
  });
}

/** One key of an index. `from` is the token at which the key begins. */
export function indexKey(scope: Scope, element: IndexElem, from: number): IndexKey {
  const collation = strings(element.collation);
  const operatorClass = strings(element.opclass);
  return {
    ...(element.name === undefined ? { expression: keyExpression(scope, from) } : { column: element.name }),
    ...(operatorClass.length === 0 ? undefined : { operatorClass: operatorClass.map(quotedIfNeeded).join('.') }),
    ...(element.opclassopts === undefined ? undefined : { operatorClassParameters: parameters(element.opclassopts) }),
    ...(collation.length === 0 ? undefined : { collation: qualified(collation) }),
    ...(element.ordering === 'SORTBY_DESC' ? { descending: true } : undefined),
    ...(element.nulls_ordering === 'SORTBY_NULLS_FIRST' ? { nullsFirst: true } : undefined),
    ...(element.nulls_ordering === 'SORTBY_NULLS_LAST' ? { nullsFirst: false } : undefined),
  };
}

/** An operator class is kept as SQL writes it, because it may have a schema. */
export function quotedIfNeeded(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** `(expression)` without its brackets, or a function call up to its closing bracket, or a word such as CURRENT_DATE. */
export function keyExpression(scope: Scope, from: number): NonNullable<IndexKey['expression']> {
  if (scope.word(from) === '(') return scope.expressionInside(from);
  const open = scope.find(from, ['(', ',']);
  return scope.word(open) === '(' ? scope.expression(from, scope.closing(open) + 1) : scope.expression(from, from + 1);
}

/** The token after the name of a relation, and the name. */
export function afterRelation(
  scope: Scope,
  relation: RangeVar | undefined,
): { readonly index: number; readonly name: ReturnType<typeof relationName> } {
  let index = scope.tokenAt(relation?.location) + 1;
  while (scope.word(index) === '.') index += 2;
  if (scope.word(index) === '*' || scope.word(index) === ')') index++;
  return { index, name: relationName(relation) };
}

const reindexTargets = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_DATABASE: 'database',
  REINDEX_OBJECT_SYSTEM: 'system',
} as const satisfies Record<NonNullable<ReindexStmt['kind']>, OperationMap['reindex']['target']>;

export function reindex(statement: ReindexStmt, scope: Scope): void {
  const name =
    statement.relation === undefined
      ? statement.name === undefined
        ? undefined
        : { name: statement.name }
      : relationName(statement.relation);
  const tablespace = parameters(statement.params).find((option) => option.name === 'tablespace')?.value;
  scope.emit('reindex', {
    target: reindexTargets[statement.kind ?? 'REINDEX_OBJECT_INDEX'],
    ...(name === undefined ? undefined : { name }),
    concurrently: optionIsOn(statement.params, 'concurrently'),
    ...(tablespace === undefined ? undefined : { tablespace }),
    ...(optionIsOn(statement.params, 'verbose') ? { verbose: true } : undefined),
  });
}
