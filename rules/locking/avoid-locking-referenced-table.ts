import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import type { Problem, Step } from '../../src/core/rule.js';
import { listed, shortName } from '../../src/core/wording.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { workOf } from '../../src/postgres/work.js';
import type { Work } from '../../src/postgres/work.js';

const hurts =
  'Writes to {{referenced}} wait until the whole transaction is done, although nothing in it changes {{referenced}}.';
const way =
  'Create {{table}} in a migration of its own, so that the lock is released at once, or do the slow work in a later one.';

export default defineRule({
  id: 'avoid-locking-referenced-table',
  family: 'locking',
  severity: 'error',
  summary: 'CREATE TABLE locks a table it references, and slow work follows in the same transaction.',
  messages: {
    heldDuringWork: {
      message:
        'CREATE TABLE {{table}} takes a {{lock}} lock on {{referenced}} for its {{keys}}, and the transaction keeps it while {{work}} runs.',
      why: hurts,
      instead: way,
    },
    mayBeHeldLong: {
      severity: 'warning',
      message:
        'CREATE TABLE {{table}} takes a {{lock}} lock on {{referenced}} for its {{keys}}, and the transaction keeps it while {{work}} runs, which may take long.',
      why: hurts,
      instead: way,
    },
  },
  checkMigration({ steps }) {
    // Backwards, so that each step finds the work that follows it in its transaction at once.
    const following = new Map<number, Work>();
    const problems: Problem<MessageId>[] = [];
    for (const step of steps.toReversed()) {
      if (step.transaction === undefined) continue;
      const later = following.get(step.transaction);
      if (later !== undefined) problems.push(...problemsOf(step, later));
      const work = workOf(step.operation, step.felt);
      if (work !== undefined && (work.certain || later === undefined)) following.set(step.transaction, work);
    }
    return problems;
  },
});

type MessageId = 'heldDuringWork' | 'mayBeHeldLong';

function problemsOf({ operation, felt }: Step, work: Work): Problem<MessageId>[] {
  if (operation.kind !== 'create-table') return [];
  // A lock that also blocks reads (that of a parent whose partition is created) is no-work-under-lock's concern.
  const locks = effectsOfKind(felt, 'locks').filter(({ mode }) => blockedBy(mode) === 'writes');
  const [lock] = locks;
  if (lock === undefined) return [];
  const data = {
    table: displayName(operation.table),
    referenced: listed(locks.map(({ relation }) => shortName(relation))),
    keys: locks.length === 1 ? 'foreign key' : 'foreign keys',
    lock: lock.mode,
    work: work.name,
  };
  const messageId = work.certain ? 'heldDuringWork' : 'mayBeHeldLong';
  return [{ messageId, data, effects: locks, operation }];
}
