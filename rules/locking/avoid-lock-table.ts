import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { blockedBy } from '../../src/postgres/blocking.js';

export default defineRule({
  id: 'avoid-lock-table',
  family: 'locking',
  severity: 'warning',
  summary: 'LOCK TABLE blocks reads or writes of a table in use.',
  messages: {
    blocks: {
      message:
        'LOCK TABLE takes an explicit {{lock}} lock on {{table}}, which blocks {{blocked}} until the transaction ends.',
      why: 'It waits for every transaction that uses {{table}}, and all that come later wait behind it, for as long as the rest of the migration takes.',
      instead:
        'Leave locking to the statements that need it, and give each a short lock_timeout. Where rows must not change in between, lock those rows (SELECT ... FOR UPDATE), or take a mode that lets others work (SHARE UPDATE EXCLUSIVE).',
    },
  },
  operations: ['lock-table'],
  check(operation, { felt }) {
    const lock = strongestLock(felt);
    const blocked = lock && blockedBy(lock.mode);
    if (lock === undefined || blocked === undefined) return undefined;
    const data = { table: displayName(operation.table), lock: lock.mode, blocked };
    return { messageId: 'blocks', data, effects: disturbancesOf(felt) };
  },
});
