import type { Operation, OperationDraft } from '../../src/core/operation.js';

/** What says where an operation stood, and what is inside it: neither is a part of what is written. */
const placed = new Set(['span', 'statementSpan', 'statement', 'operations', 'conditional', 'caught']);

/** Operations without their places, as drafts are. */
export function withoutPlaces(operations: readonly (Operation | OperationDraft)[]): unknown {
  return bare(operations);
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !placed.has(key))
      .map(([key, inner]) => [key, bare(inner)]),
  );
}

/** What follows from a query's text, and is not chosen by who drafts the operation. */
const uses = new Set(['query', 'asQuery', 'reads', 'literals', 'limited']);

export function withoutUses(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUses);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !uses.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutUses(inner)]));
}
