import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { insertAtEnd } from '../../src/core/edit.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import { isSameRelation } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { OperationContext } from '../../src/core/rule.js';
import { indexKey, tableOf } from '../../src/core/schema.js';
import { earlierAbout } from '../../src/core/steps.js';
import { planFor } from '../../src/plans/plan-for.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { quoteIdentifier, quoteQualified } from '../../src/postgres/names.js';
import { supports } from '../../src/postgres/features.js';

export default defineRule({
  id: 'require-validated-check',
  family: 'locking',
  severity: 'error',
  summary: 'NOT NULL is set so that existing rows are checked under the lock.',
  messages: {
    setNotNull: {
      message:
        'SET NOT NULL on {{column}} reads all of {{table}} under an {{lock}} lock, which blocks {{blocked}} until every row is checked.',
      why: 'On a large table that is an outage: nothing can use {{table}} for as long as the read takes.',
      instead:
        'Prove it first: ADD CONSTRAINT {{name}} CHECK ({{sqlColumn}} IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT {{name}} in a later migration, which blocks neither reads nor writes. SET NOT NULL then skips the read, and the CHECK can be dropped.',
    },
    setNotNullFrom18: {
      message:
        'SET NOT NULL on {{column}} reads all of {{table}} under an {{lock}} lock, which blocks {{blocked}} until every row is checked.',
      why: 'On a large table that is an outage: nothing can use {{table}} for as long as the read takes.',
      instead:
        'From PostgreSQL 18 on, ALTER TABLE {{sqlTable}} ADD CONSTRAINT {{name}} NOT NULL {{sqlColumn}} NOT VALID checks new rows only; VALIDATE CONSTRAINT {{name}} in a later migration checks the old ones and blocks neither reads nor writes.',
    },
    setNotNullBefore12: {
      message:
        'SET NOT NULL on {{column}} reads all of {{table}} under an {{lock}} lock, which blocks {{blocked}} until every row is checked.',
      why: 'Before PostgreSQL 12 no constraint spares it this read: nothing can use {{table}} for as long as it takes.',
      instead:
        'Use a CHECK in its place: ADD CONSTRAINT {{name}} CHECK ({{sqlColumn}} IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT {{name}} in a later migration. SET NOT NULL can follow after an upgrade to 12 or newer.',
    },
    newColumn: {
      message:
        'SET NOT NULL on {{column}} reads all of {{table}} under an {{lock}} lock, which blocks {{blocked}}, although the column was only just added.',
      why: 'PostgreSQL does not remember that the column was filled by its default.',
      instead: 'Write NOT NULL in ADD COLUMN, beside its constant default: that needs no read.',
    },
    addNotNull: {
      message:
        'Adding the NOT NULL constraint on {{column}} reads all of {{table}} under an {{lock}} lock, which blocks {{blocked}} until every row is checked.',
      why: 'On a large table that is an outage: nothing can use {{table}} for as long as the read takes.',
      instead:
        'Add the constraint NOT VALID, which checks new rows only, and VALIDATE CONSTRAINT in a later migration, which blocks neither reads nor writes.',
    },
    primaryKeyUsingIndex: {
      message:
        'ADD PRIMARY KEY USING INDEX also sets {{column}} NOT NULL, which reads all of {{table}} under an {{lock}} lock that blocks {{blocked}}.',
      why: 'The index is ready, but nothing can use {{table}} while its rows are checked for NULL.',
      instead:
        'Make {{column}} NOT NULL in earlier migrations, each step under a brief lock: a NOT VALID constraint, VALIDATE CONSTRAINT, SET NOT NULL. Then add the primary key.',
    },
  },
  operations: ['set-not-null', 'add-constraint'],
  check(operation, context) {
    const { felt } = context;
    const columns = columnsOf(operation, context);
    const lock = strongestLock(felt);
    if (columns.length === 0 || lock === undefined || effectsOfKind(felt, 'scans').length === 0) return undefined;
    const column = columns.join(', ');
    return {
      messageId: messageFor(operation, context),
      data: {
        table: displayName(operation.table),
        column,
        sqlTable: quoteQualified(operation.table),
        sqlColumn: quoteIdentifier(column),
        name: quoteIdentifier(`${operation.table.name}_${column}_not_null`),
        lock: lock.mode,
        blocked: blockedBy(lock.mode) ?? 'nothing',
      },
      effects: disturbancesOf(felt),
    };
  },
  repair(operation, problem, { migration }) {
    if (problem.messageId !== 'addNotNull') return undefined;
    const edit = insertAtEnd(migration, operation, ' NOT VALID');
    return edit && { title: 'Add the constraint NOT VALID', applicability: 'unsafe', edits: [edit] };
  },
  plan: planFor,
});

type Judged = OperationOf<'set-not-null' | 'add-constraint'>;

/** The columns the operation makes NOT NULL; none when that is not what it does. */
function columnsOf(operation: Judged, { schema }: OperationContext<unknown>): readonly string[] {
  if (operation.kind === 'set-not-null') return [operation.column];
  const { constraint } = operation;
  if (constraint.kind === 'not-null') return constraint.notValid ? [] : [constraint.column];
  if (constraint.kind !== 'primary-key' || constraint.usingIndex === undefined) return [];
  const { schema: namespace } = operation.table;
  const name = { ...(namespace === undefined ? {} : { schema: namespace }), name: constraint.usingIndex };
  const keys = schema.indexes.get(indexKey(schema, name))?.keys ?? [];
  const table = tableOf(schema, operation.table);
  const nullable = keys.flatMap(({ column }) =>
    column === undefined || table?.columns.get(column)?.notNull === true ? [] : [column],
  );
  return nullable.length > 0 ? nullable : ['its columns'];
}

function messageFor(operation: Judged, { schema, postgres, before }: OperationContext<unknown>) {
  if (operation.kind === 'add-constraint')
    return operation.constraint.kind === 'not-null' ? 'addNotNull' : 'primaryKeyUsingIndex';
  // A column of this very deployment that its default has filled could have been NOT NULL from the start.
  const isFilled = earlierAbout(before, operation.column).some(
    ({ operation: other }) =>
      other.kind === 'add-column' &&
      other.column.name === operation.column &&
      other.column.default !== undefined &&
      isSameRelation(schema, other.table, operation.table),
  );
  if (isFilled && supports(postgres, 'default-without-rewrite')) return 'newColumn';
  if (supports(postgres, 'not-null-constraint')) return 'setNotNullFrom18';
  return supports(postgres, 'not-null-by-check') ? 'setNotNull' : 'setNotNullBefore12';
}
