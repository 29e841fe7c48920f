import { displayName, nameOf } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep, PlannedWork } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Table } from '../core/schema.js';
import { serialBase } from '../postgres/types.js';
import { foreignKeysToColumn, generatedFrom, policiesOver, viewsUsing } from '../postgres/effects/dependencies.js';
import { quoteIdentifier } from '../postgres/names.js';
import { contractStep } from './contract.js';
import { indexBeside } from './names.js';
import { createRowTrigger, dropRowTrigger, onInsertOrUpdate, rowTrigger } from './row-trigger.js';
import type { RowTrigger } from './row-trigger.js';
import { isWhole } from './type-change.js';
import type { TypeChange } from './type-change.js';
import { dependentsOf } from './type-change-dependents.js';
import { ruleSteps } from './type-change-rules.js';
import { dropNotNull, dropOldRules, takeNames } from './type-change-switch.js';
import { walkKeyOf } from './walk-key.js';

type Rename = OperationOf<'rename-column'>;

/**
 * A second column of the new name, which a trigger keeps in step with the first in both directions: old and new code run
 * beside each other, and what one writes the other reads. The first goes when no code uses it any more.
 */
export function renameColumnByTwin(operation: Rename, context: PlanContext): OperationPlan | undefined {
  const change = twinOf(operation, context);
  if (change === undefined) return undefined;
  const trigger = twinTrigger(change);
  const dependents = dependentsOf(change);
  const { shown, newName, table } = change;
  return {
    title: `Keep ${shown} in step with a second column ${newName} until the code says ${newName}`,
    steps: [
      expandStep(change, trigger),
      backfillStep(change),
      ...ruleSteps(change, dependents),
      contractStep(
        `drop_${table.name}_${operation.column}`,
        `Drops ${shown} and the trigger. All values are in ${newName}, which takes over the default and the names of indexes and constraints: only the catalogue changes, so the lock is brief.`,
        [
          ...dropRowTrigger(trigger),
          ...dropOldRules(change, dependents),
          ...carryDefault(change),
          ...dropNotNull(change),
          ...takeNames(change, dependents),
          [{ kind: 'drop-column', table, column: operation.column, ifExists: false, cascade: false }],
        ],
      ),
    ],
    deploy: {
      switch: `Deploy code that says ${newName} in place of ${operation.column}, and wait until no older code is running.`,
    },
    notes: notesOf(change),
    holes: [],
  };
}

/** The rename as a change to a second column of the same type. Undefined where not all of it can be made twice. */
function twinOf(operation: Rename, context: PlanContext): TypeChange | undefined {
  const { table, column: name, newName } = operation;
  const key = relationKey(context.schema, table);
  const known = context.schema.tables.get(key);
  const column = known?.columns.get(name);
  if (known === undefined || column?.type === undefined || !isWhole(known, column, context)) return undefined;
  if (column.identity !== undefined || known.columns.has(newName) || isSeen(known, name, context)) return undefined;
  const { collation } = column;
  return {
    operation: {
      ...operation,
      kind: 'alter-column-type',
      type: serialBase(column.type) ?? column.type,
      ...(collation === undefined ? {} : { collation }),
    },
    context,
    table,
    key,
    known,
    column,
    shown: `${displayName(table)}.${name}`,
    newName,
    oldName: name,
    value: { text: quoteIdentifier(name) },
    mayFail: false,
    enforced: 'backfill',
  };
}

/** Views, policies and generated columns follow a rename by themselves, but would hold on to the first column. */
function isSeen({ key }: Table, column: string, { schema }: PlanContext): boolean {
  const views = viewsUsing(schema, key, column);
  const own = foreignKeysToColumn(schema, key, column).filter(({ table }) => table === key);
  return [views, own, policiesOver(schema, key, column), generatedFrom(schema, key, column)].some(
    ({ length }) => length > 0,
  );
}

/** Whichever column a statement writes, the other gets its value. */
function twinTrigger({ table, operation, newName, context }: TypeChange): RowTrigger {
  const [first, second] = [operation.column, newName].map(quoteIdentifier);
  const body = [
    `IF TG_OP = 'INSERT' AND NEW.${second} IS NULL THEN`,
    `  NEW.${second} := NEW.${first};`,
    `ELSIF TG_OP = 'INSERT' OR NEW.${second}::text IS DISTINCT FROM OLD.${second}::text THEN`,
    `  NEW.${first} := NEW.${second};`,
    'ELSE',
    `  NEW.${second} := NEW.${first};`,
    'END IF;',
  ];
  const request = { table, subject: operation.column, label: 'twin', events: onInsertOrUpdate, body, last: true };
  return rowTrigger(request, context.schema);
}

function expandStep({ table, operation, newName, shown }: TypeChange, trigger: RowTrigger): PlanStep {
  const { type, collation } = operation;
  const column = { name: newName, type, notNull: false, ...(collation === undefined ? {} : { collation }) };
  return {
    phase: 'expand',
    label: `add_${table.name}_${newName}`,
    purpose: `Adds ${newName}, which is to take the place of ${shown}, and a trigger that gives each of the two what is written to the other.`,
    transaction: 'file',
    work: [
      [{ kind: 'add-column', table, column, constraints: [], ifNotExists: false, only: false }],
      ...createRowTrigger(trigger),
    ],
  };
}

function backfillStep({ table, key, newName, value, shown, context }: TypeChange): PlanStep {
  return {
    phase: 'backfill',
    label: `fill_${table.name}_${newName}`,
    purpose: `Copies ${shown} to ${newName} in the rows that exist, in batches that commit one by one, so that no row stays locked for long. It can be stopped and run again.`,
    transaction: 'none',
    work: [
      {
        kind: 'batched-change',
        table,
        change: [{ column: newName, value }],
        where: { text: `${quoteIdentifier(newName)} IS NULL AND ${value.text} IS NOT NULL` },
        key: walkKeyOf(context.schema, key),
      },
    ],
  };
}

/** The default, and a sequence that belongs to the column and would go with it. */
function carryDefault({ column, table, key, newName, operation, context }: TypeChange): readonly PlannedWork[] {
  const { schema } = context;
  const owned = [...(schema.sequencesOf.get(key) ?? [])].filter(
    (sequence) => schema.sequences.get(sequence)?.ownedBy?.column === operation.column,
  );
  return [
    ...(column.default === undefined
      ? []
      : [[{ kind: 'set-default', table, column: newName, default: column.default }] as const]),
    ...owned.map((sequence): PlannedWork => [
      {
        kind: 'alter-sequence',
        sequence: indexBeside(schema, table, nameOf(sequence)),
        ownedBy: { table, column: newName },
      },
    ]),
  ];
}

function notesOf({ shown, newName, column, known }: TypeChange): readonly string[] {
  const notes = [
    `Where the code can map the name, leaving ${shown} as it is costs nothing. A rename in place breaks old or new code whichever comes first, so the plan takes a second column: each row is written once more.`,
    `${newName} becomes the last column of the table, which SELECT * and INSERT without a list of columns show. Comments, privileges and statistics targets of ${shown} go with the old column.`,
  ];
  if (column.notNull === false && column.default !== undefined) {
    notes.push(
      `Until the contract phase an INSERT that writes NULL to ${newName} gets the default of ${shown}: the trigger cannot tell it from one that leaves ${newName} out.`,
    );
  }
  if (known.triggers.length > 0) {
    notes.push(
      `Other triggers of the table see only the column that a statement writes until the new one fires, which is last; those that change ${shown} must be made to change ${newName}.`,
    );
  }
  return notes;
}
