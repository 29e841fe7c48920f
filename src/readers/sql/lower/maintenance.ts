import type { ClusterStmt, ConstraintsSetStmt, ExplainStmt, LockStmt, VacuumRelation, VacuumStmt } from 'libpg-query';
import { lockModes } from '../../../core/lock.js';
import type { OperationMap, StorageParameter } from '../../../core/operation.js';
import { all, optionIsOn, relationName, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import { parameters } from './clauses.js';
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
  for (const target of targets) vacuumOne(statement, scope, target);
}

function vacuumOne(statement: VacuumStmt, scope: Scope, target: VacuumRelation | undefined): void {
  const relation = target?.relation;
  const table = relation === undefined ? undefined : { table: relationName(relation), ...vacuumed(target) };
  const several = (statement.rels?.length ?? 0) > 1;
  const start = scope.tokenAt(relation?.location);
  const span =
    several && relation !== undefined ? scope.spanOf(start, afterRelation(scope, relation).index) : undefined;
  if (statement.is_vacuumcmd !== true) {
    scope.emit('analyze', { ...table, ...listed(parameters(statement.options)) }, span);
    return;
  }
  const { options } = statement;
  const full = optionIsOn(options, 'full');
  const analyze = optionIsOn(options, 'analyze');
  const others = parameters(options).filter(
    ({ name }) => !(name === 'full' && full) && !(name === 'analyze' && analyze),
  );
  scope.emit('vacuum', { ...table, full, analyze, ...listed(others) }, span);
}

function vacuumed({ relation, va_cols }: VacuumRelation = {}): Pick<OperationMap['vacuum'], 'columns' | 'only'> {
  return {
    ...(va_cols === undefined ? undefined : { columns: strings(va_cols) }),
    ...(relation?.inh === true ? undefined : { only: true }),
  };
}

function listed(options: readonly StorageParameter[]): { readonly options?: readonly StorageParameter[] } {
  return options.length === 0 ? {} : { options };
}

export function cluster(statement: ClusterStmt, scope: Scope): void {
  scope.emit('cluster', {
    ...(statement.relation === undefined ? undefined : { table: relationName(statement.relation) }),
    ...(statement.indexname === undefined ? undefined : { index: statement.indexname }),
    ...listed(parameters(statement.params)),
  });
}

export function setConstraints(statement: ConstraintsSetStmt, scope: Scope): void {
  const constraints = all(statement.constraints, 'RangeVar').map(relationName);
  scope.emit('set-constraints', {
    mode: statement.deferred === true ? 'deferred' : 'immediate',
    ...(constraints.length === 0 ? undefined : { constraints }),
  });
}

/** Whether an EXPLAIN runs the statement it explains. */
export function runsStatement(statement: ExplainStmt): boolean {
  return optionIsOn(statement.options, 'analyze');
}
