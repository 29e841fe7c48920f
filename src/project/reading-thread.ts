/** The script of the thread that reads ahead. */
import { workerData } from 'node:worker_threads';
import { loadSqlParser } from '../readers/sql/index.js';
import { readAll } from './read-ahead.js';
import type { ChunkAnswer, ChunkRequest, ReadingThreadData } from './read-ahead.js';

const { port, answered } = workerData as ReadingThreadData; // Only ReadAhead starts this thread.

void loadSqlParser().then(() => {
  port.on('message', ({ chunk, jobs }: ChunkRequest) => {
    const answer: ChunkAnswer = { chunk, results: readAll(jobs) };
    port.postMessage(answer);
    Atomics.add(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
});
