import { strongestLock } from '../../src/core/disturbance.js';
import { effectsOfKind } from '../../src/core/effect.js';
import type { LocksEffect } from '../../src/core/effect.js';
import { compareLockModes } from '../../src/core/lock.js';
import { displayName } from '../../src/core/name.js';
import type { Operation, OperationKind, OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { Step } from '../../src/core/rule.js';
import { commandName } from '../../src/core/wording.js';
import { blockedBy } from '../../src/postgres/blocking.js';

export default defineRule({
  id: 'avoid-busy-table-trigger',
  family: 'locking',
  severity: 'warning',
  summary: 'A trigger, rule or policy of a table in use is changed without a limit on the wait for its lock.',
  messages: {
    blocksWrites: {
      message: '{{command}} takes a {{lock}} lock on {{table}}, which blocks {{blocked}}.',
      why: 'The change itself is quick, but it waits for every transaction that has written to {{table}}, and while it waits all new writes queue behind it.',
      instead:
        'Run it apart from other work on {{table}}, after SET lock_timeout to a few seconds, and try again when the lock is not granted.',
    },
    blocksReads: {
      message: '{{command}} takes an {{lock}} lock on {{table}}, which blocks {{blocked}}.',
      why: 'The change itself is quick, but it waits for every query that is running on {{table}}, and while it waits all new queries queue behind it.',
      instead:
        'Run it apart from other work on {{table}}, after SET lock_timeout to a few seconds, and try again when the lock is not granted.',
    },
  },
  options: {
    timeouts: {
      default: 'in-file',
      values: ['in-file', 'set-by-runner'],
      description: 'Who sets lock_timeout. With `set-by-runner` the wait is limited elsewhere and nothing is reported.',
    },
  },
  checkMigration({ steps, options }) {
    if (options.timeouts === 'set-by-runner') return undefined;
    if (!steps.some(({ operation }) => isBehaviour(operation))) return undefined;
    const held = new Map<string, LocksEffect>();
    return steps.flatMap((step) => {
      const problem = problemOf(step, held);
      for (const lock of effectsOfKind(step.felt, 'locks')) keep(lock, step, held);
      return problem ?? [];
    });
  },
});

function problemOf(step: Step, held: ReadonlyMap<string, LocksEffect>) {
  const { operation, felt, lockTimeout } = step;
  if (!isBehaviour(operation) || (lockTimeout !== undefined && lockTimeout > 0)) return undefined;
  const lock = strongestLock(felt);
  const blocked = lock && blockedBy(lock.mode);
  if (lock === undefined || blocked === undefined) return undefined;
  // The transaction has waited for the table before, so this statement waits for nobody.
  const earlier = held.get(placeOf(lock, step));
  if (earlier !== undefined && compareLockModes(earlier.mode, lock.mode) >= 0) return undefined;
  return {
    messageId: blocked === 'writes' ? ('blocksWrites' as const) : ('blocksReads' as const),
    data: { command: commandName(operation), table: displayName(operation.table), lock: lock.mode, blocked },
    effects: effectsOfKind(felt, 'locks'),
    operation,
  };
}

function keep(lock: LocksEffect, step: Step, held: Map<string, LocksEffect>): void {
  if (step.transaction === undefined) return;
  const earlier = held.get(placeOf(lock, step));
  if (earlier === undefined || compareLockModes(lock.mode, earlier.mode) > 0) held.set(placeOf(lock, step), lock);
}

function placeOf({ relation }: LocksEffect, { transaction }: Step): string {
  return `${transaction ?? 'alone'} ${relation}`;
}

const kinds = [
  'create-trigger',
  'drop-trigger',
  'rename-trigger',
  'set-trigger-state',
  'create-rule',
  'drop-rule',
  'rename-rule',
  'set-rule-state',
  'create-policy',
  'alter-policy',
  'drop-policy',
  'rename-policy',
  'set-row-security',
] as const satisfies readonly OperationKind[];

type Behaviour = OperationOf<(typeof kinds)[number]>;

function isBehaviour(operation: Operation): operation is Behaviour {
  return (kinds as readonly OperationKind[]).includes(operation.kind);
}
