import { append } from '../core/lists.js';
import type { Operation } from '../core/operation.js';
import { statementKey } from '../core/steps.js';

/**
 * The operations of each statement that names several objects to drop or empty at once: `DROP TABLE a, b` is one
 * operation each, and what it names together does not stand in each other's way. By `statementKey`.
 */
export function namedTogether(operations: readonly Operation[]): ReadonlyMap<number, readonly Operation[]> {
  if (!operations.some(({ kind }) => togetherKinds.has(kind))) return none;
  const byStatement = new Map<number, Operation[]>();
  for (const operation of operations) {
    if (!togetherKinds.has(operation.kind)) continue;
    append(byStatement, statementKey(operation), operation);
  }
  return byStatement;
}

const togetherKinds: ReadonlySet<Operation['kind']> = new Set<Operation['kind']>([
  'drop-table',
  'drop-view',
  'drop-materialized-view',
  'drop-type',
  'drop-domain',
  'drop-sequence',
  'drop-schema',
  'truncate-table',
]);

const none: ReadonlyMap<number, readonly Operation[]> = new Map();
