import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { relationKey, tableOf } from '../core/schema.js';
import type { Column, Table } from '../core/schema.js';
import { listed, shortName } from '../core/wording.js';
import {
  foreignKeysOf,
  foreignKeysToColumn,
  generatedFrom,
  indexUse,
  indexesOf,
  policiesOver,
  viewsUsing,
} from '../postgres/effects/dependencies.js';
import { quoteIdentifier, quoteQualified } from '../postgres/names.js';
import { contractStep } from './contract.js';
import { dropForeignKeyStep, dropViewStep, viewsFromTheTop } from './dependents.js';

type DropColumn = OperationOf<'drop-column'>;

/**
 * Drops a column when no running code uses it any more. Until then the code that no longer writes it must be able to
 * insert rows, and what hangs on the column goes one by one, each under locks of its own.
 */
export function dropColumnLast(operation: DropColumn, { schema, answers }: PlanContext): OperationPlan | undefined {
  const key = relationKey(schema, operation.table);
  const table = tableOf(schema, operation.table);
  const column = table?.columns.get(operation.column);
  if (table !== undefined && isInPrimaryKey(table, operation.column)) return undefined;
  const shown = `${displayName(operation.table)}.${operation.column}`;
  const relaxed = relaxStep(operation, column, answers.get(shown));
  return {
    title: `Drop ${shown} when no code uses it`,
    steps: [
      ...(relaxed === undefined ? [] : [relaxed]),
      ...dependentSteps(operation, key, { schema }),
      contractStep(
        `drop_${operation.table.name}_${operation.column}`,
        `Drops ${shown}. Its values are gone for good; the rows are not written anew, so the lock is brief.`,
        [[{ ...draftOf(operation), cascade: operation.cascade && table?.complete !== true }]],
      ),
    ],
    deploy: { switch: `Deploy code that neither reads nor writes ${shown}, and wait until no older code is running.` },
    notes: [...notesOf(operation, table, column, relaxed !== undefined), ...losses(operation, key, { schema })],
    holes: [],
  };
}

/** Without its column a primary key is gone, and with it what else relies on it: that is another change. */
function isInPrimaryKey({ constraints }: Table, column: string): boolean {
  return constraints.some(({ definition, columns }) => definition.kind === 'primary-key' && columns.includes(column));
}

/** New code leaves the column out of its INSERT, which a NOT NULL without default refuses. */
function relaxStep(
  operation: DropColumn,
  column: Column | undefined,
  answer: string | undefined,
): PlanStep | undefined {
  if (column === undefined || column.notNull === false || column.notNull === 'unknown') return undefined;
  if (column.default !== undefined || column.identity !== undefined || column.generated !== undefined) return undefined;
  const { table } = operation;
  const shown = `${displayName(table)}.${column.name}`;
  const why = `so that code that no longer knows ${shown} can insert rows`;
  return {
    phase: 'expand',
    label: answer === undefined ? `let_${column.name}_be_null` : `set_default_of_${column.name}`,
    purpose:
      answer === undefined ? `Lets ${shown} be NULL, ${why}.` : `Gives ${shown} a default for rows to come, ${why}.`,
    transaction: 'file',
    work: [
      [
        answer === undefined
          ? { kind: 'drop-not-null', table, column: column.name }
          : { kind: 'set-default', table, column: column.name, default: { text: answer } },
      ],
    ],
  };
}

type SchemaOnly = Pick<PlanContext, 'schema'>;

function dependentSteps(operation: DropColumn, key: string, { schema }: SchemaOnly): readonly PlanStep[] {
  const { table, column, cascade } = operation;
  const own = foreignKeysOf(schema, key)
    .filter(({ columns, references }) => columns.includes(column) && references !== key)
    .map((constraint) => dropForeignKeyStep({ table: key, constraint }, table, schema));
  if (!cascade) return own;
  const foreign = foreignKeysToColumn(schema, key, column).filter((each) => each.table !== key);
  return [
    ...viewsFromTheTop(schema, viewsUsing(schema, key, column)).map((view) => dropViewStep(view, table, schema)),
    ...foreign.map((each) => dropForeignKeyStep(each, table, schema)),
    ...own,
    ...policiesOver(schema, key, column).map((policy) =>
      contractStep(`drop_policy_${policy}`, `Drops the policy ${policy}, which CASCADE would have taken along.`, [
        [{ kind: 'drop-policy', table, policy, ifExists: false }],
      ]),
    ),
    ...generatedFrom(schema, key, column).map((generated) =>
      contractStep(
        `drop_${table.name}_${generated}`,
        `Drops the column ${generated}, which is computed from ${column} and which CASCADE would have taken along.`,
        [[{ kind: 'drop-column', table, column: generated, ifExists: false, cascade: false }]],
      ),
    ),
  ];
}

function notesOf(
  { table, column }: DropColumn,
  known: Table | undefined,
  definition: Column | undefined,
  relaxed: boolean,
): readonly string[] {
  const shown = `${displayName(table)}.${column}`;
  const tombstone = `ALTER TABLE ${quoteQualified(table)} RENAME COLUMN ${quoteIdentifier(column)} TO ${quoteIdentifier(`${column}_unused`)}`;
  const notes = [
    `Between the switch and the last phase the column can be put to the test: ${tombstone} shows who still uses it, and can be undone. Keep a copy of the values that may be wanted again.`,
  ];
  if (relaxed)
    notes.push(
      `Rows that the new code inserts have no value in ${shown}: older code that reads them must bear that for as long as both run.`,
    );
  const isUnknown = known === undefined || definition === undefined || definition.notNull === 'unknown';
  if (isUnknown)
    notes.push(
      `The history does not show ${shown}: if it is NOT NULL without a default, drop its NOT NULL before the new code is deployed, which could not insert rows otherwise.`,
    );
  return notes;
}

/** Constraints and indexes over other columns too, which go without a word. */
function losses({ column }: DropColumn, key: string, { schema }: SchemaOnly): readonly string[] {
  const constraints = schema.tables.get(key)?.constraints ?? [];
  const shared = constraints.filter(({ columns }) => columns.length > 1 && columns.includes(column));
  const indexes = indexesOf(schema, key).filter(
    (index) => index.constraint === undefined && index.keys.length > 1 && indexUse(index, column) !== 'none',
  );
  const names = [...shared.map(({ name }) => name), ...indexes.map((index) => shortName(index.key))];
  if (names.length === 0) return [];
  return [`With ${column} go ${listed(names)}, which are about other columns too.`];
}
