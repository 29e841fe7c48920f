import type { ClusterStmt, ConstraintsSetStmt, ExplainStmt, LockStmt, VacuumStmt } from 'libpg-query';
import { lockModes } from '../../../core/lock.js';
import { all, optionIsOn, relationName } from '../nodes.js';
import type { Scope } from '../scope.js';
import { afterRelation } from './indexes.js';

/** `LOCK TABLE a, b` is one operation per table, with the span of its name when there are several. */
export function lockTable(statement: LockStmt, scope: Scope): void {
  const relations = all(statement.relations, 'RangeVar');
  for (const relation of relations) {
    const { index, name } = afterRelation(scope, relation);
    scope.emit(
      'lock-table',
      {
        table: name,
        // Modes are numbered from 1, weakest first: src/include/storage/lockdefs.h.
        mode: lockModes[(statement.mode ?? 8) - 1] ?? 'ACCESS EXCLUSIVE',
        nowait: statement.nowait === true,
        only: relation.inh !== true,
      },
      relations.length === 1 ? undefined : scope.spanOf(scope.tokenAt(relation.location), index),
    );
  }
}

/** VACUUM and ANALYZE share a node; each table is an operation, and so is the whole database. */
export function vacuum(statement: VacuumStmt, scope: Scope): void {
  const targets = all(statement.rels, 'VacuumRelation');
  if (targets.length === 0) {
    vacuumOne(statement, scope, undefined);
    return;
  }
  for (const target of targets) vacuumOne(statement, scope, target.relation);
}

function vacuumOne(statement: VacuumStmt, scope: Scope, relation: Parameters<typeof relationName>[0]): void {
  const table = relation === undefined ? undefined : { table: relationName(relation) };
  const several = (statement.rels?.length ?? 0) > 1;
  const start = scope.tokenAt(relation?.location);
  const span =
    several && relation !== undefined ? scope.spanOf(start, afterRelation(scope, relation).index) : undefined;
  if (statement.is_vacuumcmd !== true) {
    scope.emit('analyze', { ...table }, span);
    return;
  }
  const { options } = statement;
  scope.emit('vacuum', { ...table, full: optionIsOn(options, 'full'), analyze: optionIsOn(options, 'analyze') }, span);
}

export function cluster(statement: ClusterStmt, scope: Scope): void {
  scope.emit('cluster', {
    ...(statement.relation === undefined ? undefined : { table: relationName(statement.relation) }),
    ...(statement.indexname === undefined ? undefined : { index: statement.indexname }),
  });
}

export function setConstraints(statement: ConstraintsSetStmt, scope: Scope): void {
  scope.emit('set-constraints', { mode: statement.deferred === true ? 'deferred' : 'immediate' });
}

/** Whether an EXPLAIN runs the statement it explains. */
export function runsStatement(statement: ExplainStmt): boolean {
  return optionIsOn(statement.options, 'analyze');
}
