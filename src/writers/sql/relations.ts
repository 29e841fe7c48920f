import type { ObjectOperations } from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { sequenceClauses, withParameters } from './clauses.js';
import { drop } from './drop.js';
import { persistenceWord } from './tables.js';
import { columnList, words } from './words.js';
import type { Writers } from './written.js';

type RelationKinds = Extract<keyof ObjectOperations, `${string}view` | `${string}sequence`>;

/** Views and sequences. */
export const relationWriters: Writers<RelationKinds> = {
  'create-view': (operation) => {
    const { columns, checkOption } = operation;
    const head = words(
      'CREATE',
      operation.orReplace && 'OR REPLACE',
      operation.temporary === true && 'TEMPORARY',
      operation.recursive === true && 'RECURSIVE',
      'VIEW',
      quoteQualified(operation.view),
      columns !== undefined && columnList(columns),
      withParameters(operation.storageParameters),
      'AS',
    );
    const check = checkOption === undefined ? '' : `\nWITH ${checkOption.toUpperCase()} CHECK OPTION`;
    return `${head}\n${operation.definition}${check}`;
  },
  'drop-view': ({ view, ...options }) => drop('VIEW', quoteQualified(view), options),
  'create-materialized-view': (operation) => {
    const { columns, accessMethod, tablespace } = operation;
    const head = words(
      'CREATE MATERIALIZED VIEW',
      operation.ifNotExists && 'IF NOT EXISTS',
      quoteQualified(operation.view),
      columns !== undefined && columnList(columns),
      accessMethod !== undefined && `USING ${quoteIdentifier(accessMethod)}`,
      withParameters(operation.storageParameters),
      tablespace !== undefined && `TABLESPACE ${quoteIdentifier(tablespace)}`,
      'AS',
    );
    return `${head}\n${operation.definition}${operation.withNoData ? '\nWITH NO DATA' : ''}`;
  },
  'drop-materialized-view': ({ view, ...options }) => drop('MATERIALIZED VIEW', quoteQualified(view), options),
  'refresh-materialized-view': ({ view, concurrently, withNoData }) =>
    words(
      'REFRESH MATERIALIZED VIEW',
      concurrently && 'CONCURRENTLY',
      quoteQualified(view),
      withNoData && 'WITH NO DATA',
    ),
  'rename-view': ({ view, newName, materialized, ifExists }) =>
    words(
      materialized ? 'ALTER MATERIALIZED VIEW' : 'ALTER VIEW',
      ifExists === true && 'IF EXISTS',
      `${quoteQualified(view)} RENAME TO ${quoteIdentifier(newName)}`,
    ),
  'create-sequence': ({ sequence, ifNotExists, persistence, options, ownedBy }) =>
    words(
      'CREATE',
      persistenceWord(persistence),
      'SEQUENCE',
      ifNotExists && 'IF NOT EXISTS',
      quoteQualified(sequence),
      sequenceClauses(options, ownedBy),
    ),
  'alter-sequence': ({ sequence, ifExists, options, ownedBy }) =>
    words(
      'ALTER SEQUENCE',
      ifExists === true && 'IF EXISTS',
      quoteQualified(sequence),
      sequenceClauses(options, ownedBy),
    ),
  'drop-sequence': ({ sequence, ...options }) => drop('SEQUENCE', quoteQualified(sequence), options),
  'rename-sequence': ({ sequence, newName, ifExists }) =>
    words(
      'ALTER SEQUENCE',
      ifExists === true && 'IF EXISTS',
      `${quoteQualified(sequence)} RENAME TO ${quoteIdentifier(newName)}`,
    ),
};
