import type { CreateTrigStmt } from 'libpg-query';
import type { TriggerEvent } from '../../../core/operation.js';
import { all, qualified, relationName, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import { afterRelation } from './indexes.js';

/** Bits of a trigger's events and timing. src/include/catalog/pg_trigger.h */
const events = [
  ['insert', 1 << 2],
  ['update', 1 << 4],
  ['delete', 1 << 3],
  ['truncate', 1 << 5],
] as const satisfies readonly (readonly [TriggerEvent['event'], number])[];
const before = 1 << 1;
const insteadOf = 1 << 6;

export function createTrigger(statement: CreateTrigStmt, scope: Scope): void {
  const { timing = 0 } = statement;
  const args = strings(statement.args);
  scope.emit('create-trigger', {
    table: relationName(statement.relation),
    trigger: statement.trigname ?? '',
    orReplace: statement.replace === true,
    constraint: statement.isconstraint === true,
    function: qualified(strings(statement.funcname)),
    timing: timing === before ? 'before' : timing === insteadOf ? 'instead-of' : 'after',
    events: eventsOf(statement),
    forEach: statement.row === true ? 'row' : 'statement',
    ...(statement.whenClause === undefined ? undefined : { when: condition(statement, scope) }),
    ...transitionTables(statement),
    ...(args.length === 0 ? undefined : { arguments: args }),
    ...(statement.constrrel === undefined ? undefined : { referencedTable: relationName(statement.constrrel) }),
    ...(statement.deferrable === true ? { deferrable: true } : undefined),
    ...(statement.initdeferred === true ? { initiallyDeferred: true } : undefined),
  });
}

function eventsOf(statement: CreateTrigStmt): TriggerEvent[] {
  const columns = strings(statement.columns);
  return events
    .filter(([, bit]) => ((statement.events ?? 0) & bit) !== 0)
    .map(([event]) => (event === 'update' && columns.length > 0 ? { event, columns } : { event }));
}

function condition(statement: CreateTrigStmt, scope: Scope): ReturnType<Scope['expression']> {
  return scope.expressionInside(scope.find(afterRelation(scope, statement.relation).index, ['when']) + 1);
}

function transitionTables(statement: CreateTrigStmt): { readonly oldTable?: string; readonly newTable?: string } {
  const tables: { oldTable?: string; newTable?: string } = {};
  for (const { isNew, name = '' } of all(statement.transitionRels, 'TriggerTransition')) {
    if (isNew === true) tables.newTable = name;
    else tables.oldTable = name;
  }
  return tables;
}
