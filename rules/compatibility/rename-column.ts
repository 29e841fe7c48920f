import { displayName } from '../../src/core/name.js';
import { isNewColumn, isSameRelation } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { restOfTransaction } from '../../src/core/later.js';
import { earlierInTransaction } from '../../src/core/renames.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { Schema } from '../../src/core/schema.js';
import { renameColumnByTwin } from '../../src/plans/rename-column.js';

type Rename = OperationOf<'rename-column'>;

export default defineRule({
  id: 'rename-column',
  family: 'compatibility',
  severity: 'error',
  summary: 'Renaming a column breaks the code that still uses the old name.',
  operations: ['rename-column'],
  messages: {
    breaksCode: {
      message: 'Renaming {{table}}.{{column}} to {{newName}} breaks every query that names {{column}}.',
      why: 'Running code fails with "column {{column}} does not exist" from the commit until its next deployment is through, and new code fails until the commit: there is no order of the two without errors.',
      instead:
        'Add {{newName}} as a new column, let the code write both, fill it from {{column}} in batches, let the code read {{newName}}, and drop {{column}} in a later deployment. Or leave the column as it is and map the name in the code.',
    },
  },
  check(operation, { schema, effects, migration, transaction, before }) {
    const { table, column, newName } = operation;
    if (isNewColumn(schema, table, column)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (rest.some((later) => givesName(later, operation, schema))) return undefined;
    // The second half of a swap: what was made ready under another name takes the place of the column in use.
    const earlier = earlierInTransaction(before, transaction, table.name);
    if (earlier.some((step) => vacates(step.operation, operation, schema))) return undefined;
    return {
      messageId: 'breaksCode',
      data: { table: displayName(table), column, newName },
      effects: effects.filter((effect) => effect.kind === 'breaks'),
    };
  },
  plan: renameColumnByTwin,
});

/** Whether a later operation puts another column under the name that the rename gives up. */
function givesName(later: Operation, rename: Rename, schema: Schema): boolean {
  if (later.kind !== 'rename-column' && later.kind !== 'add-column') return false;
  if (!isSameRelation(schema, later.table, rename.table)) return false;
  return rename.column === (later.kind === 'add-column' ? later.column.name : later.newName);
}

/** Whether an earlier operation of the transaction took the new name away from another column. */
function vacates(earlier: Operation, rename: Rename, schema: Schema): boolean {
  if (earlier.kind !== 'rename-column' && earlier.kind !== 'drop-column') return false;
  if (!isSameRelation(schema, earlier.table, rename.table)) return false;
  return earlier.column === rename.newName;
}
