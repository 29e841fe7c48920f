import type { FailsEffect } from './effect.js';
import type { Operation } from './operation.js';
import type { Step } from './rule.js';

/**
 * The rule that reports a failure of an operation. Each failure has exactly one, so that it is neither said twice nor
 * left out: what no rule has claimed falls to `statement-fails`.
 */
export function reporterOf(operation: Operation, failure: FailsEffect): string {
  switch (failure.when) {
    case 'in-transaction':
      return operation.kind === 'add-enum-value' ? 'new-enum-value' : 'non-transactional-statement';
    case 'new-enum-value':
      return 'new-enum-value';
    case 'rows-exist':
      return operation.kind === 'add-column' ? 'required-column' : 'statement-fails';
    case 'partitioned':
      if (operation.kind === 'create-index' && operation.concurrently) return 'require-concurrent-index';
      if (operation.kind === 'drop-index' && operation.concurrently) return 'require-concurrent-drop-index';
      break;
    case 'version':
      return 'statement-fails';
    default:
      break;
  }
  if (operation.kind === 'detach-partition' && operation.concurrently) return 'require-concurrent-detach';
  if (operation.kind === 'refresh-materialized-view' && operation.concurrently) return 'require-concurrent-refresh';
  return 'statement-fails';
}

/** Whether there is a way in which a step fails: most migrations have no such step, and the rules about them no work. */
export function mayFail({ effects }: Pick<Step, 'effects'>): boolean {
  return effects.some(({ kind }) => kind === 'fails');
}
