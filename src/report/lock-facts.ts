import type { Effect, LocksEffect } from '../core/effect.js';
import { compareLockModes } from '../core/lock.js';
import { heldWhile, shortName } from '../core/wording.js';
import { blockedBy } from '../postgres/blocking.js';

/** The table locks among the effects that keep others waiting, strongest first, each as one line. */
export function lockFacts(effects: readonly Effect[]): readonly string[] {
  const locks = effects.filter((effect): effect is LocksEffect => effect.kind === 'locks');
  return locks
    .sort((a, b) => compareLockModes(b.mode, a.mode))
    .flatMap(({ relation, mode, held }) => {
      const blocked = blockedBy(mode);
      return blocked === undefined ? [] : `${mode} on ${shortName(relation)} ${heldWhile(held)}, blocks ${blocked}`;
    });
}
