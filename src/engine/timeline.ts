import type { Effect } from '../core/effect.js';
import { compareLockModes } from '../core/lock.js';
import type { Migration, TransactionPart } from '../core/migration.js';
import type { ObjectKey } from '../core/name.js';
import type { Operation } from '../core/operation.js';
import type { HeldLock, Step } from '../core/rule.js';
import { Timeouts } from './timeouts.js';

/**
 * Follows one migration through its transactions: which one is open, which locks it already holds, which timeouts are
 * in force. The runner's own transaction around the file counts as the first.
 */
export class Timeline {
  readonly timeouts = new Timeouts();
  #held: HeldLock[] = [];
  /** Where in the list the lock on a relation stands. */
  readonly #places = new Map<ObjectKey, number>();
  #pending: HeldLock[] = [];
  #statement = -1;
  #current: number | undefined;
  #count = 0;
  /** The parts of the file that have not begun, where it runs in several transactions. */
  #ahead: readonly TransactionPart[];

  constructor(migration: Migration) {
    this.#ahead = migration.transactionParts ?? [];
    if (migration.transaction === 'file' && this.#ahead.length === 0) this.#current = ++this.#count;
  }

  /** The transaction a statement would run in now; undefined when it runs on its own. */
  get transaction(): number | undefined {
    return this.#current;
  }

  /** What earlier statements of the open transaction hold on relations in use, strongest per relation. */
  get held(): readonly HeldLock[] {
    return this.#held;
  }

  /**
   * Enters the statement an operation belongs to. Returns true when PostgreSQL would start a transaction for it: it is
   * the first of the file's transaction, or it runs on its own.
   */
  enter(operation: Operation): boolean {
    if (operation.statement === this.#statement) return false;
    const first = this.#statement === -1;
    this.#statement = operation.statement;
    for (const lock of this.#pending) this.#keep(lock);
    this.#pending = [];
    return this.#enterPart(operation.statement) || first || this.#current === undefined;
  }

  /** Records what a step did: its locks are held from the next statement on, BEGIN and COMMIT move the transaction. */
  leave(step: Step): void {
    const { operation } = step;
    this.timeouts.follow(operation, this.#current !== undefined);
    if (operation.kind === 'begin') this.#current ??= ++this.#count;
    else if (operation.kind === 'commit' || operation.kind === 'rollback') this.#end(operation.chain);
    else if (operation.kind === 'prepare-transaction') this.#end(false);
    else if (this.#current !== undefined) this.#pending.push(...locksOf(operation, step.felt));
  }

  /** Changes transactions where the runner does. Returns whether it has. */
  #enterPart(statement: number): boolean {
    const part = this.#ahead.findLast(({ from }) => from <= statement);
    if (part === undefined) return false;
    this.#ahead = this.#ahead.filter(({ from }) => from > statement);
    this.#end(false);
    if (part.transaction === 'file') this.#current = ++this.#count;
    return true;
  }

  #end(chain: boolean): void {
    this.#held = [];
    this.#places.clear();
    this.#pending = [];
    this.timeouts.endTransaction();
    this.#current = chain && this.#current !== undefined ? ++this.#count : undefined;
  }

  #keep(lock: HeldLock): void {
    const place = this.#places.get(lock.relation);
    const known = place === undefined ? undefined : this.#held[place];
    if (place === undefined || known === undefined) {
      this.#places.set(lock.relation, this.#held.push(lock) - 1);
    } else if (compareLockModes(lock.mode, known.mode) > 0) this.#held[place] = lock;
  }
}

function locksOf(operation: Operation, felt: readonly Effect[]): HeldLock[] {
  const locks: HeldLock[] = [];
  for (const effect of felt) {
    if (effect.kind === 'locks') locks.push({ relation: effect.relation, mode: effect.mode, takenBy: operation });
  }
  return locks;
}
