import type { Expression } from '../../core/expression.js';
import type { PartitionBound, PartitionKey } from '../../core/operation.js';

/** Whether valid CHECKs spare ATTACH PARTITION its scan. */
export function provesBound(
  checks: readonly Expression[],
  key: PartitionKey,
  bound: PartitionBound,
  columnNotNull: (column: string) => boolean,
): boolean {
  void [checks, key, bound, columnNotNull];
  return false;
}

/** Whether valid CHECKs of the default partition show that none of its rows belongs to a new bound. */
export function excludesBound(
  checks: readonly Expression[],
  key: PartitionKey,
  bound: PartitionBound,
  columnNotNull: (column: string) => boolean,
): boolean {
  void [checks, key, bound, columnNotNull];
  return false;
}
