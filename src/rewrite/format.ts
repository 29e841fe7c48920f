import type { Migration, TransactionMode } from '../core/migration.js';
import type { Operation } from '../core/operation.js';
import type { FileDraft } from '../core/plan.js';
import type { Schema } from '../core/schema.js';
import type { Unit } from './units.js';

/** The language of a migration and of the files of its plan: what a format of migrations must be able to do. */
export interface MigrationFormat {
  /** Why a migration cannot be taken apart, as a sentence; undefined when it can. */
  obstacle(migration: Migration): string | undefined;
  /** What the forward part of a migration is made of, in order. */
  written(migration: Migration): readonly WrittenStatement[];
  /** The units of a statement that is planned, with what else the format wants in them. As they are when absent. */
  readonly planned?: (statement: WrittenStatement, units: readonly Unit[]) => readonly Unit[];
  /** The text of a file. */
  print(file: FileDraft, place: FilePlace): string;
  /** Whether the runner could not run the file, so that it is printed as a script that a person runs. */
  isScript(file: FileDraft): boolean;
  /** Reads a file back, and answers the format as it stands behind it. */
  read(text: string, script: boolean): { readonly migration: Migration; readonly next: MigrationFormat };
  /** Where the end of the plan differs from that of the original in what the schema does not show. Nowhere when absent. */
  difference?(original: MigrationFormat): string | undefined;
}

/** Where a file of a plan stands. */
export interface FilePlace {
  /** Counts the files of a plan from 0: the first takes the place of the original. */
  readonly index: number;
  /** The schema before the file. */
  readonly before: Schema;
  /** The paths of all files of the plan; absent while it is not known how many there will be. */
  readonly paths?: readonly string[];
}

/** What a migration is made of, as it stands in its file, with the comments around it: a statement, an operation. */
export interface WrittenStatement {
  /** All operations of the statement; empty for the comments at the end of the file. */
  readonly operations: readonly Operation[];
  /** Without its semicolon. */
  readonly text: string;
  /** The comments above it, and the one behind it on its line. Empty when there are none. */
  readonly above: string;
  readonly behind: string;
  /** Set when it does what the operations do not show, so that it can only be kept as it stands. */
  readonly indivisible?: true;
  /** The transaction it was written for, where that is not the one that PostgreSQL asks for. */
  readonly transaction?: TransactionMode;
}
