import type { MessagePort } from 'node:worker_threads';
import { parseAhead } from '../readers/sql/ahead.js';
import { readBytes } from './bytes.js';
import { decode } from './decode.js';
import type { ParsedFile } from './read.js';

/** How many files travel between the threads at once. */
export const chunkSize = 25;
/** How many chunks the other thread may be ahead of this one: enough that it seldom sleeps, few enough to bound the memory. */
const chunksAhead = 16;

/** What the other thread is started with. */
export interface ParsingThreadData {
  readonly port: MessagePort;
  readonly progress: Int32Array;
  /** Absolute, in the order they are needed. */
  readonly paths: readonly string[];
}

/** What the threads know of each other: numbers in shared memory, by their place. */
export const progressOf = {
  /** The first chunk that neither thread has taken on. */
  untaken: 0,
  /** How many chunks the other thread has answered: what this one sleeps on. */
  answered: 1,
  /** The chunk this thread is at: what the other one sleeps on when it is too far ahead. */
  reached: 2,
};

/** What comes back from the other thread: of each file of a chunk its text and tree, or nothing if it is no text. */
export interface ChunkAnswer {
  readonly files: readonly (ParsedFile | undefined)[];
}

/** Parses chunks as long as there are any, and sleeps when that is too far ahead: what the other thread does. */
export function answerChunks({ port, progress, paths }: ParsingThreadData): void {
  for (;;) {
    const chunk = Atomics.add(progress, progressOf.untaken, 1);
    if (chunk * chunkSize >= paths.length) return;
    let reached = Atomics.load(progress, progressOf.reached);
    while (chunk - reached > chunksAhead) {
      Atomics.wait(progress, progressOf.reached, reached);
      reached = Atomics.load(progress, progressOf.reached);
    }
    const files = paths.slice(chunk * chunkSize, (chunk + 1) * chunkSize).map(parsed);
    const answer: ChunkAnswer = { files };
    port.postMessage(answer);
    Atomics.add(progress, progressOf.answered, 1);
    Atomics.notify(progress, progressOf.answered);
  }
}

function parsed(path: string): ParsedFile | undefined {
  try {
    const decoded = decode(readBytes(path));
    return decoded.ok ? { text: decoded.text, tree: parseAhead(decoded.text) } : undefined;
  } catch {
    // Whoever needs the file reads it again and is told the reason.
    return undefined;
  }
}
