import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Migration } from '../core/migration.js';
import { readMigration } from './read.js';
import type { ReadJob, Reading } from './reading.js';

/** How many files travel between the threads at once. */
const chunkSize = 25;
/** How many chunks the other thread may be ahead of this one: enough that it seldom sleeps, few enough to bound the memory. */
const chunksAhead = 16;
/** The other thread is woken after so many chunks: each time costs both of them. */
const chunksPerWaking = 8;
/** How many chunks this thread may have read itself before it waits for the one it needs. */
const chunksHeld = 8;

/** What the other thread is started with. */
export interface ReadingThreadData {
  readonly port: MessagePort;
  readonly progress: Int32Array;
  readonly jobs: readonly ReadJob[];
}

/** What the threads know of each other: numbers in shared memory, by their place. */
const progressOf = {
  /** The first chunk that neither thread has taken on. */
  untaken: 0,
  /** How many chunks the other thread has answered: what this one sleeps on. */
  answered: 1,
  /** The chunk this thread is at: what the other one sleeps on when it is too far ahead. */
  reached: 2,
};

/** What comes back from the other thread. */
export interface ChunkAnswer {
  readonly chunk: number;
  readonly results: readonly SentResult[];
}

/** A migration travels as JSON, which is taken apart in two thirds of the time that a structured clone takes. */
type SentResult = { readonly ok: true; readonly json: string } | Failure;
type ReadResult = { readonly ok: true; readonly migration: Migration } | Failure;

interface Failure {
  readonly ok: false;
  readonly error: unknown;
}

/**
 * Reads with two threads. Each takes on the next chunk of files that nobody has: the other thread always, this one when
 * the chunk it needs has not come back yet. So both stay busy however their work divides, and the answers come in the
 * order of the files all the same.
 */
export class ReadAhead implements Reading {
  readonly #results = new Map<number, readonly (ReadResult | SentResult)[]>();
  readonly #progress = new Int32Array(new SharedArrayBuffer(12));
  readonly #port: MessagePort;
  readonly #thread: Worker;
  #isLost = false;
  #received = 0;
  #chunk = 0;
  #file = 0;

  /**
   * @param script what the other thread runs, `reading-thread.ts` when it is built
   * @param patience after so long without an answer, in milliseconds, the other thread is taken to be dead
   */
  constructor(
    readonly jobs: readonly ReadJob[],
    script: URL,
    readonly patience = 10_000,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const data: ReadingThreadData = { port: port2, progress: this.#progress, jobs };
    // What it reads it soon gives away: a small nursery keeps its share of the memory small.
    const resourceLimits = { maxYoungGenerationSizeMb: 24 };
    this.#thread = new Worker(script, { workerData: data, transferList: [port2], resourceLimits });
    // A thread that dies does not answer, and then its files are read here: there is nothing to add to that.
    this.#thread.on('error', () => undefined);
  }

  next(): Migration {
    const results = this.#results.get(this.#chunk) ?? this.#bring(this.#chunk);
    const result = results[this.#file++];
    if (this.#file >= results.length) this.#leaveChunk();
    if (result === undefined) throw new RangeError('All files have been read.');
    if (!result.ok) throw result.error;
    // The other thread has written it from a migration.
    return 'json' in result ? (JSON.parse(result.json) as Migration) : result.migration;
  }

  async close(): Promise<void> {
    this.#port.close();
    await this.#thread.terminate();
  }

  #leaveChunk(): void {
    this.#results.delete(this.#chunk++);
    this.#file = 0;
    Atomics.store(this.#progress, progressOf.reached, this.#chunk);
    if (this.#chunk % chunksPerWaking === 0) Atomics.notify(this.#progress, progressOf.reached);
  }

  /** Takes what has arrived, reads what nobody has, or sleeps, until the chunk is there. */
  #bring(chunk: number): readonly (ReadResult | SentResult)[] {
    for (;;) {
      this.#receive();
      const results = this.#results.get(chunk);
      if (results !== undefined) return results;
      if (this.#isLost || this.#isPastEnd(chunk)) this.#readHere(chunk);
      else if (this.#results.size >= chunksHeld || !this.#readNext()) this.#sleep();
    }
  }

  #isPastEnd(chunk: number): boolean {
    return chunk * chunkSize >= this.jobs.length;
  }

  /** Reads the first chunk that nobody has. Returns false when there is none. */
  #readNext(): boolean {
    const chunk = takeChunk(this.#progress, this.jobs);
    if (chunk !== undefined) this.#readHere(chunk);
    return chunk !== undefined;
  }

  #readHere(chunk: number): void {
    this.#results.set(chunk, readAll(jobsOf(chunk, this.jobs)));
  }

  /** Sleeps until something arrives. When nothing does, this thread goes on alone. */
  #sleep(): void {
    const woken = Atomics.wait(this.#progress, progressOf.answered, this.#received, this.patience);
    if (woken === 'timed-out') this.#isLost = true;
  }

  #receive(): void {
    for (let received = receiveMessageOnPort(this.#port); received !== undefined;) {
      const { chunk, results } = received.message as ChunkAnswer; // The other end of the port is ours.
      if (chunk >= this.#chunk) this.#results.set(chunk, results);
      this.#received++;
      received = receiveMessageOnPort(this.#port);
    }
  }
}

/** Reads chunks as long as there are any, and sleeps when that is too far ahead: what the other thread does. */
export function answerChunks({ port, progress, jobs }: ReadingThreadData): void {
  for (let chunk = takeChunk(progress, jobs); chunk !== undefined; chunk = takeChunk(progress, jobs)) {
    let reached = Atomics.load(progress, progressOf.reached);
    while (chunk - reached > chunksAhead) {
      Atomics.wait(progress, progressOf.reached, reached);
      reached = Atomics.load(progress, progressOf.reached);
    }
    const results = readAll(jobsOf(chunk, jobs)).map((result): SentResult =>
      result.ok ? { ok: true, json: JSON.stringify(result.migration) } : result,
    );
    const answer: ChunkAnswer = { chunk, results };
    port.postMessage(answer);
    Atomics.add(progress, progressOf.answered, 1);
    Atomics.notify(progress, progressOf.answered);
  }
}

function takeChunk(progress: Int32Array, jobs: readonly ReadJob[]): number | undefined {
  const chunk = Atomics.add(progress, progressOf.untaken, 1);
  return chunk * chunkSize < jobs.length ? chunk : undefined;
}

function jobsOf(chunk: number, jobs: readonly ReadJob[]): readonly ReadJob[] {
  return jobs.slice(chunk * chunkSize, (chunk + 1) * chunkSize);
}

/** Reads files one after the other. What goes wrong with one is its own answer. */
function readAll(jobs: readonly ReadJob[]): ReadResult[] {
  return jobs.map(({ file, options }) => {
    try {
      return { ok: true, migration: readMigration(file, options) };
    } catch (error) {
      return { ok: false, error };
    }
  });
}
