import { effectsOfKind } from '../../src/core/effect.js';
import { isEnumReplacement } from '../../src/core/enum-replacement.js';
import { displayName } from '../../src/core/name.js';
import { isNewColumn } from '../../src/core/newness.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import { displayType } from '../../src/core/type.js';

export default defineRule({
  id: 'lossy-type-change',
  family: 'data-loss',
  severity: 'error',
  summary: 'A type change cuts or rounds values, or fails on values that do not fit.',
  operations: ['alter-column-type'],
  messages: {
    losesSilently: {
      message:
        'Changing {{table}}.{{column}} from {{from}} to {{to}} changes values without an error: what does not fit is cut off or rounded.',
      why: 'The old values are gone when the transaction commits, and nothing says which rows were changed.',
      instead:
        'Count the rows that would change first. If there are any, add a column of the new type, convert the rows on purpose, and keep the old column until the result has been checked.',
    },
    failsOnValues: {
      message:
        'Changing {{table}}.{{column}} from {{from}} to {{to}} fails with an error as soon as one row holds a value that does not fit.',
      why: 'The migration stops at the first such row and is rolled back. Whether there is one depends on the data, so it may pass every test and fail in production.',
      instead:
        'Look for values that do not fit before deploying, mend them in a migration of their own, and keep new ones out with a CHECK constraint until the type is changed.',
      severity: 'warning',
    },
  },
  check(operation, { schema, effects, migration, before }) {
    const { table, column, type } = operation;
    if (isNewColumn(schema, table, column)) return undefined;
    const losses = effectsOfKind(effects, 'loses').filter(({ what }) => what === 'precision');
    if (losses.length === 0 || isEnumReplacement(operation, { schema, migration, before })) return undefined;
    const silently = losses.some(({ how }) => how === 'silently');
    const from = tableOf(schema, table)?.columns.get(column)?.type;
    return {
      messageId: silently ? 'losesSilently' : 'failsOnValues',
      data: {
        table: displayName(table),
        column,
        from: from === undefined ? 'its present type' : displayType(from),
        to: displayType(type),
      },
      effects: losses,
    };
  },
});
