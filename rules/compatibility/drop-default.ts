import { effectsOfKind } from '../../src/core/effect.js';
import { operationsAfter, restOfTransaction } from '../../src/core/later.js';
import type { QualifiedName } from '../../src/core/name.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable, isSameRelation } from '../../src/core/newness.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import type { Column, Schema } from '../../src/core/schema.js';
import { dropDefaultLast } from '../../src/plans/drop-object.js';

export default defineRule({
  id: 'drop-default',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Without its default a column is no longer filled for running code that leaves it out.',
  operations: ['drop-default', 'drop-identity'],
  messages: {
    insertsFail: {
      message: 'Without its default, {{table}}.{{column}} must be given in every INSERT, because it is NOT NULL.',
      why: 'Running code that leaves {{column}} out is refused with "null value in column {{column}}" from the commit until its next deployment is through.',
      instead: 'First deploy code that gives {{column}} in every INSERT, and drop the default in a later deployment.',
    },
    insertsNull: {
      message: 'Without its default, {{table}}.{{column}} is NULL in every row whose INSERT leaves it out.',
      why: 'Running code that relied on the default writes NULL without an error, and code that reads such rows may not expect it.',
      instead: 'First deploy code that gives {{column}} in every INSERT, and drop the default in a later deployment.',
    },
    insertsMayFail: {
      message: 'Without its default, {{table}}.{{column}} is NULL where an INSERT leaves it out, or the INSERT fails.',
      why: 'Running code that relied on the default either writes NULL without an error or is refused, depending on whether {{column}} is NOT NULL.',
      instead: 'First deploy code that gives {{column}} in every INSERT, and drop the default in a later deployment.',
    },
    requiresNewColumn: {
      message:
        '{{table}}.{{column}} is added as NOT NULL and loses its default in the same deployment: every INSERT of running code fails.',
      why: 'The default fills the rows that are there, and nothing fills the rows to come: running code does not know the column, leaves it out and is refused with "null value in column {{column}}". Django writes the pair for every new field with a default.',
      instead:
        'Keep the default until all running code fills {{column}}, and drop it in a later deployment. In Django, db_default keeps it in the database.',
      severity: 'error',
    },
  },
  check(operation, { schema, felt, migration, transaction }) {
    const { table, column } = operation;
    if (isNewTable(schema, table)) return undefined;
    const known = tableOf(schema, table)?.columns.get(column);
    if (known !== undefined && hasNoDefault(known)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (rest.some((later) => givesValue(later, table, column, schema))) return undefined;
    if (operationsAfter(migration, operation).some((later) => drops(later, table, column, schema))) return undefined;
    const isNew = known?.birth.deploy === schema.deploy;
    const { notNull } = known ?? { notNull: 'unknown' as const };
    if (isNew && notNull === false) return undefined;
    return {
      messageId: isNew
        ? 'requiresNewColumn'
        : notNull === 'unknown'
          ? 'insertsMayFail'
          : notNull === false
            ? 'insertsNull'
            : 'insertsFail',
      data: { table: displayName(table), column },
      effects: effectsOfKind(felt, 'breaks'),
    };
  },
  plan: dropDefaultLast,
});

function hasNoDefault({ known, default: value, identity, type }: Column): boolean {
  return known && value === undefined && identity === undefined && !/serial$/.test(type?.name ?? '');
}

/** Whether a later operation fills the column again: a new default, an identity. */
function givesValue(later: Operation, table: QualifiedName, column: string, schema: Schema): boolean {
  if (later.kind !== 'set-default' && later.kind !== 'add-identity') return false;
  return later.column === column && isSameRelation(schema, later.table, table);
}

function drops(later: Operation, table: QualifiedName, column: string, schema: Schema): boolean {
  if (later.kind === 'drop-table') return isSameRelation(schema, later.table, table);
  if (later.kind !== 'drop-column' || later.column !== column) return false;
  return isSameRelation(schema, later.table, table);
}
