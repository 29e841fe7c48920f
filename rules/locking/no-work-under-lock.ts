import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { compareLockModes } from '../../src/core/lock.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { HeldLock, OperationContext } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import { commandName, shortName } from '../../src/core/wording.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { workOf } from '../../src/postgres/work.js';

const hurts =
  'A lock is kept until its transaction ends. What could have been locked for a moment stays locked for as long as {{work}} takes.';
const way =
  'End the transaction first: put {{work}} into a later migration, or the change of {{table}} into one of its own.';

export default defineRule({
  id: 'no-work-under-lock',
  family: 'locking',
  severity: 'error',
  summary:
    'An index build, a scan or a rewrite runs while an earlier statement of the transaction still locks a table in use.',
  messages: {
    mayBlock: {
      severity: 'warning',
      message:
        '{{work}} may take long, and runs while {{takenBy}} still holds its {{lock}} lock on {{table}}, which blocks {{blocked}} of {{table}}.',
      why: hurts,
      instead: way,
    },
    readsBlocked: {
      message:
        '{{work}} runs while {{takenBy}} still holds its {{lock}} lock on {{table}}, so reads and writes of {{table}} wait until it is done.',
      why: hurts,
      instead: way,
    },
    writesBlocked: {
      message:
        '{{work}} runs while {{takenBy}} still holds its {{lock}} lock on {{table}}, so writes to {{table}} wait until it is done.',
      why: hurts,
      instead: way,
    },
  },
  operations: [
    'add-column',
    'add-constraint',
    'alter-column-type',
    'alter-domain',
    'attach-partition',
    'cluster',
    'create-index',
    'create-materialized-view',
    'create-table',
    'refresh-materialized-view',
    'reindex',
    'set-access-method',
    'set-generated-expression',
    'set-not-null',
    'set-persistence',
    'set-tablespace',
    'validate-constraint',
  ],
  check(operation, context) {
    const work = workOf(operation, context.felt);
    if (work === undefined || isOwnValidation(operation, context)) return undefined;
    const [worst] = context.held
      .filter((held) => isMadeWorse(held, context))
      .sort((a, b) => compareLockModes(b.mode, a.mode));
    if (worst === undefined) return undefined;
    const blocked = blockedBy(worst.mode) ?? 'writes';
    return {
      messageId: !work.certain ? 'mayBlock' : blocked === 'writes' ? 'writesBlocked' : 'readsBlocked',
      data: {
        work: work.name,
        table: shortName(worst.relation),
        lock: worst.mode,
        blocked,
        takenBy: commandName(worst.takenBy),
      },
      effects: [
        { kind: 'locks', relation: worst.relation, mode: worst.mode, held: 'brief' },
        ...disturbancesOf(context.felt),
      ],
    };
  },
});

/** Whether the held lock keeps others waiting who would not wait for the work itself. */
function isMadeWorse({ relation, mode, takenBy }: HeldLock, { felt }: OperationContext<unknown>): boolean {
  const blocked = blockedBy(mode);
  if (blocked === undefined) return false;
  // What CREATE TABLE locks for its foreign keys is reported by avoid-locking-referenced-table.
  if (takenBy.kind === 'create-table' && blocked === 'writes') return false;
  const own = strongestLock(felt, relation);
  const ownBlocked = own && blockedBy(own.mode);
  return ownBlocked !== 'reads and writes' && ownBlocked !== blocked;
}

/** NOT VALID and VALIDATE of one constraint in one transaction is a mistake of its own, which another rule reports. */
function isOwnValidation(operation: Operation, { schema }: OperationContext<unknown>): boolean {
  if (operation.kind !== 'validate-constraint') return false;
  const constraint = tableOf(schema, operation.table)?.constraints.find(({ name }) => name === operation.name);
  return constraint?.birth.deploy === schema.deploy && constraint.birth.transaction === schema.transaction;
}
