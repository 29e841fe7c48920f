import { isLasting } from '../core/disturbance.js';
import type { Effect } from '../core/effect.js';
import type { Operation } from '../core/operation.js';
import { commandName } from '../core/wording.js';

/**
 * The work of an operation whose time grows with the data, as a message names it: an index build, a read or a rewrite of
 * a table, or a statement that changes many rows. Undefined when it is over in a moment.
 */
export function workOf({
  operation,
  felt,
}: {
  readonly operation: Operation;
  readonly felt: readonly Effect[];
}): string | undefined {
  if (operation.kind === 'lock-table') return undefined;
  if (felt.some(isLasting) || changesManyRows(operation)) return commandName(operation);
  return undefined;
}

/** Statements without a bound on the rows they touch. One with a WHERE is judged by its effects: does it scan? */
function changesManyRows(operation: Operation): boolean {
  switch (operation.kind) {
    case 'update':
    case 'delete':
      return operation.where === undefined && !operation.limited;
    case 'insert':
      return operation.rows === undefined && operation.query.relations.length > 0;
    case 'copy':
      return operation.direction === 'from';
    default:
      return false;
  }
}
