import { isLasting } from '../core/disturbance.js';
import type { Disturbance } from '../core/disturbance.js';
import type { Effect } from '../core/effect.js';
import type { Operation } from '../core/operation.js';
import { commandName } from '../core/wording.js';

/** Work of a schema change whose time grows with the data. */
export interface Work {
  /** As a message names it: `CREATE INDEX`. */
  readonly name: string;
  /** False when it depends on the conditions of a query, and may well be over in a moment. */
  readonly certain: boolean;
}

/**
 * The work of a schema change that does not end in a moment: it builds an index, reads a table or writes it anew.
 * Undefined for all others, for work on new tables alone, for a statement that fails unless the table is empty, and for
 * statements that change or read rows, which other rules judge.
 */
export function workOf(operation: Operation, felt: readonly Effect[]): Work | undefined {
  switch (operation.kind) {
    case 'select':
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'copy':
    case 'call':
    case 'lock-table':
      return undefined;
    default: {
      if (!felt.some(isLasting)) return undefined;
      const work = felt.filter(isLasting);
      if (felt.some((effect) => effect.kind === 'fails' && effect.when === 'rows-exist')) return undefined;
      const byQuery = operation.kind === 'create-table' || operation.kind === 'create-materialized-view';
      return { name: commandName(operation), certain: !byQuery || work.some(isKnown) };
    }
  }
}

/** A lock lasts as long as the work under it, so it says nothing of its own. */
function isKnown({ kind, unknown }: Disturbance): boolean {
  return kind !== 'locks' && unknown === undefined;
}
