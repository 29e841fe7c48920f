import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Migration } from '../core/migration.js';
import { readMigration } from './read.js';
import type { ReadJob, Reading } from './reading.js';

/** How many files travel between the threads at once. */
const chunkSize = 25;
/** How many chunks the other thread has before it: enough to keep it busy, few enough to bound the memory. */
const chunksAhead = 4;
/** How many read chunks this thread may hold before it waits for the one it needs. */
const chunksHeld = 8;
/** What the other thread is started with. */
export interface ReadingThreadData {
  readonly port: MessagePort;
  /** How many chunks it has answered: what this thread sleeps on. */
  readonly answered: Int32Array;
}

/** What travels to the other thread. */
export interface ChunkRequest {
  readonly chunk: number;
  readonly jobs: readonly ReadJob[];
}

/** What comes back. */
export interface ChunkAnswer {
  readonly chunk: number;
  readonly results: readonly ReadResult[];
}

type ReadResult =
  { readonly ok: true; readonly migration: Migration } | { readonly ok: false; readonly error: unknown };

/**
 * Reads with two threads. The other thread gets the next chunks of files; when the chunk that is needed has not come
 * back yet, this thread reads the first chunk that nobody has. So both stay busy however their work divides, and the
 * answers come in the order of the files all the same.
 */
export class ReadAhead implements Reading {
  readonly #chunks: (readonly ReadJob[])[] = [];
  readonly #results = new Map<number, readonly ReadResult[]>();
  readonly #requested = new Set<number>();
  readonly #answered = new Int32Array(new SharedArrayBuffer(4));
  readonly #port: MessagePort;
  readonly #thread: Worker;
  #untaken = 0;
  #isLost = false;
  #received = 0;
  #chunk = 0;
  #file = 0;

  /**
   * @param script what the other thread runs, `reading-thread.ts` when it is built
   * @param patience after so long without an answer, in milliseconds, the other thread is taken to be dead
   */
  constructor(
    jobs: readonly ReadJob[],
    script: URL,
    readonly patience = 10_000,
  ) {
    for (let at = 0; at < jobs.length; at += chunkSize) this.#chunks.push(jobs.slice(at, at + chunkSize));
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const data: ReadingThreadData = { port: port2, answered: this.#answered };
    // What it reads it soon gives away: a small nursery keeps its share of the memory small.
    const resourceLimits = { maxYoungGenerationSizeMb: 24 };
    this.#thread = new Worker(script, { workerData: data, transferList: [port2], resourceLimits });
    // A thread that dies does not answer, and then its files are read here: there is nothing to add to that.
    this.#thread.on('error', () => undefined);
    this.#request();
  }

  next(): Migration {
    const results = this.#results.get(this.#chunk) ?? this.#bring(this.#chunk);
    const result = results[this.#file++];
    if (this.#file >= results.length) {
      this.#results.delete(this.#chunk++);
      this.#file = 0;
    }
    if (result === undefined) throw new RangeError('All files have been read.');
    if (!result.ok) throw result.error;
    return result.migration;
  }

  async close(): Promise<void> {
    this.#port.close();
    await this.#thread.terminate();
  }

  /** Takes what has arrived, reads what nobody has, or sleeps, until the chunk is there. */
  #bring(chunk: number): readonly ReadResult[] {
    for (;;) {
      this.#receive();
      const results = this.#results.get(chunk);
      if (results !== undefined) return results;
      const isOurs = !this.#requested.has(chunk);
      if (isOurs) this.#readHere(chunk);
      else if (this.#untaken < this.#chunks.length && this.#results.size < chunksHeld) this.#readHere(this.#untaken);
      else if (Atomics.wait(this.#answered, 0, this.#received, this.patience) === 'timed-out') this.#giveUp();
    }
  }

  /** Goes on alone. */
  #giveUp(): void {
    this.#isLost = true;
    this.#requested.clear();
  }

  #readHere(chunk: number): void {
    this.#untaken = Math.max(this.#untaken, chunk + 1);
    this.#results.set(chunk, readAll(this.#chunks[chunk] ?? []));
  }

  #receive(): void {
    for (let received = receiveMessageOnPort(this.#port); received !== undefined;) {
      const { chunk, results } = received.message as ChunkAnswer; // The other end of the port is ours.
      if (this.#requested.delete(chunk)) this.#results.set(chunk, results);
      this.#received++;
      received = receiveMessageOnPort(this.#port);
    }
    this.#request();
  }

  #request(): void {
    while (!this.#isLost && this.#requested.size < chunksAhead && this.#untaken < this.#chunks.length) {
      const chunk = this.#untaken++;
      this.#requested.add(chunk);
      const request: ChunkRequest = { chunk, jobs: this.#chunks[chunk] ?? [] };
      this.#port.postMessage(request);
    }
  }
}

/** Reads files one after the other. What goes wrong with one is its own answer. */
export function readAll(jobs: readonly ReadJob[]): ReadResult[] {
  return jobs.map(({ file, options }) => {
    try {
      return { ok: true, migration: readMigration(file, options) };
    } catch (error) {
      return { ok: false, error };
    }
  });
}
