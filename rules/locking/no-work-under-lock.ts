import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { compareLockModes } from '../../src/core/lock.js';
import type { LockMode } from '../../src/core/lock.js';
import type { ObjectKey } from '../../src/core/name.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { Problem, Step } from '../../src/core/rule.js';
import type { Schema } from '../../src/core/schema.js';
import { isSameStatement, stepsByTransaction } from '../../src/core/steps.js';
import { commandName, shortName } from '../../src/core/wording.js';
import { planForOrApart } from '../../src/plans/plan-for.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { workOf } from '../../src/postgres/work.js';

const hurts =
  'A lock is kept until its transaction ends. What could have been locked for a moment stays locked for as long as the slow work takes.';
const way =
  'End the transaction first: put {{work}} into a later migration, or the change of {{table}} into one of its own.';

export default defineRule({
  id: 'no-work-under-lock',
  family: 'locking',
  severity: 'error',
  summary:
    'An index build, a scan or a rewrite runs while an earlier statement of the transaction still locks a table in use.',
  messages: {
    readsBlocked: {
      message:
        '{{work}} {{runs}} while {{takenBy}} still holds its {{lock}} lock on {{table}}, so reads and writes of {{table}} wait until that is done.',
      why: hurts,
      instead: way,
    },
    writesBlocked: {
      message:
        '{{work}} {{runs}} while {{takenBy}} still holds its {{lock}} lock on {{table}}, so writes to {{table}} wait until that is done.',
      why: hurts,
      instead: way,
    },
    mayBlock: {
      severity: 'warning',
      message:
        '{{work}} may take long, and {{runs}} while {{takenBy}} still holds its {{lock}} lock on {{table}}, which blocks {{blocked}} {{table}}.',
      why: hurts,
      instead: way,
    },
  },
  checkMigration({ steps, schema }) {
    // Without slow work there is no need to follow the locks.
    if (!steps.some(({ operation, felt }) => workOf(operation, felt) !== undefined)) return undefined;
    return stepsByTransaction(steps).flatMap((transaction) => problemOf(transaction.filter(canRun), schema) ?? []);
  },
  plan: planForOrApart,
});

/** What no transaction can hold does no work in one: non-transactional-statement reports it. */
function canRun({ effects }: Step): boolean {
  return !effectsOfKind(effects, 'fails').some(({ when, certain }) => when === 'in-transaction' && certain);
}

/** A lock taken in a moment, which slow work should not find held. */
interface Held {
  readonly relation: ObjectKey;
  readonly mode: LockMode;
  readonly takenBy: Operation;
}

/** One problem a transaction, at the first slow work under a lock; what else is slow after it is named with it. */
function problemOf(transaction: readonly Step[], schema: Schema): Problem<MessageId> | undefined {
  const held = new Map<ObjectKey, Held>();
  for (const [index, step] of transaction.entries()) {
    const work = workOf(step.operation, step.felt);
    if (work === undefined) keep(briefLocksOf(step), held);
    else {
      const worst = worstOf([...held.values()], step, schema);
      if (worst !== undefined) return reportAt(step, worst, transaction.slice(index + 1), work.certain);
    }
  }
  return undefined;
}

type MessageId = 'readsBlocked' | 'writesBlocked' | 'mayBlock';

/** Work that takes long itself is reported on its own; here counts what would have been over at once. */
function briefLocksOf({ operation, felt }: Step): readonly Held[] {
  return effectsOfKind(felt, 'locks').flatMap(({ relation, mode }) => {
    const blocked = blockedBy(mode);
    // What CREATE TABLE locks for its foreign keys is reported by avoid-locking-referenced-table.
    if (blocked === undefined || (operation.kind === 'create-table' && blocked === 'writes')) return [];
    return [{ relation, mode, takenBy: operation }];
  });
}

function keep(locks: readonly Held[], held: Map<ObjectKey, Held>): void {
  for (const lock of locks) {
    const known = held.get(lock.relation);
    if (known === undefined || compareLockModes(lock.mode, known.mode) > 0) held.set(lock.relation, lock);
  }
}

/** The strongest lock that keeps others waiting who would not wait for the work itself, of a table rather than an index. */
function worstOf(held: readonly Held[], step: Step, schema: Schema): Held | undefined {
  const isTable = ({ relation }: Held): number => (schema.tables.has(relation) ? 1 : 0);
  return held
    .filter((lock) => !isSameStatement(lock.takenBy, step.operation) && isMadeWorse(lock, step))
    .sort((a, b) => compareLockModes(b.mode, a.mode) || isTable(b) - isTable(a))[0];
}

function isMadeWorse({ relation, mode, takenBy }: Held, { operation, felt }: Step): boolean {
  // NOT VALID and VALIDATE of one constraint is a mistake of its own, which validate-in-same-transaction reports.
  if (operation.kind === 'validate-constraint' && takenBy.kind === 'add-constraint') {
    if (takenBy.constraint.name === operation.name) return false;
  }
  const own = strongestLock(felt, relation);
  const blocked = own && blockedBy(own.mode);
  return blocked !== 'reads and writes' && blocked !== blockedBy(mode);
}

function reportAt(step: Step, worst: Held, later: readonly Step[], certain: boolean): Problem<MessageId> {
  const more = later.flatMap(({ operation, felt }) => workOf(operation, felt)?.name ?? []);
  const blocked = blockedBy(worst.mode) ?? 'writes';
  const name = commandName(step.operation);
  return {
    messageId: !certain ? 'mayBlock' : blocked === 'writes' ? 'writesBlocked' : 'readsBlocked',
    data: {
      work:
        more.length === 0
          ? name
          : `${name} and ${more.length} more slow ${more.length === 1 ? 'statement' : 'statements'}`,
      runs: more.length === 0 ? 'runs' : 'run',
      table: shortName(worst.relation),
      lock: worst.mode,
      blocked: blocked === 'writes' ? 'writes to' : `${blocked} of`,
      takenBy: commandName(worst.takenBy),
    },
    effects: [
      { kind: 'locks', relation: worst.relation, mode: worst.mode, held: 'brief' },
      // That the work is in doubt the message says itself.
      ...disturbancesOf(step.felt).filter(({ unknown }) => certain || unknown === undefined),
    ],
    operation: step.operation,
  };
}
