import type { DeleteStmt, ResTarget, UpdateStmt } from 'libpg-query';
import type { Expression } from '../../../core/expression.js';
import type { Assignment, RowChange } from '../../../core/operation.js';
import { all, as, relationName } from '../nodes.js';
import type { Scope } from '../scope.js';
import { afterRelation } from './indexes.js';
import { updateLiterals } from './literals.js';
import { limitsRows, queryUse } from './query-use.js';

export function update(statement: UpdateStmt, scope: Scope): void {
  const targets = all(statement.targetList, 'ResTarget');
  const set = scope.find(afterRelation(scope, statement.relation).index, ['set']) + 1;
  const from = statement.fromClause === undefined ? undefined : fromWord(scope, set);
  const ends = clauseEnds(scope, from ?? set);
  scope.emit('update', {
    table: relationName(statement.relation),
    columns: targets.map((column) => column.name ?? ''),
    assignments: assignments(scope, targets, set, from ?? ends.where),
    ...(from === undefined ? undefined : { from: scope.textOf(scope.spanOf(from + 1, ends.where)) }),
    ...shared(statement, scope, ends),
    limited: limitsRows(statement),
    query: queryUse({ UpdateStmt: statement }),
    literals: updateLiterals(statement),
  });
}

export function remove(statement: DeleteStmt, scope: Scope): void {
  const after = afterRelation(scope, statement.relation).index;
  const ends = clauseEnds(scope, after);
  const using = statement.usingClause === undefined ? undefined : scope.find(after, ['using']) + 1;
  scope.emit('delete', {
    table: relationName(statement.relation),
    ...(using === undefined ? undefined : { usingTables: scope.textOf(scope.spanOf(using, ends.where)) }),
    ...shared(statement, scope, ends),
    limited: limitsRows(statement),
    using: using !== undefined,
    query: queryUse({ DeleteStmt: statement }),
  });
}

/** Tokens at which the WHERE and the RETURNING of the statement stand, or would stand. */
interface ClauseEnds {
  readonly where: number;
  readonly returning: number;
}

/** The clauses of the statement's own: those of subqueries and of a WITH stand inside brackets. */
function clauseEnds(scope: Scope, from: number): ClauseEnds {
  const where = scope.find(from, ['where', 'returning']);
  return { where, returning: scope.word(where) === 'where' ? scope.find(where, ['returning']) : where };
}

/** The word FROM that is not the one of IS DISTINCT FROM. */
function fromWord(scope: Scope, set: number): number {
  let from = scope.find(set, ['from']);
  while (scope.word(from - 1) === 'distinct') from = scope.find(from + 1, ['from']);
  return from;
}

function shared(
  statement: UpdateStmt | DeleteStmt,
  scope: Scope,
  { where, returning }: ClauseEnds,
): RowChange & { readonly where?: Expression } {
  const { relation, withClause } = statement;
  const end = scope.tokens.length;
  return {
    ...(statement.whereClause === undefined ? undefined : { where: scope.expression(where + 1, returning) }),
    ...(withClause === undefined ? undefined : { with: withText(scope, scope.tokenAt(withClause.location)) }),
    ...(relation?.inh === true ? undefined : { only: true }),
    ...(relation?.alias?.aliasname === undefined ? undefined : { alias: relation.alias.aliasname }),
    ...(returning >= end ? undefined : { returning: scope.textOf(scope.spanOf(returning + 1, end)) }),
  };
}

function withText(scope: Scope, from: number): string {
  return scope.textOf(scope.spanOf(from, scope.find(from, ['update', 'delete'])));
}

function assignments(scope: Scope, targets: readonly ResTarget[], from: number, to: number): Assignment[] {
  let next = 0;
  return scope.split(from, to).map((part) => {
    const equals = scope.find(part.from, ['='], part.to);
    const value = scope.expression(equals + 1, part.to);
    const first = targets[next];
    // `(a, b) = ...` is as many targets, whose values refer to one row.
    const count = as(first?.val, 'MultiAssignRef')?.ncolumns ?? 1;
    const columns = targets.slice(next, next + count).map((target) => target.name ?? '');
    next += count;
    const bare = count > 1 || first?.indirection === undefined;
    return {
      columns,
      value,
      ...(bare ? undefined : { part: scope.textOf(scope.spanOf(part.from + 1, equals)) }),
      ...(scope.word(part.from) === '(' && count === 1 ? { row: true } : undefined),
    };
  });
}
