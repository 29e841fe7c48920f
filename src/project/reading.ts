import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Migration } from '../core/migration.js';
import { readMigration } from './read.js';
import type { FileToRead } from './read.js';

/** One file to be read, and how. */
export interface ReadJob {
  readonly file: FileToRead;
  readonly options: Parameters<typeof readMigration>[1];
}

/** Reads files one by one, in a given order, as a run needs them. */
export interface Reading {
  /** The migration of the next file. Throws what reading it threw; the call after that answers the file after it. */
  next(): Migration;
  close(): Promise<void>;
}

/** With fewer files a second thread would have started about when the work is done. */
const worthAThread = 400;

/**
 * Starts to read. When there are many files and a second processor, a second thread reads ahead; what is answered is
 * the same.
 */
export async function startReading(jobs: readonly ReadJob[]): Promise<Reading> {
  const areOnDisk = jobs.every(({ file }) => file.bytes === undefined);
  if (jobs.length >= worthAThread && areOnDisk && availableParallelism() > 1) {
    // The build puts the thread's script beside the bundle. Where it is missing, this thread does all the work.
    const script = new URL('parsing-thread.cjs', import.meta.url);
    if (existsSync(fileURLToPath(script))) {
      const { ReadAhead } = await import('./read-ahead.js');
      return new ReadAhead(jobs, script);
    }
  }
  return new ReadInTurn(jobs);
}

class ReadInTurn implements Reading {
  #at = 0;

  constructor(readonly jobs: readonly ReadJob[]) {}

  next(): Migration {
    const job = this.jobs[this.#at++];
    if (job === undefined) throw new RangeError('All files have been read.');
    return readMigration(job.file, job.options);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
