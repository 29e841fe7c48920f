import type { TransactionMode } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';

/** The transaction mode of a file, and whether the file states it. */
export interface StatedMode {
  readonly mode: TransactionMode;
  readonly source: 'stated' | 'assumed';
}

/**
 * Marks by which runners are told not to open a transaction: goose, dbmate, atlas, Liquibase, Flyway (script
 * configuration quoted in a comment), sqlx, and the words of Rails and others in comments.
 */
const without: readonly RegExp[] = [
  /^[ \t]*--[ \t]*\+goose[ \t]+NO[ \t]+TRANSACTION\b/im,
  /^[ \t]*--[ \t]*\+migrate[ \t]+(?:Up|Down)[ \t]+notransaction\b/im,
  /^[ \t]*--[ \t]*migrate:(?:up|down)\b.*\btransaction:false\b/im,
  /^[ \t]*--[ \t]*atlas:txmode[ \t]+none\b/im,
  /^[ \t]*--[ \t]*changeset\b.*\brunInTransaction:"?false\b/im,
  /^[ \t]*--.*\bexecuteInTransaction[ \t]*=[ \t]*false\b/im,
  /^[ \t]*--[ \t]*no-transaction\b/im,
  /^[ \t]*(?:--|\/\*).*\bdisable_ddl_transaction\b/im,
  /^[ \t]*--[ \t]*lockstep:transaction[ \t]+none\b/im,
];

const within = /^[ \t]*--[ \t]*lockstep:transaction[ \t]+file\b/im;

/** What a file says about its transaction, else what most runners would do with it. */
export function transactionMode(text: string, operations: readonly Operation[]): StatedMode {
  if (/transaction|txmode/i.test(text)) {
    if (within.test(text)) return { mode: 'file', source: 'stated' };
    if (without.some((mark) => mark.test(text))) return { mode: 'none', source: 'stated' };
  }
  return { mode: assumedMode(operations), source: 'assumed' };
}

/**
 * A file that manages its own transaction, or in which nothing can run in one, would fail or be pointless in a
 * runner's transaction, so nobody runs it in one.
 */
function assumedMode(operations: readonly Operation[]): TransactionMode {
  if (operations.some((operation) => operation.kind === 'begin')) return 'none';
  const substantial = operations.filter((operation) => !isSetting(operation));
  return substantial.length > 0 && substantial.every(runsOnlyAlone) ? 'none' : 'file';
}

function isSetting({ kind }: Operation): boolean {
  return kind === 'set-parameter' || kind === 'reset-parameter' || kind === 'session-statement' || kind === 'comment';
}

/** Statements that PostgreSQL refuses inside a transaction block: PreventInTransactionBlock in its sources, or a COMMIT. */
function runsOnlyAlone(operation: Operation): boolean {
  switch (operation.kind) {
    case 'create-index':
    case 'drop-index':
    case 'detach-partition':
      return operation.concurrently;
    case 'reindex':
      return operation.concurrently || ['schema', 'database', 'system'].includes(operation.target);
    case 'vacuum':
    case 'create-database':
    case 'drop-database':
    case 'cluster-wide':
      return true;
    case 'cluster':
      return operation.table === undefined;
    case 'do-block':
      return operation.operations?.some(({ kind }) => kind === 'commit' || kind === 'rollback') === true;
    default:
      return false;
  }
}
