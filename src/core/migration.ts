import type { Operation } from './operation.js';
import type { Source } from './source.js';
import type { Span } from './span.js';

/**
 * What a migration shares a transaction with. `file`: the runner wraps the file in one. `none`: statements run on their
 * own unless the file says BEGIN itself. (Whole batches join with the runner profiles.)
 */
export type TransactionMode = 'file' | 'none';

/** Something in a source that could not be read. It becomes a finding, never silence. */
export interface ReadProblem {
  readonly kind:
    'syntax-error' | 'other-dialect' | 'unreadable-file' | 'unbalanced' | 'too-complex' | 'not-a-migration';
  /** A sentence: what is wrong, and what to do where that is known. */
  readonly message: string;
  readonly span: Span;
}

/** A comment, for suppressions and runner markers. `text` is what stands between the comment signs, trimmed. */
export interface Comment {
  readonly text: string;
  readonly span: Span;
}

/** One migration, read. */
export interface Migration {
  /** Unique within its namespace: the file name without its ending, for plain SQL. */
  readonly id: string;
  /** What belongs to one line of history: the directory, for plain SQL. */
  readonly namespace: string;
  readonly source: Source;
  readonly transaction: TransactionMode;
  /** Whether the mode was written in the file or configured (`stated`), or is what most runners do (`assumed`). */
  readonly transactionSource: 'stated' | 'assumed';
  readonly up: readonly Operation[];
  readonly down: readonly Operation[];
  readonly problems: readonly ReadProblem[];
  /** All comments, if the text speaks of `lockstep` at all; else none, which saves the time of collecting them. */
  readonly comments: readonly Comment[];
  /** How many statements the file holds. */
  readonly statements: number;
}
