import { disturbancesOf } from '../../src/core/disturbance.js';
import { insertAtEnd } from '../../src/core/edit.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { typeKey } from '../../src/core/schema.js';
import { listed, shortName } from '../../src/core/wording.js';

const hurts = 'Writes to every table with a column of the domain wait until the last of them has been read.';

export default defineRule({
  id: 'require-not-valid-domain',
  family: 'locking',
  severity: 'error',
  summary: 'A constraint of a domain is checked against every table that uses it.',
  messages: {
    addCheck: {
      message:
        'Adding a CHECK to the domain {{domain}} reads {{tables}} in full under SHARE locks, which block writes.',
      why: hurts,
      instead:
        'Add the constraint NOT VALID, which checks new values and locks no table. If the old values must be proven, prove them table by table with a CHECK constraint that is NOT VALID at first: VALIDATE CONSTRAINT of a table lets writes go on, that of a domain does not.',
    },
    setNotNull: {
      message: 'SET NOT NULL on the domain {{domain}} reads {{tables}} in full under SHARE locks, which block writes.',
      why: hurts,
      instead:
        'Make the columns NOT NULL, table by table, and leave the domain nullable. (PostgreSQL advises against NOT NULL domains: an outer join gives NULL all the same.)',
    },
    validate: {
      severity: 'warning',
      message:
        'VALIDATE CONSTRAINT on the domain {{domain}} reads {{tables}} in full under SHARE locks, which block writes.',
      why: `${hurts} In this it differs from VALIDATE CONSTRAINT of a table.`,
      instead:
        'Leave the constraint NOT VALID, or run this in a quiet hour with a lock_timeout. Tables can prove the same with CHECK constraints of their own, which are validated while writes go on.',
    },
  },
  operations: ['alter-domain'],
  check({ domain, change }, { felt, schema }) {
    const scans = effectsOfKind(felt, 'scans');
    const known = schema.types.has(typeKey(schema, domain));
    if (scans.length === 0 && (known || (change.kind === 'add-check' && change.check.notValid))) return undefined;
    const tables = known
      ? listed(scans.map(({ relation }) => shortName(relation)))
      : 'all tables with columns of it (the history does not show which)';
    const data = { domain: displayName(domain), tables };
    const effects = disturbancesOf(felt);
    if (change.kind === 'add-check') return { messageId: 'addCheck', data, effects };
    if (change.kind === 'set-not-null') return { messageId: 'setNotNull', data, effects };
    return change.kind === 'validate-constraint' ? { messageId: 'validate', data, effects } : undefined;
  },
  repair(operation, problem, { migration }) {
    if (problem.messageId !== 'addCheck') return undefined;
    const edit = insertAtEnd(migration, operation, ' NOT VALID');
    return edit && { title: 'Add the constraint NOT VALID', applicability: 'unsafe', edits: [edit] };
  },
});
