import type { Operation } from './operation.js';
import type { Source } from './source.js';
import type { Span } from './span.js';

/**
 * What the statements of a migration share a transaction with. `file`: with each other. `none`: with nothing, unless the
 * file says BEGIN itself.
 */
export type TransactionMode = 'file' | 'none';

/** A run of statements of one file that its runner executes in a transaction of their own, or in none. */
export interface TransactionPart {
  /** The statement it begins with, as operations count them. */
  readonly from: number;
  readonly transaction: 'file' | 'none';
}

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

/** A step forwards that no step backwards was written for. */
export interface IrreversiblePart {
  readonly what: 'code' | 'sql';
  /** The function, when it has a name. */
  readonly name?: string;
  /** What would have to be written, in the words of the format: `reverse_code`. */
  readonly missing: string;
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
  /** Set when the runner executes the file in several transactions: from the first statement on, in order. */
  readonly transactionParts?: readonly TransactionPart[];
  /**
   * Whether the transaction is shared with all files that have not run when this one does: its locks are held until the
   * last of them is through.
   */
  readonly inBatch?: boolean;
  /** Whether the mode was written in the file or configured (`stated`), or is what most runners do (`assumed`). */
  readonly transactionSource: 'stated' | 'assumed';
  readonly up: readonly Operation[];
  readonly down: readonly Operation[];
  /**
   * The parts that the runner cannot take back although it knows how to go backwards: it stops there with an error.
   * Absent where the format knows of no way back at all.
   */
  readonly irreversible?: readonly IrreversiblePart[];
  readonly problems: readonly ReadProblem[];
  /** All comments, if the text speaks of `lockstep` at all; else none, which saves the time of collecting them. */
  readonly comments: readonly Comment[];
  /** How many statements the file holds. */
  readonly statements: number;
}
