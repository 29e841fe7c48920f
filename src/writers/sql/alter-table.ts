import type { TableOperations } from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { alter, optionValue } from './clauses.js';
import { boundText, createTable } from './tables.js';
import { objectWords, roles, words } from './words.js';
import type { Writers } from './written.js';

export const tableWriters: Writers<keyof TableOperations> = {
  'create-table': createTable,
  'drop-table': ({ table, ifExists, cascade }) => ({
    head: words('DROP TABLE', ifExists && 'IF EXISTS'),
    part: quoteQualified(table),
    tail: cascade ? 'CASCADE' : '',
  }),
  'rename-table': ({ table, newName, ifExists, only }) =>
    words(
      'ALTER TABLE',
      ifExists && 'IF EXISTS',
      only === true && 'ONLY',
      `${quoteQualified(table)} RENAME TO ${quoteIdentifier(newName)}`,
    ),
  'truncate-table': ({ table, only, cascade, restartIdentity }) => ({
    head: 'TRUNCATE TABLE',
    part: words(only && 'ONLY', quoteQualified(table)),
    tail: words(restartIdentity && 'RESTART IDENTITY', cascade && 'CASCADE'),
  }),
  'set-persistence': (operation) =>
    alter(operation, operation.table, operation.persistence === 'permanent' ? 'SET LOGGED' : 'SET UNLOGGED'),
  'set-tablespace': (operation) =>
    alter(operation, operation.relation, `SET TABLESPACE ${quoteIdentifier(operation.tablespace)}`),
  'move-tablespace': ({ relationKind, from, tablespace, ownedBy, nowait }) =>
    words(
      `ALTER ${objectWords(relationKind)} ALL IN TABLESPACE ${quoteIdentifier(from)}`,
      ownedBy !== undefined && `OWNED BY ${roles(ownedBy)}`,
      `SET TABLESPACE ${quoteIdentifier(tablespace)}`,
      nowait === true && 'NOWAIT',
    ),
  'set-access-method': (operation) =>
    alter(
      operation,
      operation.table,
      `SET ACCESS METHOD ${operation.accessMethod === 'default' ? 'DEFAULT' : quoteIdentifier(operation.accessMethod)}`,
    ),
  'set-storage-parameters': (operation) => alter(operation, operation.relation, storageParametersText(operation)),
  'set-cluster-index': (operation) =>
    alter(
      operation,
      operation.table,
      operation.index === undefined ? 'SET WITHOUT CLUSTER' : `CLUSTER ON ${quoteIdentifier(operation.index)}`,
    ),
  'set-replica-identity': (operation) =>
    alter(
      operation,
      operation.table,
      operation.identity === 'index'
        ? `REPLICA IDENTITY USING INDEX ${quoteIdentifier(operation.index ?? '')}`
        : `REPLICA IDENTITY ${operation.identity.toUpperCase()}`,
    ),
  'set-row-security': (operation) =>
    alter(operation, operation.table, `${operation.action.toUpperCase().replace('-', ' ')} ROW LEVEL SECURITY`),
  'set-inheritance': (operation) =>
    alter(
      operation,
      operation.table,
      `${operation.inherit ? 'INHERIT' : 'NO INHERIT'} ${quoteQualified(operation.parent)}`,
    ),
  'attach-partition': (operation) =>
    alter(
      operation,
      operation.table,
      `ATTACH PARTITION ${quoteQualified(operation.partition)} ${boundText(operation.bound)}`,
    ),
  'detach-partition': (operation) =>
    alter(
      operation,
      operation.table,
      words(
        `DETACH PARTITION ${quoteQualified(operation.partition)}`,
        operation.concurrently && 'CONCURRENTLY',
        operation.finalize && 'FINALIZE',
      ),
    ),
};

function storageParametersText({ parameters, values }: TableOperations['set-storage-parameters']): string {
  const items = parameters.map((name, index) => {
    const written = name.split('.').map(quoteIdentifier).join('.');
    const value = values?.[index] ?? undefined;
    return value === undefined ? written : `${written} = ${optionValue(value)}`;
  });
  return `${values === undefined ? 'RESET' : 'SET'} (${items.join(', ')})`;
}
