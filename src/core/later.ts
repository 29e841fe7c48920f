import type { Migration } from './migration.js';
import type { Operation, OperationKind, OperationOf } from './operation.js';
import { append } from './lists.js';
import { namesIn } from './operation-names.js';

/**
 * The operations of one kind that run when the migration is applied, in the order written: those in the bodies of DO
 * blocks included, those in function bodies left out.
 */
export function writtenOfKind<K extends OperationKind>(migration: Migration, kind: K): readonly OperationOf<K>[] {
  // The outline holds under a kind only operations of that kind.
  return (outlineOf(migration).byKind.get(kind) ?? []) as unknown as readonly OperationOf<K>[];
}

/** Those of the statement that begins where the operation's does. */
export function operationsOfStatement(migration: Migration, { statementSpan }: Operation): readonly Operation[] {
  return outlineOf(migration).byStatement.get(statementSpan.start) ?? [];
}

/** Those that mention one of the names, whatever the schema: a first sieve that keeps long files quick. */
export function operationsAbout(migration: Migration, names: readonly string[]): readonly Operation[] {
  const { all, byName } = outlineOf(migration);
  const [first, ...others] = names;
  if (first === undefined) return all;
  if (others.length === 0) return byName.get(first) ?? [];
  const found = new Set(names.flatMap((name) => byName.get(name) ?? []));
  return [...found].sort((a, b) => a.span.start - b.span.start);
}

/**
 * The operations written after one, to the end of the migration, that mention what it mentions (or the names given): what
 * is about to happen to the same objects.
 */
export function operationsAfter(
  migration: Migration,
  operation: Operation,
  names: readonly string[] = namesIn(operation),
): readonly Operation[] {
  return operationsAbout(migration, names).filter((other) => other.span.start > operation.span.start);
}

/**
 * Those of them that follow in the same transaction, so that other sessions see their outcome at the same moment.
 * When the operation runs on its own, which `transaction` undefined says, those of its own statement.
 */
export function restOfTransaction(
  migration: Migration,
  operation: Operation,
  transaction: number | undefined,
  names?: readonly string[],
): readonly Operation[] {
  const after = operationsAfter(migration, operation, names);
  if (after.length === 0) return after;
  const { ends } = outlineOf(migration);
  const end =
    transaction === undefined
      ? statementEnd(migration, operation)
      : (ends.find((start) => start > operation.span.start) ?? Infinity);
  return after.filter((other) => other.span.start < end);
}

/** Where the statement ends that the operation is part of, or the block around it. */
function statementEnd({ up }: Migration, { span }: Operation): number {
  const around = up.find(({ statementSpan }) => statementSpan.start <= span.start && span.start < statementSpan.end);
  return around?.statementSpan.end ?? span.end;
}

/** A migration as the functions above look things up in it. */
interface Outline {
  readonly all: readonly Operation[];
  readonly byName: ReadonlyMap<string, readonly Operation[]>;
  readonly byKind: ReadonlyMap<OperationKind, readonly Operation[]>;
  /** By where the statement begins. */
  readonly byStatement: ReadonlyMap<number, readonly Operation[]>;
  /** Where its statements that end a transaction begin. */
  readonly ends: readonly number[];
}

const transactionEnds: ReadonlySet<OperationKind> = new Set(['commit', 'rollback', 'prepare-transaction']);
const cache = new WeakMap<Migration, Outline>();

function outlineOf(migration: Migration): Outline {
  let outline = cache.get(migration);
  if (outline === undefined) {
    const all = [...flattened(migration.up)];
    const byName = new Map<string, Operation[]>();
    for (const operation of all) for (const name of namesIn(operation)) append(byName, name, operation);
    const byKind = new Map<OperationKind, Operation[]>();
    for (const operation of all) append(byKind, operation.kind, operation);
    const byStatement = new Map<number, Operation[]>();
    for (const operation of all) append(byStatement, operation.statementSpan.start, operation);
    const ends = all.filter(({ kind }) => transactionEnds.has(kind)).map(({ span }) => span.start);
    outline = { all, byName, byKind, byStatement, ends };
    cache.set(migration, outline);
  }
  return outline;
}

function* flattened(operations: readonly Operation[]): Generator<Operation> {
  for (const operation of operations) {
    yield operation;
    if (operation.operations !== undefined && operation.kind !== 'create-function') {
      yield* flattened(operation.operations);
    }
  }
}
