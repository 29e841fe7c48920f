import { disturbancesOf } from '../../src/core/disturbance.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import type { Step } from '../../src/core/rule.js';
import { listed, shortName } from '../../src/core/wording.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { workOf } from '../../src/postgres/work.js';

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
        'CREATE TABLE {{table}} takes a {{lock}} lock on {{referenced}} for its foreign key, and the transaction keeps it while {{work}} runs.',
      why: hurts,
      instead: way,
    },
    mayBeHeldLong: {
      severity: 'warning',
      message:
        'CREATE TABLE {{table}} takes a {{lock}} lock on {{referenced}} for its foreign key, and the transaction keeps it while {{work}} runs, which may take long.',
      why: hurts,
      instead: way,
    },
  },
  checkMigration({ steps }) {
    return steps.flatMap((step, index) => problemOf(step, () => steps.slice(index + 1)) ?? []);
  },
});

function problemOf(step: Step, later: () => readonly Step[]) {
  const { operation, felt, transaction } = step;
  if (operation.kind !== 'create-table' || transaction === undefined) return undefined;
  // A lock that also blocks reads (that of a parent whose partition is created) is no-work-under-lock's concern.
  const locks = effectsOfKind(felt, 'locks').filter(({ mode }) => blockedBy(mode) === 'writes');
  const [lock] = locks;
  if (lock === undefined) return undefined;
  const works = later().flatMap((other) =>
    other.transaction === transaction ? (workOf(other.operation, other.felt) ?? []) : [],
  );
  const work = works.find(({ certain }) => certain) ?? works[0];
  if (work === undefined) return undefined;
  return {
    messageId: work.certain ? ('heldDuringWork' as const) : ('mayBeHeldLong' as const),
    data: {
      table: displayName(operation.table),
      referenced: listed(locks.map(({ relation }) => shortName(relation))),
      lock: lock.mode,
      work: work.name,
    },
    effects: disturbancesOf(felt),
    operation,
  };
}
