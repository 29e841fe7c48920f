import type { TransactionStmt, VariableSetStmt } from 'libpg-query';
import { all, as, optionText } from '../nodes.js';
import type { Scope } from '../scope.js';

export function transaction(statement: TransactionStmt, scope: Scope): void {
  const chain = statement.chain === true;
  const name = statement.savepoint_name ?? '';
  switch (statement.kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START':
      return scope.emit('begin', {});
    case 'TRANS_STMT_COMMIT':
      return scope.emit('commit', { chain });
    case 'TRANS_STMT_ROLLBACK':
      return scope.emit('rollback', { chain });
    case 'TRANS_STMT_SAVEPOINT':
      return scope.emit('savepoint', { name });
    case 'TRANS_STMT_RELEASE':
      return scope.emit('release-savepoint', { name });
    case 'TRANS_STMT_ROLLBACK_TO':
      return scope.emit('rollback-to-savepoint', { name });
    case 'TRANS_STMT_PREPARE':
      return scope.emit('prepare-transaction', {});
    case 'TRANS_STMT_COMMIT_PREPARED':
      return scope.emit('cluster-wide', { command: 'COMMIT PREPARED' });
    case 'TRANS_STMT_ROLLBACK_PREPARED':
      return scope.emit('cluster-wide', { command: 'ROLLBACK PREPARED' });
    default:
      return scope.opaque('Lockstep does not know this transaction statement.');
  }
}

/** SET and RESET. `SET TRANSACTION` and `SET SESSION CHARACTERISTICS` set several parameters at once. */
export function setParameter(statement: VariableSetStmt, scope: Scope): void {
  const parameter = (statement.name ?? '').toLowerCase();
  const local = statement.is_local === true;
  switch (statement.kind) {
    case 'VAR_RESET':
      return scope.emit('reset-parameter', { parameter });
    case 'VAR_RESET_ALL':
      return scope.emit('reset-parameter', {});
    case 'VAR_SET_DEFAULT':
      return scope.emit('set-parameter', { parameter, values: [], local });
    case 'VAR_SET_MULTI':
      if (parameter === 'transaction snapshot') return scope.emit('session-statement', { command: 'SET TRANSACTION' });
      for (const option of all(statement.args, 'DefElem')) {
        scope.emit('set-parameter', {
          parameter: option.defname ?? '',
          values: [optionText(option.arg) ?? ''],
          local: parameter === 'transaction',
        });
      }
      return;
    default:
      return scope.emit('set-parameter', {
        parameter,
        values: (statement.args ?? []).map((argument) => optionText(as(argument, 'TypeCast')?.arg ?? argument) ?? ''),
        local,
      });
  }
}
