import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Migration } from '../core/migration.js';
import { chunkSize, progressOf } from './parsing-ahead.js';
import type { ChunkAnswer, ParsingThreadData } from './parsing-ahead.js';
import { readMigration } from './read.js';
import type { ParsedFile } from './read.js';
import type { ReadJob, Reading } from './reading.js';

/** The other thread is woken after so many chunks: each time costs both of them. */
const chunksPerWaking = 8;

/**
 * Reads with two threads: the other one gets the texts of files and parses them, this one goes on from there, in the
 * order of the files. What is handed over is text, which costs next to nothing. A chunk of files that the other thread
 * has not yet taken on when it is needed is read here, so nobody waits while the other thread starts.
 */
export class ReadAhead implements Reading {
  readonly #progress = new Int32Array(new SharedArrayBuffer(12));
  readonly #port: MessagePort;
  readonly #thread: Worker;
  #files: ChunkAnswer['files'] = [];
  #isLost = false;
  #received = 0;
  #next = 0;

  /**
   * @param script what the other thread runs, `parsing-thread.ts` when it is built
   * @param patience after so long without an answer, in milliseconds, the other thread is taken to be dead
   */
  constructor(
    readonly jobs: readonly ReadJob[],
    script: URL,
    readonly patience = 10_000,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const paths = jobs.map(({ file }) => file.path);
    const data: ParsingThreadData = { port: port2, progress: this.#progress, paths };
    // What it parses it soon gives away: a small nursery keeps its share of the memory small.
    const resourceLimits = { maxYoungGenerationSizeMb: 24 };
    this.#thread = new Worker(script, { workerData: data, transferList: [port2], resourceLimits });
    // A thread that dies does not answer, and then its files are read here: there is nothing to add to that.
    this.#thread.on('error', () => undefined);
  }

  next(): Migration {
    const at = this.#next % chunkSize;
    if (at === 0) this.#enterChunk(this.#next / chunkSize);
    const job = this.jobs[this.#next++];
    if (job === undefined) throw new RangeError('All files have been read.');
    return readMigration(job.file, job.options, this.#files[at]);
  }

  async close(): Promise<void> {
    this.#port.close();
    await this.#thread.terminate();
  }

  #enterChunk(chunk: number): void {
    this.#files = this.#filesOf(chunk);
    Atomics.store(this.#progress, progressOf.reached, chunk);
    if (chunk % chunksPerWaking === 0) Atomics.notify(this.#progress, progressOf.reached);
  }

  /** What the other thread has made of the files of a chunk; nothing when they are to be read here. */
  #filesOf(chunk: number): readonly (ParsedFile | undefined)[] {
    // All chunks before this one have been taken on, so that it is the first that has not been, or has been.
    if (Atomics.compareExchange(this.#progress, progressOf.untaken, chunk, chunk + 1) === chunk) return [];
    while (!this.#isLost) {
      // Answers come in the order of their chunks. Those that are early stay in the port, outside of V8's heap.
      const received = receiveMessageOnPort(this.#port);
      if (received !== undefined) {
        this.#received++;
        return (received.message as ChunkAnswer).files; // The other end of the port is ours.
      }
      this.#sleep();
    }
    return [];
  }

  /** Sleeps until something arrives. When nothing does, this thread goes on alone. */
  #sleep(): void {
    const woken = Atomics.wait(this.#progress, progressOf.answered, this.#received, this.patience);
    if (woken === 'timed-out') this.#isLost = true;
  }
}
