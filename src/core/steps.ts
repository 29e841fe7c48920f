import type { Operation, OperationKind, OperationOf } from './operation.js';
import { append } from './lists.js';
import { namesIn } from './operation-names.js';
import type { Step } from './rule.js';

/** The steps of each transaction of a migration, in order. Steps that run on their own are left out. */
export function stepsByTransaction(steps: readonly Step[]): readonly (readonly Step[])[] {
  const only = steps[0]?.transaction;
  if (only !== undefined && steps.every(({ transaction }) => transaction === only)) return [steps];
  const transactions = new Map<number, Step[]>();
  for (const step of steps) {
    if (step.transaction === undefined) continue;
    const known = transactions.get(step.transaction);
    if (known === undefined) transactions.set(step.transaction, [step]);
    else known.push(step);
  }
  return [...transactions.values()];
}

/** Whether two operations are parts of one statement, such as two commands of one ALTER TABLE. */
export function isSameStatement(a: Operation, b: Operation): boolean {
  // Statements in the body of a block count with the block, but each has a place of its own.
  return a.statement === b.statement && a.statementSpan.start === b.statementSpan.start;
}

/**
 * A number that the operations of one statement share and others do not. The place alone would not do: several statements
 * stand at one place where one operation of a framework runs more than one.
 */
export function statementKey({ statement, statementSpan }: Operation): number {
  // Exact for two million statements in a text of two gigabytes.
  return statement * 2 ** 32 + statementSpan.start;
}

/** Compares operations of one migration by their order: that of their statements, and within one that of the text. */
export function compareOrder(a: Operation, b: Operation): number {
  return a.statement - b.statement || a.span.start - b.span.start;
}

/**
 * Those of the earlier steps that are of a kind, in order. The list of steps only grows while a migration is judged, so
 * an index grows with it: looking through all of it for each operation would make long files slow.
 */
export function earlierOfKind<K extends OperationKind>(before: readonly Step[], kind: K): readonly OperationOf<K>[] {
  // The index holds under a kind only operations of that kind.
  return (indexOf(before).byKind.get(kind) ?? []) as unknown as readonly OperationOf<K>[];
}

/** The earlier steps that mention a name, whatever its schema, in order. */
export function earlierAbout(before: readonly Step[], name: string): readonly Step[] {
  return indexOf(before).byName.get(name) ?? [];
}

interface StepIndex {
  /** How many of the steps are in it. */
  size: number;
  readonly byKind: Map<OperationKind, Operation[]>;
  readonly byName: Map<string, Step[]>;
}

const indexes = new WeakMap<readonly Step[], StepIndex>();

function indexOf(steps: readonly Step[]): StepIndex {
  let index = indexes.get(steps);
  if (index === undefined) {
    index = { size: 0, byKind: new Map(), byName: new Map() };
    indexes.set(steps, index);
  }
  for (const step of steps.slice(index.size)) {
    append(index.byKind, step.operation.kind, step.operation);
    for (const name of namesIn(step.operation)) append(index.byName, name, step);
  }
  index.size = steps.length;
  return index;
}
