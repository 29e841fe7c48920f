import { strongestLock } from '../../src/core/disturbance.js';
import { displayDuration, parseDuration } from '../../src/core/duration.js';
import { effectsOfKind } from '../../src/core/effect.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { Problem, Step } from '../../src/core/rule.js';
import { commandName, listed, shortName } from '../../src/core/wording.js';
import { blockedBy, isBlockingLock } from '../../src/postgres/blocking.js';

const hurts =
  'Without a limit the statement waits behind the slowest transaction that uses {{table}}, and every query that comes later waits behind the statement: one forgotten report stops the application.';

export default defineRule({
  id: 'require-timeouts',
  family: 'locking',
  severity: 'warning',
  summary: 'A lock that others wait for is taken without lock_timeout and statement_timeout.',
  messages: {
    missing: {
      message: '{{command}} takes a lock on {{table}} that blocks {{blocked}}, and the file sets {{unset}}.',
      why: hurts,
      instead:
        "Begin the migration with SET lock_timeout = '5s' and SET statement_timeout = '60s' (SET LOCAL inside a transaction), and run it again when the lock was not granted. If your runner sets them, configure the option timeouts as set-by-runner.",
    },
    missingStatementTimeout: {
      message:
        '{{command}} takes a lock on {{table}} that blocks {{blocked}}, and the file does not set statement_timeout.',
      why: 'lock_timeout limits the wait for the lock. Once it is granted, nothing limits how long the statement keeps it, and a table that is larger than expected stays locked.',
      instead:
        "Begin the migration with SET statement_timeout = '60s' as well (SET LOCAL inside a transaction). If your runner sets it, configure the option timeouts as set-by-runner.",
    },
    zero: {
      message:
        '{{command}} takes a lock on {{table}} that blocks {{blocked}}, and the file has switched {{timeouts}} off.',
      why: hurts,
      instead: "Set a time that others can wait, such as lock_timeout = '5s' and statement_timeout = '60s'.",
    },
    tooLong: {
      message: '{{command}} takes a lock on {{table}} that blocks {{blocked}}, under {{set}}.',
      why: 'For that long the statement may wait or work, and every query of {{table}} that comes later waits with it.',
      instead: 'Set {{limit}}, and run the migration again when the lock was not granted.',
    },
    tooLate: {
      message: '{{command}} takes a lock on {{table}} that blocks {{blocked}}, before the file sets {{timeouts}}.',
      why: hurts,
      instead: 'Move the SET statements to the beginning of the migration.',
    },
    cancelsConcurrently: {
      message:
        '{{command}} CONCURRENTLY runs under a statement_timeout of {{set}}, which cancels it when it takes longer.',
      why: 'It waits for older transactions and may work for long, without blocking anyone. Cancelled half-way, it leaves an invalid index (or a partition that is half detached), which someone has to clean up before the next try.',
      instead:
        'SET statement_timeout = 0 for this statement: nobody waits for it. A short lock_timeout can cancel it as well, while it waits for older transactions.',
    },
  },
  options: {
    timeouts: {
      default: 'in-file',
      values: ['in-file', 'set-by-runner'],
      description:
        'Who sets the timeouts. With `set-by-runner` they need not be in the file, and only a file that switches them off or lengthens them is reported.',
    },
    maxLockTimeout: { default: '10s', description: 'The longest lock_timeout that is not reported.' },
    maxStatementTimeout: { default: '1h', description: 'The longest statement_timeout that is not reported.' },
  },
  checkMigration({ steps, options }) {
    const limits: readonly Limit[] = [
      { parameter: 'lock_timeout', value: 'lockTimeout', limit: parseDuration(options.maxLockTimeout) ?? Infinity },
      {
        parameter: 'statement_timeout',
        value: 'statementTimeout',
        limit: parseDuration(options.maxStatementTimeout) ?? Infinity,
      },
    ];
    const byRunner = options.timeouts === 'set-by-runner';
    // One finding a file: the first statement that needs the timeouts speaks for all.
    for (const [index, step] of steps.entries()) {
      const problem =
        concurrentProblem(step, limits[1]?.limit ?? 0) ?? problemOf(step, () => steps.slice(index), limits, byRunner);
      if (problem !== undefined) return problem;
    }
    return undefined;
  },
});

type Wrong = Problem<'missing' | 'missingStatementTimeout' | 'zero' | 'tooLong' | 'tooLate' | 'cancelsConcurrently'>;

interface Limit {
  readonly parameter: 'lock_timeout' | 'statement_timeout';
  readonly value: 'lockTimeout' | 'statementTimeout';
  /** Milliseconds. */
  readonly limit: number;
}

/** What is wrong with the timeouts in force at a step whose lock others wait for. */
function problemOf(
  step: Step,
  later: () => readonly Step[],
  limits: readonly Limit[],
  byRunner: boolean,
): Wrong | undefined {
  // What a timeout cancels there stays half done and has to be cleaned up.
  if (leavesRemains(step.operation)) return undefined;
  const lock = step.felt.find(isBlockingLock);
  const strongest = lock && (strongestLock(step.felt) ?? lock);
  if (strongest === undefined) return undefined;
  const unset = byRunner ? [] : limits.filter(({ value }) => step[value] === undefined);
  const off = limits.filter(({ value }) => step[value] === 0);
  const long = limits.filter(({ value, limit }) => (step[value] ?? 0) > limit);
  const wrong = [unset, off, long].find((list) => list.length > 0);
  if (wrong === undefined) return undefined;
  const parameters = wrong.map(({ parameter }) => parameter);
  const missing = step.lockTimeout === undefined ? 'missing' : 'missingStatementTimeout';
  const isLate = wrong === unset && unset.every(({ value }) => later().some((other) => (other[value] ?? 0) > 0));
  return {
    messageId: isLate ? 'tooLate' : wrong === unset ? missing : wrong === off ? 'zero' : 'tooLong',
    data: {
      command: commandName(step.operation),
      table: shortName(strongest.relation),
      blocked: blockedBy(strongest.mode) ?? '',
      timeouts: listed(parameters),
      unset: parameters.length === 1 ? `no ${parameters.join('')}` : `neither ${parameters.join(' nor ')}`,
      set: listed(wrong.map(({ parameter, value }) => `a ${parameter} of ${displayDuration(step[value] ?? 0)}`)),
      limit: listed(wrong.map(({ parameter, limit }) => `${parameter} to ${displayDuration(limit)} at most`)),
    },
    // What else the statement does, and what is not known of it, does not concern the wait for the lock.
    effects: effectsOfKind(step.felt, 'locks').filter(({ relation }) => relation === strongest.relation),
    operation: step.operation,
  };
}

/** A concurrent statement under a statement_timeout that was meant for statements others wait for. */
function concurrentProblem({ operation, felt, statementTimeout = 0 }: Step, limit: number): Wrong | undefined {
  if (!leavesRemains(operation) || statementTimeout === 0 || statementTimeout >= limit || felt.length === 0)
    return undefined;
  return {
    messageId: 'cancelsConcurrently',
    data: { command: commandName(operation), set: displayDuration(statementTimeout) },
    effects: effectsOfKind(felt, 'locks').filter(({ unknown }) => unknown === undefined),
    operation,
  };
}

/** The concurrent statements that work in several transactions, so that what the first ones did stays. */
function leavesRemains(operation: Operation): boolean {
  switch (operation.kind) {
    case 'create-index':
    case 'drop-index':
    case 'reindex':
    case 'detach-partition':
      return operation.concurrently;
    default:
      return false;
  }
}
