import type { Effect, LocksEffect, RewritesEffect, ScansEffect } from './effect.js';
import { compareLockModes } from './lock.js';
import type { ObjectKey } from './name.js';

/** What other sessions wait for: a lock, or the work done under it. */
export type Disturbance = LocksEffect | ScansEffect | RewritesEffect;

/** The locks, scans and rewrites among effects, in order: the evidence of the locking rules. */
export function disturbancesOf(effects: readonly Effect[], relation?: ObjectKey): readonly Disturbance[] {
  return effects.filter(
    (effect): effect is Disturbance =>
      (effect.kind === 'locks' || effect.kind === 'scans' || effect.kind === 'rewrites') &&
      (relation === undefined || effect.relation === relation),
  );
}

/** Work whose time grows with the table: it is read, indexed or written anew. */
export function isLasting(effect: Effect): effect is Disturbance {
  return effect.kind === 'scans' || effect.kind === 'rewrites' || (effect.kind === 'locks' && effect.held !== 'brief');
}

/** The strongest lock among effects, on one relation or on any. */
export function strongestLock(effects: readonly Effect[], relation?: ObjectKey): LocksEffect | undefined {
  let strongest: LocksEffect | undefined;
  for (const effect of effects) {
    if (effect.kind !== 'locks' || (relation !== undefined && effect.relation !== relation)) continue;
    if (strongest === undefined || compareLockModes(effect.mode, strongest.mode) > 0) strongest = effect;
  }
  return strongest;
}
