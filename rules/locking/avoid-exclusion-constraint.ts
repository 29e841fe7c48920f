import { disturbancesOf, isLasting, strongestLock } from '../../src/core/disturbance.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { blockedBy } from '../../src/postgres/blocking.js';

export default defineRule({
  id: 'avoid-exclusion-constraint',
  family: 'locking',
  severity: 'error',
  summary: 'An EXCLUDE constraint is added to a table in use.',
  messages: {
    buildsIndex: {
      message: 'Adding {{constraint}} builds its index under an {{lock}} lock on {{table}}, which blocks {{blocked}}.',
      why: 'Nothing can use {{table}} until the index is built and every pair of rows is checked, and PostgreSQL has no concurrent way to add an exclusion constraint.',
      instead:
        'Create a new table with the constraint, copy the rows over in batches while a trigger keeps both in step, and swap the names. On a small table, take the lock in a quiet hour with a short lock_timeout and suppress this finding with the reason.',
    },
  },
  operations: ['add-constraint'],
  check(operation, { felt }) {
    const { constraint } = operation;
    const lock = strongestLock(felt);
    if (constraint.kind !== 'exclude' || lock === undefined || !felt.some(isLasting)) return undefined;
    return {
      messageId: 'buildsIndex',
      data: {
        table: displayName(operation.table),
        constraint:
          constraint.name === undefined ? 'an exclusion constraint' : `the exclusion constraint ${constraint.name}`,
        lock: lock.mode,
        blocked: blockedBy(lock.mode) ?? 'nothing',
      },
      effects: disturbancesOf(felt),
    };
  },
});
