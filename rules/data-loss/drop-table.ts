import { copyOf } from '../../src/core/copies.js';
import { operationsAfter } from '../../src/core/later.js';
import type { QualifiedName } from '../../src/core/name.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey, tableOf } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { dropTableLast } from '../../src/plans/drop-table.js';
import { quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'drop-table',
  family: 'data-loss',
  severity: 'error',
  summary: 'Dropping a table deletes all its rows and breaks the code that still uses it.',
  operations: ['drop-table'],
  messages: {
    losesTable: {
      message: 'Dropping the table {{table}} deletes all its rows.',
      why: 'Only a backup brings them back, and running code that still reads or writes {{table}} fails from the commit on.',
      instead:
        'First deploy code that no longer uses {{table}}. Then rename it (ALTER TABLE {{sqlTable}} RENAME TO ...), which can be undone, and drop it in a later deployment when nothing has missed it.',
    },
    copiedFirst: {
      message: '{{table}} is dropped after its rows were copied to {{copy}}.',
      why: 'Rows that other sessions insert, update or delete between the copy and the drop are lost, and so is every column the copy leaves out.',
      instead:
        'Compare {{copy}} with {{table}} before the drop, and drop {{table}} in a later deployment. If both must happen at once, LOCK TABLE {{sqlTable}} IN SHARE ROW EXCLUSIVE MODE before the copy and do both in one transaction.',
      severity: 'warning',
    },
    createdAgain: {
      message: '{{table}} is dropped and created again: it comes back without its rows.',
      why: 'All rows are deleted, with the indexes, privileges and foreign keys of other tables that the migration does not create again.',
      instead:
        'Change the table in place with ALTER TABLE, or create the new shape under another name and copy the rows.',
    },
    filledAgain: {
      message: '{{table}} is dropped, created again and filled by a query: rows that the query does not give are lost.',
      why: 'The values that nothing else holds are gone, with the indexes, privileges and foreign keys of other tables that the migration does not create again, and nobody can use {{table}} until the query is through.',
      instead:
        'Build the new table under another name, fill it in batches and compare, and then switch the names in one transaction.',
      severity: 'warning',
    },
    mayDropExisting: {
      message: 'If {{table}} already exists, it is dropped with all its rows before it is created again.',
      why: 'No migration in sight creates {{table}} before. DROP TABLE IF EXISTS in front of CREATE TABLE turns a second run, or a run against the wrong database, into lost data.',
      instead: 'Leave out the DROP TABLE: CREATE TABLE then fails when the table is there, and nothing is lost.',
      severity: 'warning',
    },
  },
  check(operation, { schema, effects, migration, before }) {
    const { table, ifExists } = operation;
    if (isNewTable(schema, table)) return undefined;
    const key = relationKey(schema, table);
    const copy = copyOf(key, before, schema);
    const later = operationsAfter(migration, operation).filter((other) => isInto(other, table, schema));
    const again = later.some(({ kind }) => kind === 'create-table');
    const data = { table: displayName(table), sqlTable: quoteQualified(table), copy: copy ?? '' };
    const evidence = effects.filter((effect) => effect.kind === 'loses' && effect.cascaded !== true);
    const messageId =
      copy !== undefined
        ? 'copiedFirst'
        : !again
          ? 'losesTable'
          : ifExists && tableOf(schema, table) === undefined
            ? 'mayDropExisting'
            : later.some(fills)
              ? 'filledAgain'
              : 'createdAgain';
    return { messageId, data, effects: evidence };
  },
  plan: dropTableLast,
});

/** Whether the operation creates the table or inserts into it. */
function isInto(operation: Operation, table: QualifiedName, schema: Schema): boolean {
  if (operation.kind !== 'create-table' && operation.kind !== 'insert') return false;
  return relationKey(schema, operation.table) === relationKey(schema, table);
}

/** Whether it brings the rows of a query: of how many is not known, but rows that were written out are too few. */
function fills(operation: Operation): boolean {
  if (operation.kind === 'insert') return operation.rows === undefined;
  return operation.kind === 'create-table' && operation.asQuery !== undefined && operation.withNoData !== true;
}
