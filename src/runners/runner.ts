import type { RunnerId, TransactionModel } from '../core/runner.js';

/** A directory of migrations as a runner finds it. Nothing is read before it is asked for. */
export interface Folder {
  /** With forward slashes; only its last names matter. */
  readonly path: string;
  /** What lies in it and in the directories directly below it, relative to it, with forward slashes. */
  readonly files: readonly string[];
  /** The text of one of `files`; undefined when it cannot be read. */
  text(file: string): string | undefined;
  /**
   * The text of the nearest file of that name, from the folder upwards to the root of the project: `sqitch.plan`,
   * `node_modules/prisma/package.json`. Undefined when there is none.
   */
  nearest(name: string): string | undefined;
}

/** Why a folder looks like a runner's. */
export interface Sign {
  /**
   * `certain`: only this runner writes such a file or mark. `likely`: others could, but seldom do. `possible`: the names
   * fit. The surest sign wins; of two runners with equally sure ones neither does.
   */
  readonly strength: 'certain' | 'likely' | 'possible';
  /** A clause for people: `meta/_journal.json is Drizzle's`. */
  readonly reason: string;
}

/** What a file is to its runner. */
export interface RunnerFile {
  /** Relative to the folder. */
  readonly path: string;
  /** The name under which reports and rules know the migration; that of an undo file is its migration's. */
  readonly id: string;
  /** By which the runner tells migrations apart; undefined for those that run whenever they have changed. */
  readonly version: string | undefined;
  /**
   * `up` also for a file that holds both parts, one after the other. `baseline` stands for all versions up to its own,
   * `verify` only looks whether a migration has done its work.
   */
  readonly part: 'up' | 'down' | 'repeatable' | 'baseline' | 'verify';
}

/** What a runner does with the files of a folder, in the version that the folder shows and as it is configured. */
export interface Behaviour {
  readonly transaction: TransactionModel;
  /** What a file shares a transaction with that asks its runner for none. */
  readonly withoutTransaction: 'statement' | 'message';
  /** A new file that sorts before one that has run: the deployment fails, it runs now, or it never runs. */
  readonly late: 'error' | 'runs-late' | 'never-runs' | 'unknown';
  /** A new file with the version of one that has run: an error, passed over without a word, or run as any other. */
  readonly duplicate: 'error' | 'skipped' | 'allowed' | 'unknown';
  /** A file that is changed after it has run. */
  readonly edited: 'error' | 'warning' | 'unnoticed' | 'unknown';
}

/** A tool that runs migrations: what is known of it, and where from. */
export interface Runner {
  readonly id: RunnerId;
  /** As people write it: `node-pg-migrate`, `Flyway`. */
  readonly name: string;
  /** Source files and pages of the runner that the facts come from. */
  readonly sources: readonly string[];
  /** Whether a folder is its own. */
  detect(folder: Folder): Sign | undefined;
  /** What one of the folder's files is to it; undefined when it leaves the file alone. */
  fileOf(path: string, folder: Folder): RunnerFile | undefined;
  /** In which order two files of a folder run forwards; 0 where it follows from nothing. */
  compare(a: RunnerFile, b: RunnerFile, folder: Folder): number;
  behaviour(folder: Folder): Behaviour;
  /** What is said about the transaction of a file outside its own text: `V1__a.sql.conf` of Flyway. */
  statedTransaction?(path: string, folder: Folder): 'file' | 'none' | undefined;
}
