import type { Effect, LocksEffect } from '../core/effect.js';
import { shortName } from '../core/wording.js';

/** An effect other than a lock as a line of a timeline, and whether it deserves alarm. */
export function effectInWords(effect: Exclude<Effect, LocksEffect>): {
  readonly text: string;
  readonly grave: boolean;
} {
  switch (effect.kind) {
    case 'scans':
      return { text: `reads all of ${shortName(effect.relation)}`, grave: false };
    case 'rewrites': {
      const { relation, indexesOnly, because } = effect;
      const what = indexesOnly === undefined ? '' : `the indexes ${indexesOnly.join(', ')} of `;
      return { text: `writes ${what}${shortName(relation)} anew: ${because}`, grave: true };
    }
    case 'loses': {
      const { what, object, how, cascaded } = effect;
      const along = cascaded === true ? ', taken along by CASCADE' : '';
      return {
        text: `loses ${what.replaceAll('-', ' ')} ${shortName(object)} (${howInWords[how]}${along})`,
        grave: true,
      };
    }
    case 'breaks': {
      const { clients, object, because } = effect;
      const text = `breaks ${clients.replaceAll('-', ' ')} of ${shortName(object)}: ${because.replaceAll('-', ' ')}`;
      return { text, grave: true };
    }
    case 'fails':
      return { text: `${effect.certain ? 'fails' : 'may fail'}: ${effect.because}`, grave: true };
  }
}

const howInWords = {
  all: 'all of it',
  some: 'what matches',
  silently: 'silently',
  'with-error': 'or stops with an error',
} as const;
