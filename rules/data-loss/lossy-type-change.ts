import type { LosesEffect } from '../../src/core/effect.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { isEnumReplacement } from '../../src/core/enum-replacement.js';
import { displayName } from '../../src/core/name.js';
import { isNewColumn } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import { displayType } from '../../src/core/type.js';
import { alterTypeInSteps } from '../../src/plans/alter-type.js';

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
    mayLose: {
      message:
        'Changing {{table}}.{{column}} from {{from}} to {{to}} may change values without an error, or fail on those that do not fit.',
      why: 'What is lost is gone when the transaction commits; a value that does not fit stops the migration. Which of the two happens depends on the conversion and on the data.',
      instead:
        'Run the conversion as a SELECT on a copy of the data and compare before with after. Keep the old column until the result has been checked.',
      severity: 'warning',
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
    if (
      losses.length === 0 ||
      holdsEverything(operation) ||
      isEnumReplacement(operation, { schema, migration, before })
    )
      return undefined;
    const from = tableOf(schema, table)?.columns.get(column)?.type;
    return {
      messageId: messageFor(losses),
      data: {
        table: displayName(table),
        column,
        from: from === undefined ? 'its present type' : displayType(from),
        to: displayType(type),
      },
      effects: losses,
    };
  },
  plan: alterTypeInSteps,
});

/** Text without a length takes every value as it prints; only a USING could still lose something on the way. */
function holdsEverything({ type, using }: OperationOf<'alter-column-type'>): boolean {
  if (using !== undefined || type.arrayDimensions > 0 || type.modifiers.length > 0) return false;
  return type.name === 'text' || type.name === 'character varying';
}

function messageFor(losses: readonly LosesEffect[]): 'losesSilently' | 'failsOnValues' | 'mayLose' {
  if (losses.some(({ unknown }) => unknown !== undefined)) return 'mayLose';
  return losses.some(({ how }) => how === 'silently') ? 'losesSilently' : 'failsOnValues';
}
