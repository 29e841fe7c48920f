import type { Migration, TransactionMode, TransactionPart } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';
import type { FileRunner, TransactionModel } from '../../core/runner.js';
import { marksOf, ownMarks } from '../../core/sql-marks.js';
import { sectionsOf } from './transaction-sections.js';

/** What a file shares a transaction with, and how that is known. */
export type FileTransaction = Pick<Migration, 'transaction' | 'transactionParts' | 'transactionSource' | 'inBatch'>;

/**
 * What a file says about its transaction, else what its runner does with it, else what most runners would do.
 *
 * @param runner undefined when nobody knows which one will run the file
 */
export function transactionOf(
  text: string,
  operations: readonly Operation[],
  runner: FileRunner | undefined,
): FileTransaction {
  const sections = sectionsOf(text, operations, runner?.id);
  if (sections !== undefined) return inParts(sections, 'stated');
  const stated = statedMode(text, runner);
  if (stated === 'file') return { transaction: 'file', transactionSource: 'stated' };
  if (stated === 'none') {
    const asMessage = runner?.withoutTransaction === 'message';
    return { transaction: asMessage ? messageMode(operations) : 'none', transactionSource: 'stated' };
  }
  if (runner === undefined) return { transaction: assumedMode(operations), transactionSource: 'assumed' };
  return { ...modelled(runner.transaction, operations), transactionSource: runner.certain ? 'stated' : 'assumed' };
}

function statedMode(text: string, runner: FileRunner | undefined): TransactionMode | undefined {
  if (/transaction|txmode/i.test(text)) {
    if (ownMarks.inTransaction.test(text)) return 'file';
    if (ownMarks.withoutTransaction.test(text)) return 'none';
    if (marksOf(runner?.id).some(({ withoutTransaction }) => withoutTransaction?.test(text) === true)) return 'none';
  }
  return runner?.stated;
}

function modelled(
  model: TransactionModel,
  operations: readonly Operation[],
): Omit<FileTransaction, 'transactionSource'> {
  switch (model) {
    case 'statement':
      return { transaction: 'none' };
    case 'message':
      return { transaction: messageMode(operations) };
    case 'batch':
      return { transaction: 'file', inBatch: true };
    case 'file':
      return { transaction: 'file' };
    case 'file-unless-all-alone':
      return { transaction: holdsOnlyLone(operations) ? 'none' : 'file' };
    case 'file-unless-any-alone':
      return { transaction: operations.some(runsOnlyAlone) ? 'none' : 'file' };
    case 'around-alone':
      return aroundAlone(operations);
  }
}

/** Several statements in one message share a transaction, unless they bring their own. */
function messageMode(operations: readonly Operation[]): TransactionMode {
  if (operations.some(({ kind }) => kind === 'begin')) return 'none';
  return new Set(operations.map(({ statement }) => statement)).size > 1 ? 'file' : 'none';
}

function aroundAlone(operations: readonly Operation[]): Omit<FileTransaction, 'transactionSource'> {
  const parts: TransactionPart[] = [];
  for (const operation of operations) {
    const transaction = runsOnlyAlone(operation) ? 'none' : 'file';
    if (parts.at(-1)?.transaction !== transaction) parts.push({ from: operation.statement, transaction });
  }
  if (parts.length > 1) return { transaction: 'file', transactionParts: parts };
  return { transaction: parts[0]?.transaction ?? 'file' };
}

function inParts(parts: readonly TransactionPart[], transactionSource: 'stated' | 'assumed'): FileTransaction {
  const transaction = parts.every((part) => part.transaction === 'none') ? 'none' : 'file';
  if (parts.length < 2) return { transaction, transactionSource };
  return { transaction, transactionSource, transactionParts: parts };
}

/**
 * A file that manages its own transaction, or in which nothing can run in one, would fail or be pointless in a
 * runner's transaction, so nobody runs it in one.
 */
function assumedMode(operations: readonly Operation[]): TransactionMode {
  if (operations.some((operation) => operation.kind === 'begin')) return 'none';
  return holdsOnlyLone(operations) ? 'none' : 'file';
}

function holdsOnlyLone(operations: readonly Operation[]): boolean {
  const substantial = operations.filter((operation) => !isSetting(operation));
  return substantial.length > 0 && substantial.every(runsOnlyAlone);
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
