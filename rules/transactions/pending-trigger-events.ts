import { effectsOfKind } from '../../src/core/effect.js';
import { mayFail } from '../../src/core/failure.js';
import { defineRule } from '../../src/core/rule.js';
import { commandName, shortName } from '../../src/core/wording.js';

export default defineRule({
  id: 'pending-trigger-events',
  family: 'transactions',
  severity: 'error',
  summary:
    'A table is altered in the transaction that has changed its rows, while their deferred checks are still to come.',
  messages: {
    fails: {
      message:
        '{{command}} fails as soon as the rows of {{table}} that this transaction writes are more than none: "{{because}}".',
      why: 'A deferred foreign key or trigger is checked when the transaction ends, and PostgreSQL refuses to alter a table that still waits for such a check. On an empty test database nothing waits, so the migration passes there and fails in production, where all of it is rolled back.',
      instead:
        'Put the change of rows into a migration of its own, so that its checks run before the table is altered. Where both must be one transaction, run SET CONSTRAINTS ALL IMMEDIATE between them.',
    },
  },
  checkMigration({ steps }) {
    if (!steps.some(mayFail)) return undefined;
    const said = new Set<string>();
    return steps.flatMap(({ operation, effects, transaction }) => {
      const failures = effectsOfKind(effects, 'fails').filter(({ when }) => when === 'pending-trigger-events');
      const [failure] = failures;
      if (failure?.object === undefined || said.has(`${String(transaction)} ${failure.object}`)) return [];
      said.add(`${String(transaction)} ${failure.object}`);
      return {
        messageId: 'fails',
        data: { command: commandName(operation), table: shortName(failure.object), because: failure.because },
        effects: failures,
        operation,
      };
    });
  },
});
