import type { CallStmt, CopyStmt, InsertStmt, MergeStmt, SelectStmt } from 'libpg-query';
import { all, as, qualified, relationName, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import type { OperationMap } from '../../../core/operation.js';
import { insertLiterals, selectLiterals } from './literals.js';
import { queryUse } from './query-use.js';
import { selectInto } from './tables.js';

export function insert(statement: InsertStmt, scope: Scope): void {
  const values = as(statement.selectStmt, 'SelectStmt')?.valuesLists;
  const action = statement.onConflictClause?.action;
  scope.emit('insert', {
    table: relationName(statement.relation),
    text: scope.text,
    columns: all(statement.cols, 'ResTarget').map((column) => column.name ?? ''),
    ...(values === undefined
      ? statement.selectStmt === undefined
        ? { rows: 1 }
        : undefined
      : { rows: values.length }),
    query: queryUse({ InsertStmt: statement }),
    literals: insertLiterals(statement),
    onConflict: action === 'ONCONFLICT_NOTHING' ? 'nothing' : action === 'ONCONFLICT_UPDATE' ? 'update' : 'none',
  });
}

export function merge(statement: MergeStmt, scope: Scope): void {
  scope.emit('merge', {
    table: relationName(statement.relation),
    query: queryUse({ MergeStmt: statement }),
    text: scope.text,
  });
}

export function select(statement: SelectStmt, scope: Scope): void {
  if (statement.intoClause !== undefined) {
    selectInto(statement, statement.intoClause, scope);
    return;
  }
  const setting = parameterSetting(statement);
  if (setting !== undefined) {
    scope.emit('set-parameter', setting);
    return;
  }
  scope.emit('select', {
    query: queryUse({ SelectStmt: statement }),
    locksRows: statement.lockingClause !== undefined,
    literals: selectLiterals(statement),
    text: scope.text,
  });
}

/** `SELECT set_config('search_path', '', false)`, as pg_dump writes it, is SET in other words. */
function parameterSetting(statement: SelectStmt): OperationMap['set-parameter'] | undefined {
  const targets = all(statement.targetList, 'ResTarget');
  const call = as(targets[0]?.val, 'FuncCall');
  if (targets.length !== 1 || strings(call?.funcname).at(-1) !== 'set_config' || statement.fromClause) return undefined;
  const [parameter, value, local] = (call?.args ?? []).map((argument) => as(argument, 'A_Const'));
  if (parameter?.sval?.sval === undefined || value?.sval === undefined || local?.boolval === undefined)
    return undefined;
  const name = parameter.sval.sval.toLowerCase();
  const text = value.sval.sval ?? '';
  // Only a list of names may be written as one string.
  const values = name === 'search_path' ? text.split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1')) : [text];
  return { parameter: name, values, local: local.boolval.boolval === true };
}

export function copy(statement: CopyStmt, scope: Scope): void {
  scope.emit('copy', {
    ...(statement.relation === undefined ? undefined : { table: relationName(statement.relation) }),
    text: scope.text,
    direction: statement.is_from === true ? 'from' : 'to',
    ...(statement.query === undefined ? undefined : { query: queryUse(statement.query) }),
  });
}

export function call(statement: CallStmt, scope: Scope): void {
  scope.emit('call', { procedure: qualified(strings(statement.funccall?.funcname)), text: scope.text });
}
