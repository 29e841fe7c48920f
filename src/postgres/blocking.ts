import type { Effect, LocksEffect } from '../core/effect.js';
import type { LockMode } from '../core/lock.js';
import { blocks } from './locks.js';

/** What a table lock keeps waiting, in words: `reads and writes`, `writes`; undefined when neither waits for it. */
export function blockedBy(mode: LockMode): 'reads and writes' | 'writes' | undefined {
  const blocked = blocks(mode);
  if (blocked.length === 0) return undefined;
  return blocked.includes('SELECT') ? 'reads and writes' : 'writes';
}

/** Whether an effect is a lock that keeps reads or writes of a table waiting. */
export function isBlockingLock(effect: Effect): effect is LocksEffect {
  return effect.kind === 'locks' && blockedBy(effect.mode) !== undefined;
}
