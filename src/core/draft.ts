import type { Operation, OperationDraft, OperationKind, OperationOf } from './operation.js';

/** What an operation does, without its places in a source. */
export function draftOf<K extends OperationKind>(operation: OperationOf<K>): OperationDraft<K> {
  const kept = Object.entries(operation).filter(([field]) => !places.has(field));
  const inner: readonly Operation[] | undefined = operation.operations;
  if (inner !== undefined) kept.push(['operations', inner.map((each) => draftOf(each))]);
  // An operation of a kind without its places is a draft of that kind.
  return Object.fromEntries(kept) as unknown as OperationDraft<K>;
}

const places: ReadonlySet<string> = new Set<keyof Operation>([
  'span',
  'statementSpan',
  'statement',
  'conditional',
  'caught',
  'operations',
]);
