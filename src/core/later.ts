import type { Migration } from './migration.js';
import type { Operation, OperationKind } from './operation.js';

/**
 * The operations of a migration that run when it is applied, in the order written: those in the bodies of DO blocks
 * included, those in function bodies left out.
 */
export function writtenOperations(migration: Migration): readonly Operation[] {
  let list = cache.get(migration);
  if (list === undefined) {
    list = [...flattened(migration.up)];
    cache.set(migration, list);
  }
  return list;
}

/** The operations written after one, to the end of the migration: what is about to happen to the same objects. */
export function operationsAfter(migration: Migration, operation: Operation): readonly Operation[] {
  const all = writtenOperations(migration);
  const next = all.findIndex((other) => other.span.start > operation.span.start);
  return next === -1 ? [] : all.slice(next);
}

/**
 * The operations that follow in the same transaction, so that other sessions see their outcome at the same moment.
 * When the operation runs on its own, which `transaction` undefined says, those of its own statement.
 */
export function restOfTransaction(
  migration: Migration,
  operation: Operation,
  transaction: number | undefined,
): readonly Operation[] {
  const after = operationsAfter(migration, operation);
  const end =
    transaction === undefined
      ? after.findIndex((other) => other.span.start >= statementEnd(migration, operation))
      : after.findIndex((other) => transactionEnds.has(other.kind));
  return end === -1 ? after : after.slice(0, end);
}

/** Where the statement ends that the operation is part of, or the block around it. */
function statementEnd({ up }: Migration, { span }: Operation): number {
  const around = up.find(({ statementSpan }) => statementSpan.start <= span.start && span.start < statementSpan.end);
  return around?.statementSpan.end ?? span.end;
}

const transactionEnds: ReadonlySet<OperationKind> = new Set(['commit', 'rollback', 'prepare-transaction']);
const cache = new WeakMap<Migration, readonly Operation[]>();

function* flattened(operations: readonly Operation[]): Generator<Operation> {
  for (const operation of operations) {
    yield operation;
    if (operation.operations !== undefined && operation.kind !== 'create-function') {
      yield* flattened(operation.operations);
    }
  }
}
