import type { Effect, LocksEffect } from '../core/effect.js';
import { compareLockModes } from '../core/lock.js';
import { heldWhile, shortName } from '../core/wording.js';
import { blocks } from '../postgres/locks.js';

/** The table locks among the effects that keep others waiting, strongest first, each as one line. */
export function lockFacts(effects: readonly Effect[]): readonly string[] {
  const locks = effects.filter((effect): effect is LocksEffect => effect.kind === 'locks');
  return locks
    .filter(({ mode }) => blocks(mode).length > 0)
    .sort((a, b) => compareLockModes(b.mode, a.mode))
    .map(({ relation, mode, held }) => {
      return `${mode} on ${shortName(relation)} ${heldWhile(held)}, blocks ${blocks(mode).join(', ')}`;
    });
}
