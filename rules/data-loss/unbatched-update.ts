import { displayName } from '../../src/core/name.js';
import { isNewColumn } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { Schema } from '../../src/core/schema.js';
import { batchRows } from '../../src/plans/batch-rows.js';
import { reachOf } from '../../src/postgres/batch.js';

type Write = OperationOf<'update' | 'delete'>;

export default defineRule({
  id: 'unbatched-update',
  family: 'data-loss',
  severity: 'warning',
  summary: 'One statement updates or deletes an unbounded part of a table.',
  operations: ['update', 'delete'],
  messages: {
    updatesAll: {
      message: 'This UPDATE writes every row of {{table}} in one statement.',
      why: 'Each row stays locked until the transaction ends, so writers of the same rows wait for all of it; every row is written anew, which doubles the table until a vacuum and delays replicas; and a failure at the end starts over at the beginning.',
      instead:
        'Fill the rows in batches of a few thousand by key (WHERE id BETWEEN ... AND ...), each in a transaction of its own, in a job or migration outside the one that changes the table.',
    },
    updatesMany: {
      message:
        'This UPDATE writes all rows of {{table}} that meet {{where}} in one statement: how many that is grows with the table.',
      why: 'Each of these rows stays locked until the transaction ends, so writers of the same rows wait for all of it; the old versions stay in the table until a vacuum; and a failure at the end starts over at the beginning.',
      instead:
        'Add a range of keys or a subquery with LIMIT, and repeat it in transactions of their own until nothing is left to do.',
    },
    deletesMany: {
      message:
        'This DELETE removes all rows of {{table}} that meet {{where}} in one statement: how many that is grows with the table.',
      why: 'Each of these rows stays locked until the transaction ends, foreign keys are checked for each, and the space is free only after a vacuum. A failure at the end starts over at the beginning.',
      instead:
        'Delete in batches (WHERE id IN (SELECT id ... LIMIT 5000)), each in a transaction of its own. Where old rows go regularly, partition the table by time and drop partitions.',
    },
  },
  check(operation, { schema }) {
    const { table, where } = operation;
    const reach = reachOf(operation, schema);
    const whole = reach === 'whole';
    if (reach === 'bounded' || (whole && !fillsNewColumnsOnly(operation, schema))) return undefined;
    const many = operation.kind === 'update' ? 'updatesMany' : 'deletesMany';
    return {
      messageId: whole ? 'updatesAll' : many,
      data: { table: displayName(table), where: where?.text.replace(/\s+/g, ' ') ?? '' },
      effects: [],
    };
  },
  plan: batchRows,
});

/** The rules about a missing WHERE speak of the other updates and deletes of a whole table. */
function fillsNewColumnsOnly(operation: Write, schema: Schema): boolean {
  if (operation.kind === 'delete') return false;
  return operation.columns.every((column) => isNewColumn(schema, operation.table, column));
}
