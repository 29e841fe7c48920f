import type { LockMode } from '../core/lock.js';
import { blocks } from './locks.js';

/** What a table lock keeps waiting, in words: `reads and writes`, `writes`; undefined when neither waits for it. */
export function blockedBy(mode: LockMode): 'reads and writes' | 'writes' | undefined {
  const blocked = blocks(mode);
  if (blocked.includes('SELECT')) return 'reads and writes';
  return blocked.length > 0 ? 'writes' : undefined;
}
