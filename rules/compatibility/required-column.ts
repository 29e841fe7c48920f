import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { addColumnInSteps } from '../../src/plans/add-column.js';

export default defineRule({
  id: 'required-column',
  family: 'compatibility',
  severity: 'error',
  summary: 'A new NOT NULL column without a default fails on existing rows and on the INSERTs of running code.',
  operations: ['add-column'],
  messages: {
    requiresValue: {
      message:
        'Adding {{table}}.{{column}} as NOT NULL without a default fails as soon as {{table}} holds a row; if it is empty, every INSERT of running code fails afterwards.',
      why: 'Existing rows have no value for {{column}}, and running code does not know the column: its INSERTs leave it out and are refused with "null value in column {{column}}" until the next deployment is through.',
      instead:
        'Add {{column}} with a constant DEFAULT, which stores nothing in the rows (PostgreSQL 11 and later), and drop the default in a later deployment. Without a sensible default add it nullable, let the code fill it, backfill, and only then SET NOT NULL.',
    },
    failsOnRows: {
      message:
        'Adding {{table}}.{{column}} as NOT NULL without a default fails when {{table}} already holds the rows written before.',
      why: 'The rows that this deployment writes into {{table}} have no value for {{column}}.',
      instead: 'Give {{column}} a DEFAULT, or add it before the rows are written.',
    },
  },
  check(operation, { felt }) {
    const object = operation.column.name;
    const breaks = effectsOfKind(felt, 'breaks').filter(({ because }) => because === 'required');
    const fails = effectsOfKind(felt, 'fails').filter(({ when }) => when === 'rows-exist');
    if (breaks.length === 0 && fails.length === 0) return undefined;
    return {
      messageId: breaks.length > 0 ? 'requiresValue' : 'failsOnRows',
      data: { table: displayName(operation.table), column: object },
      effects: [...breaks, ...fails],
    };
  },
  plan: addColumnInSteps,
});
