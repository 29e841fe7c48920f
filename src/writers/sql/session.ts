import type { OperationDraft, StatementOperations } from '../../core/operation.js';
import { quoteIdentifier } from '../../postgres/names.js';
import { isNumber } from './clauses.js';
import { literal, qualifiedNames, words } from './words.js';
import type { Writers, Written } from './written.js';

type TransactionKinds = Extract<
  keyof StatementOperations,
  'begin' | 'commit' | 'rollback' | 'prepare-transaction' | `${string}savepoint`
>;
type SessionKinds = Extract<
  keyof StatementOperations,
  'set-parameter' | 'reset-parameter' | 'set-constraints' | 'session-statement'
>;

export const transactionWriters: Writers<TransactionKinds> = {
  begin: ({ modes }) => words('BEGIN', modes),
  commit: ({ chain }) => words('COMMIT', chain && 'AND CHAIN'),
  rollback: ({ chain }) => words('ROLLBACK', chain && 'AND CHAIN'),
  savepoint: ({ name }) => `SAVEPOINT ${quoteIdentifier(name)}`,
  'rollback-to-savepoint': ({ name }) => `ROLLBACK TO SAVEPOINT ${quoteIdentifier(name)}`,
  'release-savepoint': ({ name }) => `RELEASE SAVEPOINT ${quoteIdentifier(name)}`,
  'prepare-transaction': ({ transaction }) => `PREPARE TRANSACTION ${literal(transaction)}`,
};

export const sessionWriters: Writers<SessionKinds> = {
  'set-parameter': setParameter,
  'reset-parameter': ({ parameter, discard }) => {
    if (discard === true) return 'DISCARD ALL';
    return `RESET ${parameter === undefined ? 'ALL' : parameterName(parameter)}`;
  },
  'set-constraints': ({ mode, constraints }) =>
    `SET CONSTRAINTS ${constraints === undefined ? 'ALL' : qualifiedNames(constraints)} ${mode.toUpperCase()}`,
  'session-statement': ({ text }) => text,
};

function setParameter(operation: OperationDraft<'set-parameter'>): Written {
  const { parameter, values, local } = operation;
  const mode = transactionMode(operation);
  if (mode !== undefined) {
    return { head: local ? 'SET TRANSACTION' : 'SET SESSION CHARACTERISTICS AS TRANSACTION', part: mode };
  }
  const list = values.length === 0 ? 'DEFAULT' : values.map(parameterValue).join(', ');
  return words('SET', local && 'LOCAL', parameterName(parameter), values.length === 0 ? 'TO' : '=', list);
}

/** Settings of a transaction have a statement of their own, which may set several of them. */
function transactionMode({ parameter, values, local }: OperationDraft<'set-parameter'>): string | undefined {
  const prefix = local ? 'transaction_' : 'default_transaction_';
  const [value = ''] = values;
  if (!parameter.startsWith(prefix) || values.length !== 1) return undefined;
  switch (parameter.slice(prefix.length)) {
    case 'isolation':
      return isolationLevels.has(value) ? `ISOLATION LEVEL ${value.toUpperCase()}` : undefined;
    case 'read_only':
      return value === '1' ? 'READ ONLY' : value === '0' ? 'READ WRITE' : undefined;
    case 'deferrable':
      return value === '1' ? 'DEFERRABLE' : value === '0' ? 'NOT DEFERRABLE' : undefined;
    default:
      return undefined;
  }
}

const isolationLevels = new Set(['serializable', 'repeatable read', 'read committed', 'read uncommitted']);

function parameterName(parameter: string): string {
  return parameter.split('.').map(quoteIdentifier).join('.');
}

/** A number or a word as it is, anything else as a string. */
function parameterValue(value: string): string {
  const bare = isNumber(value) || value === 'on' || value === 'true' || value === 'false';
  return bare || (value !== '' && quoteIdentifier(value) === value) ? value : literal(value);
}
