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
  return strength[a] - strength[b];
}

const strength: Readonly<Record<LockMode, number>> = {
  'ACCESS SHARE': 0,
  'ROW SHARE': 1,
  'ROW EXCLUSIVE': 2,
  'SHARE UPDATE EXCLUSIVE': 3,
  SHARE: 4,
  'SHARE ROW EXCLUSIVE': 5,
  EXCLUSIVE: 6,
  'ACCESS EXCLUSIVE': 7,
};
