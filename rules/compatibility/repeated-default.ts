import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import { defineRule } from '../../src/core/rule.js';
import type { Problem } from '../../src/core/rule.js';

export default defineRule({
  id: 'repeated-default',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Every row that exists gets the same value of a default that should differ from row to row.',
  operations: ['add-column'],
  messages: {
    failsOnUnique: {
      message: 'Adding the unique column {{table}}.{{column}} with a default fails once {{table}} holds two rows.',
      why: '{{origin}} Every row that exists gets it, and the unique index refuses the second: "could not create unique index". On an empty test database it passes.',
      instead:
        'Take three steps: add {{column}} as a nullable column without a default and without UNIQUE, give each row a value of its own in batches, and then add the unique constraint.',
      severity: 'error',
    },
    sameForAll: {
      message: 'All rows of {{table}} that exist get the same {{column}}: {{call}} runs once, not once for each row.',
      why: 'The migration computes the value and sends it as a constant. Nothing fails, and code that takes the values for different, or for the time each row was made, goes wrong later.',
      instead:
        'Add {{column}} as a nullable column without a default, give each row a value of its own in batches, and only then make it NOT NULL. Where the database itself can compute the value, let its default do it.',
    },
  },
  check({ table, column }, { schema, felt }): Problem<'failsOnUnique' | 'sameForAll'> | undefined {
    const computedBy = column.default?.computedBy;
    const object = displayName(table);
    const failures = effectsOfKind(felt, 'fails').filter(({ when }) => when === 'duplicates-exist');
    if (failures.length > 0) {
      const origin =
        computedBy === undefined ? 'The default is one value.' : `${computedBy} runs once, not for each row.`;
      return { messageId: 'failsOnUnique', data: { table: object, column: column.name, origin }, effects: failures };
    }
    if (computedBy === undefined || isNewTable(schema, table)) return undefined;
    return { messageId: 'sameForAll', data: { table: object, column: column.name, call: computedBy }, effects: [] };
  },
});
