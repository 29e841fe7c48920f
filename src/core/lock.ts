/** The eight table lock modes, weakest first. https://www.postgresql.org/docs/current/explicit-locking.html */
export const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;

/** A PostgreSQL table lock mode, by PostgreSQL's own name. */
export type LockMode = (typeof lockModes)[number];

/** Negative, zero or positive as `a` is weaker than, equal to or stronger than `b`. */
export function compareLockModes(a: LockMode, b: LockMode): number {
  return lockModes.indexOf(a) - lockModes.indexOf(b);
}
