import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Statements of every kind that migrations hold, and what stands around them. An empty line divides them. */
export const corpus: readonly string[] = readFileSync(fileURLToPath(new URL('corpus.txt', import.meta.url)), 'utf8')
  .trimEnd()
  .split('\n\n');
