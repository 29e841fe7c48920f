import type { Migration, TransactionMode } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';
import type { FileRunner, RunnerId } from '../../core/runner.js';
import type { Source } from '../../core/source.js';
import { commentsOf } from './comments.js';
import { loadParser } from './parse.js';
import type { PlaceholderOption } from './placeholders.js';
import { readText } from './reading.js';
import { downSections } from './sections.js';
import { transactionOf } from './transaction-mode.js';
import type { FileTransaction } from './transaction-mode.js';

/** What the caller knows about a file that the file does not say. */
export interface SqlReadOptions {
  /** The migration's identity; the file name without its ending when absent. */
  readonly id?: string;
  /** The line of history it belongs to; the directory when absent. */
  readonly namespace?: string;
  /** What shares a transaction; `auto` asks the file and falls back on what most runners do. Default `auto`. */
  readonly transaction?: 'auto' | TransactionMode;
  /**
   * Placeholders that a runner fills in before PostgreSQL sees the text: `auto` knows the usual forms and looks for
   * them only in what does not parse as it stands; or regular expressions in their place. Default `auto`.
   */
  readonly placeholders?: PlaceholderOption;
  /** The tool that will run the file; when absent, whatever any tool would heed counts. */
  readonly runner?: FileRunner;
  /** What `parseAhead` made of the same text. */
  readonly tree?: string;
}

/** Loads PostgreSQL's parser. Await it once before the first `readSql`; further calls cost nothing. */
export async function loadSqlParser(): Promise<void> {
  await loadParser();
}

/** Reads a plain SQL migration. Never throws: what cannot be read becomes a problem of the migration. */
export function readSql(source: Source, options: SqlReadOptions = {}): Migration {
  const { operations, problems, statements, text } = readText(
    source.text,
    options.placeholders ?? 'auto',
    options.tree,
  );
  const { up, down } = divide(operations, source.text, options.runner?.id);
  return {
    id: options.id ?? fileName(source.path),
    namespace: options.namespace ?? directory(source.path),
    source,
    ...fileTransaction(source, up, options),
    up,
    down,
    problems,
    comments: commentsOf(text),
    statements,
  };
}

function fileTransaction(source: Source, up: readonly Operation[], options: SqlReadOptions): FileTransaction {
  const { transaction = 'auto', runner } = options;
  return transaction === 'auto' ? transactionOf(source.text, up, runner) : { transaction, transactionSource: 'stated' };
}

function divide(
  operations: readonly Operation[],
  text: string,
  runner: RunnerId | undefined,
): { up: readonly Operation[]; down: readonly Operation[] } {
  const sections = downSections(text, runner);
  if (sections.length === 0) return { up: operations, down: [] };
  const isDown = ({ span }: Operation): boolean =>
    sections.some((section) => span.start >= section.start && span.start < section.end);
  return { up: operations.filter((operation) => !isDown(operation)), down: operations.filter(isDown) };
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
}

function directory(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
