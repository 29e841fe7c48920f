import type { LockMode } from '../core/lock.js';
import { lockModes } from '../core/lock.js';

/** What a session does to a table, in the words of the statements that do it. */
export type Access = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/**
 * The modes each mode conflicts with. Source: table 13.2 of
 * https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES (`LockConflicts` in lock.c), the same in
 * PostgreSQL 10 to 18.
 */
const conflicting: Readonly<Record<LockMode, readonly LockMode[]>> = {
  'ACCESS SHARE': ['ACCESS EXCLUSIVE'],
  'ROW SHARE': ['EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'ROW EXCLUSIVE': ['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'SHARE UPDATE EXCLUSIVE': ['SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  SHARE: ['ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE'],
  'SHARE ROW EXCLUSIVE': [
    'ROW EXCLUSIVE',
    'SHARE UPDATE EXCLUSIVE',
    'SHARE',
    'SHARE ROW EXCLUSIVE',
    'EXCLUSIVE',
    'ACCESS EXCLUSIVE',
  ],
  EXCLUSIVE: lockModes.filter((mode) => mode !== 'ACCESS SHARE'),
  'ACCESS EXCLUSIVE': lockModes,
};

/** The mode each statement takes on the table it works on. */
const takenBy: Readonly<Record<Access, LockMode>> = {
  SELECT: 'ACCESS SHARE',
  INSERT: 'ROW EXCLUSIVE',
  UPDATE: 'ROW EXCLUSIVE',
  DELETE: 'ROW EXCLUSIVE',
};

/** Whether two sessions cannot hold the modes on one table at once. */
export function conflicts(a: LockMode, b: LockMode): boolean {
  return conflicting[a].includes(b);
}

/** Which plain statements of other sessions wait while the mode is held. */
export function blocks(mode: LockMode): readonly Access[] {
  return blocked[mode];
}

const accesses: readonly Access[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];
const blocked: Readonly<Record<LockMode, readonly Access[]>> = {
  'ACCESS SHARE': accessesBlockedBy('ACCESS SHARE'),
  'ROW SHARE': accessesBlockedBy('ROW SHARE'),
  'ROW EXCLUSIVE': accessesBlockedBy('ROW EXCLUSIVE'),
  'SHARE UPDATE EXCLUSIVE': accessesBlockedBy('SHARE UPDATE EXCLUSIVE'),
  SHARE: accessesBlockedBy('SHARE'),
  'SHARE ROW EXCLUSIVE': accessesBlockedBy('SHARE ROW EXCLUSIVE'),
  EXCLUSIVE: accessesBlockedBy('EXCLUSIVE'),
  'ACCESS EXCLUSIVE': accessesBlockedBy('ACCESS EXCLUSIVE'),
};

function accessesBlockedBy(mode: LockMode): readonly Access[] {
  return accesses.filter((access) => conflicts(mode, takenBy[access]));
}
