import type { TransactionStmt, VariableSetStmt } from 'libpg-query';
import { all, as, optionText } from '../nodes.js';
import type { Scope } from '../scope.js';

export function transaction(statement: TransactionStmt, scope: Scope): void {
  const chain = statement.chain === true;
  const name = statement.savepoint_name ?? '';
  switch (statement.kind) {
    case 'TRANS_STMT_BEGIN':
    case 'TRANS_STMT_START': {
      scope.emit('begin', modes(statement, scope));
      return;
    }
    case 'TRANS_STMT_COMMIT': {
      scope.emit('commit', { chain });
      return;
    }
    case 'TRANS_STMT_ROLLBACK': {
      scope.emit('rollback', { chain });
      return;
    }
    case 'TRANS_STMT_SAVEPOINT': {
      scope.emit('savepoint', { name });
      return;
    }
    case 'TRANS_STMT_RELEASE': {
      scope.emit('release-savepoint', { name });
      return;
    }
    case 'TRANS_STMT_ROLLBACK_TO': {
      scope.emit('rollback-to-savepoint', { name });
      return;
    }
    case 'TRANS_STMT_PREPARE': {
      scope.emit('prepare-transaction', { transaction: statement.gid ?? '' });
      return;
    }
    case 'TRANS_STMT_COMMIT_PREPARED': {
      scope.emit('cluster-wide', { command: 'COMMIT PREPARED', text: scope.text });
      return;
    }
    case 'TRANS_STMT_ROLLBACK_PREPARED': {
      scope.emit('cluster-wide', { command: 'ROLLBACK PREPARED', text: scope.text });
      return;
    }
    default: {
      scope.opaque('Lockstep does not know this transaction statement.');
      return;
    }
  }
}

/** What follows BEGIN, BEGIN WORK or START TRANSACTION. */
function modes(statement: TransactionStmt, scope: Scope): { readonly modes?: string } {
  if (statement.options === undefined) return {};
  const from = ['work', 'transaction'].includes(scope.word(1)) ? 2 : 1;
  return { modes: scope.textOf(scope.spanOf(from, scope.tokens.length)) };
}

/** SET and RESET. `SET TRANSACTION` and `SET SESSION CHARACTERISTICS` set several parameters at once. */
export function setParameter(statement: VariableSetStmt, scope: Scope): void {
  const parameter = (statement.name ?? '').toLowerCase();
  const local = statement.is_local === true;
  switch (statement.kind) {
    case 'VAR_RESET': {
      scope.emit('reset-parameter', { parameter });
      return;
    }
    case 'VAR_RESET_ALL': {
      scope.emit('reset-parameter', {});
      return;
    }
    case 'VAR_SET_DEFAULT': {
      scope.emit('set-parameter', { parameter, values: [], local });
      return;
    }
    case 'VAR_SET_MULTI':
      if (parameter === 'transaction snapshot') {
        scope.emit('session-statement', { command: 'SET TRANSACTION', text: scope.text });
        return;
      }
      for (const option of all(statement.args, 'DefElem')) {
        scope.emit('set-parameter', {
          // SESSION CHARACTERISTICS are the defaults of the transactions to come.
          parameter: parameter === 'transaction' ? (option.defname ?? '') : `default_${option.defname ?? ''}`,
          values: [optionText(option.arg) ?? ''],
          local: parameter === 'transaction',
        });
      }
      return;
    default: {
      scope.emit('set-parameter', {
        parameter,
        values: (statement.args ?? []).map((argument) => optionText(as(argument, 'TypeCast')?.arg ?? argument) ?? ''),
        local,
      });
      return;
    }
  }
}
