import type { LockMode } from '../../src/core/lock.js';
import { compareLockModes } from '../../src/core/lock.js';
import type { ObjectKey } from '../../src/core/name.js';

/** Notes a lock unless a stronger one on the same relation is known. */
export function keepStrongest(locks: Record<ObjectKey, LockMode>, relation: ObjectKey, mode: LockMode): void {
  const known = locks[relation];
  if (known === undefined || compareLockModes(mode, known) > 0) locks[relation] = mode;
}

/** `ShareUpdateExclusiveLock`, as pg_locks names a mode, gives `SHARE UPDATE EXCLUSIVE`. */
export function modeOf(name: string): LockMode {
  // pg_locks knows no other modes for relations than the eight of LockMode.
  return name
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase() as LockMode;
}
