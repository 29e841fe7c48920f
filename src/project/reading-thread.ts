/** The script of the thread that reads ahead. */
import { workerData } from 'node:worker_threads';
import { loadSqlParser } from '../readers/sql/index.js';
import { answerChunks } from './read-ahead.js';
import type { ReadingThreadData } from './read-ahead.js';

const data = workerData as ReadingThreadData; // Only ReadAhead starts this thread.

void loadSqlParser().then(() => {
  // The thread stays until it is ended, so that what it has sent can be taken at any time.
  data.port.ref();
  answerChunks(data);
});
