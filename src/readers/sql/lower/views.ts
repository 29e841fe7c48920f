import type { CreateTableAsStmt, IntoClause, ViewStmt } from 'libpg-query';
import { as, relationName, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import { storageParameters } from './clauses.js';
import { afterRelation } from './indexes.js';
import { queryUse } from './query-use.js';

export function createView(statement: ViewStmt, scope: Scope): void {
  const columns = strings(statement.aliases);
  const { withCheckOption = 'NO_CHECK_OPTION' } = statement;
  scope.emit('create-view', {
    view: relationName(statement.view),
    orReplace: statement.replace === true,
    query: queryUse(statement.query),
    definition: definitionAfter(scope, statement.view, withCheckOption === 'NO_CHECK_OPTION' ? [] : ['option']),
    ...(columns.length === 0 ? undefined : { columns }),
    ...(statement.view?.relpersistence === 't' ? { temporary: true } : undefined),
    ...(isRecursive(statement, scope) ? { recursive: true } : undefined),
    ...storageParameters(statement.options),
    ...(withCheckOption === 'NO_CHECK_OPTION'
      ? undefined
      : { checkOption: withCheckOption === 'LOCAL_CHECK_OPTION' ? 'local' : 'cascaded' }),
  });
}

/** The parser turns `CREATE RECURSIVE VIEW` into a view on a recursive WITH query, which may be written as well. */
function isRecursive(statement: ViewStmt, scope: Scope): boolean {
  if (as(statement.query, 'SelectStmt')?.withClause?.recursive !== true) return false;
  return scope.find(0, ['recursive']) < scope.tokenAt(statement.view?.location);
}

export function createMaterializedView(statement: CreateTableAsStmt, scope: Scope): void {
  const { into } = statement;
  const columns = strings(into?.colNames);
  scope.emit('create-materialized-view', {
    view: relationName(into?.rel),
    ifNotExists: statement.if_not_exists === true,
    withNoData: into?.skipData === true,
    query: queryUse(statement.query),
    definition: definitionAfter(scope, into?.rel, ['data']),
    ...(columns.length === 0 ? undefined : { columns }),
    ...intoClauses(into),
  });
}

/** What stands between the name of a relation made from a query and the query. */
export function intoClauses(into: IntoClause | undefined): {
  readonly accessMethod?: string;
  readonly tablespace?: string;
} & ReturnType<typeof storageParameters> {
  return {
    ...(into?.accessMethod === undefined ? undefined : { accessMethod: into.accessMethod }),
    ...storageParameters(into?.options),
    ...(into?.tableSpaceName === undefined ? undefined : { tablespace: into.tableSpaceName }),
  };
}

/**
 * The query after `name ... AS`, as written. A `WITH ... DATA` or `WITH ... CHECK OPTION`, whose last word is given, is
 * no part of it.
 */
export function definitionAfter(scope: Scope, relation: ViewStmt['view'], lastWords: readonly string[]): string {
  const from = scope.find(afterRelation(scope, relation).index, ['as']) + 1;
  let to = scope.tokens.length;
  if (lastWords.includes(scope.word(to - 1))) {
    const length = [2, 3, 4].find((words) => scope.word(to - words) === 'with');
    if (length !== undefined) to -= length;
  }
  return scope.textOf(scope.spanOf(from, to));
}
