import type { Migration } from './migration.js';
import type { Operation, OperationKind, OperationOf } from './operation.js';
import { append } from './lists.js';
import { namesIn } from './operation-names.js';
import { compareOrder, statementKey } from './steps.js';

/**
 * The operations of one kind that run when the migration is applied, in the order written: those in the bodies of DO
 * blocks included, those in function bodies left out.
 */
export function writtenOfKind<K extends OperationKind>(migration: Migration, kind: K): readonly OperationOf<K>[] {
  // The outline holds under a kind only operations of that kind.
  return (outlineOf(migration).byKind.get(kind) ?? []) as unknown as readonly OperationOf<K>[];
}

/** Those of the statement that begins where the operation's does. */
export function operationsOfStatement(migration: Migration, operation: Operation): readonly Operation[] {
  return outlineOf(migration).byStatement.get(statementKey(operation)) ?? [];
}

/** Those that mention one of the names, whatever the schema: a first sieve that keeps long files quick. */
export function operationsAbout(migration: Migration, names: readonly string[]): readonly Operation[] {
  const outline = outlineOf(migration);
  const [first, ...others] = names;
  if (first === undefined) return outline.all;
  const { byName } = outline;
  if (others.length === 0) return byName.get(first) ?? [];
  const found = new Set(names.flatMap((name) => byName.get(name) ?? []));
  return [...found].sort(compareOrder);
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
  return operationsAbout(migration, names).filter((other) => compareOrder(other, operation) > 0);
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
  // The statements in the body of a block count with the block.
  if (transaction === undefined) return after.filter(({ statement }) => statement === operation.statement);
  const end = outlineOf(migration).ends.find((one) => compareOrder(one, operation) > 0);
  return end === undefined ? after : after.filter((other) => compareOrder(other, end) < 0);
}

/** A migration as the functions above look things up in it. Few migrations are asked for more than one of its lists. */
class Outline {
  readonly all: readonly Operation[];
  #byName: Map<string, Operation[]> | undefined;
  #byKind: Map<OperationKind, Operation[]> | undefined;
  #byStatement: Map<number, Operation[]> | undefined;
  #ends: readonly Operation[] | undefined;

  constructor({ up }: Migration) {
    this.all = up.some(({ operations }) => operations !== undefined) ? [...flattened(up)] : up;
  }

  get byName(): ReadonlyMap<string, readonly Operation[]> {
    if (this.#byName === undefined) {
      this.#byName = new Map();
      for (const operation of this.all) for (const name of namesIn(operation)) append(this.#byName, name, operation);
    }
    return this.#byName;
  }

  get byKind(): ReadonlyMap<OperationKind, readonly Operation[]> {
    if (this.#byKind === undefined) {
      this.#byKind = new Map();
      for (const operation of this.all) append(this.#byKind, operation.kind, operation);
    }
    return this.#byKind;
  }

  /** By `statementKey`. */
  get byStatement(): ReadonlyMap<number, readonly Operation[]> {
    if (this.#byStatement === undefined) {
      this.#byStatement = new Map();
      for (const operation of this.all) append(this.#byStatement, statementKey(operation), operation);
    }
    return this.#byStatement;
  }

  /** Its statements that end a transaction. */
  get ends(): readonly Operation[] {
    this.#ends ??= this.all.filter(({ kind }) => transactionEnds.has(kind));
    return this.#ends;
  }
}

const transactionEnds: ReadonlySet<OperationKind> = new Set(['commit', 'rollback', 'prepare-transaction']);
const cache = new WeakMap<Migration, Outline>();

function outlineOf(migration: Migration): Outline {
  let outline = cache.get(migration);
  if (outline === undefined) cache.set(migration, (outline = new Outline(migration)));
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
