import type { IndexOperations } from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { indexKeyText, withParameters } from './clauses.js';
import { columnList, words } from './words.js';
import type { Writers } from './written.js';

export const indexWriters: Writers<keyof IndexOperations> = {
  'create-index': (operation) =>
    words(
      'CREATE',
      operation.unique && 'UNIQUE',
      'INDEX',
      operation.concurrently && 'CONCURRENTLY',
      operation.ifNotExists && 'IF NOT EXISTS',
      operation.index !== undefined && quoteIdentifier(operation.index),
      'ON',
      operation.only && 'ONLY',
      quoteQualified(operation.table),
      operation.method !== 'btree' && `USING ${quoteIdentifier(operation.method)}`,
      `(${operation.keys.map(indexKeyText).join(', ')})`,
      operation.include.length > 0 && `INCLUDE ${columnList(operation.include)}`,
      operation.nullsNotDistinct && 'NULLS NOT DISTINCT',
      withParameters(operation.storageParameters),
      operation.tablespace !== undefined && `TABLESPACE ${quoteIdentifier(operation.tablespace)}`,
      operation.where !== undefined && `WHERE ${operation.where.text}`,
    ),
  'drop-index': ({ index, concurrently, ifExists, cascade }) => ({
    head: words('DROP INDEX', concurrently && 'CONCURRENTLY', ifExists && 'IF EXISTS'),
    part: quoteQualified(index),
    tail: cascade ? 'CASCADE' : '',
  }),
  'rename-index': ({ index, newName, ifExists }) =>
    words('ALTER INDEX', ifExists && 'IF EXISTS', `${quoteQualified(index)} RENAME TO ${quoteIdentifier(newName)}`),
  reindex: ({ target, name, concurrently, tablespace, verbose }) => {
    const options = words(
      verbose === true && 'VERBOSE',
      verbose === true && tablespace !== undefined && ',',
      tablespace !== undefined && `TABLESPACE ${quoteIdentifier(tablespace)}`,
    ).replace(' ,', ',');
    return words(
      'REINDEX',
      options !== '' && `(${options})`,
      target.toUpperCase(),
      concurrently && 'CONCURRENTLY',
      name !== undefined && quoteQualified(name),
    );
  },
  'attach-index-partition': ({ index, partition }) =>
    `ALTER INDEX ${quoteQualified(index)} ATTACH PARTITION ${quoteQualified(partition)}`,
};
