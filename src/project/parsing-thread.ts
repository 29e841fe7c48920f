/** The script of the thread that parses ahead. */
import { workerData } from 'node:worker_threads';
import { loadParser } from '../readers/sql/parse.js';
import { answerChunks } from './parsing-ahead.js';
import type { ParsingThreadData } from './parsing-ahead.js';

const data = workerData as ParsingThreadData; // Only ReadAhead starts this thread.

void loadParser().then(() => {
  // The thread stays until it is ended, so that what it has sent can be taken at any time.
  data.port.ref();
  answerChunks(data);
});
