import { copyOf } from '../../src/core/copies.js';
import { operationsOfStatement } from '../../src/core/later.js';
import type { Migration } from '../../src/core/migration.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey } from '../../src/core/schema.js';
import { isAlwaysTrue } from '../../src/postgres/expressions/index.js';
import { quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'delete-without-where',
  family: 'data-loss',
  severity: 'error',
  summary: 'DELETE without a condition, or with one that is always true, deletes every row.',
  operations: ['delete'],
  messages: {
    losesRows: {
      message: 'DELETE without WHERE deletes every row of {{table}}.',
      why: 'Only a backup brings the rows back. All of them stay locked until the transaction ends, and their space is free only after a vacuum.',
      instead:
        'Say with WHERE which rows are meant. If it is all of them, check that no running code needs them, keep a copy, and delete in batches by key.',
    },
    alwaysTrue: {
      message: 'DELETE with WHERE {{where}}, which is always true, deletes every row of {{table}}.',
      why: 'The condition only looks like one. Only a backup brings the rows back, and all of them stay locked until the transaction ends.',
      instead:
        'Say with WHERE which rows are meant. If it is all of them, check that no running code needs them, keep a copy, and delete in batches by key.',
    },
    copiedFirst: {
      message: 'Every row of {{table}} is deleted after the rows were copied to {{copy}}.',
      why: 'Rows that other sessions insert between the copy and the DELETE are deleted without having been copied, and so are changes made in between.',
      instead:
        'Move the rows in one statement: WITH moved AS (DELETE FROM {{sqlTable}} WHERE ... RETURNING *) INSERT INTO {{copy}} SELECT * FROM moved, in batches by key.',
      severity: 'warning',
    },
  },
  check(operation, { schema, effects, migration, before }) {
    const { table, where, limited } = operation;
    if (limited || isNewTable(schema, table) || isMove(operation, migration)) return undefined;
    if (where !== undefined && !isAlwaysTrue(where)) return undefined;
    const copy = copyOf(relationKey(schema, table), before, schema);
    return {
      messageId: copy !== undefined ? 'copiedFirst' : where === undefined ? 'losesRows' : 'alwaysTrue',
      data: { table: displayName(table), sqlTable: quoteQualified(table), where: where?.text ?? '', copy: copy ?? '' },
      effects: effects.filter((effect) => effect.kind === 'loses'),
    };
  },
});

/** `WITH moved AS (DELETE ... RETURNING *) INSERT INTO ... SELECT * FROM moved` keeps the rows. */
function isMove(operation: Operation, migration: Migration): boolean {
  const together = operationsOfStatement(migration, operation);
  return together.some((other) => other.kind === 'insert' && other.rows === undefined);
}
