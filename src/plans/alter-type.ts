import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { displayType } from '../core/type.js';
import { castsOf } from '../postgres/effects/using.js';
import { effectsOf } from '../postgres/effects/index.js';
import { withRowReferences } from '../postgres/expressions/row-reference.js';
import { quoteIdentifier } from '../postgres/names.js';
import { mustComeFirst } from './phases.js';
import { recheckInSteps } from './recheck-type.js';
import { createRowTrigger, onInsertOrUpdate, rowTrigger, triggerNotes } from './row-trigger.js';
import type { RowTrigger } from './row-trigger.js';
import { dependentsOf } from './type-change-dependents.js';
import { ruleSteps } from './type-change-rules.js';
import { switchStep } from './type-change-switch.js';
import { typeChangeOf } from './type-change.js';
import type { TypeChange } from './type-change.js';
import { walkKeyOf } from './walk-key.js';

type AlterType = OperationOf<'alter-column-type'>;

/**
 * A change of type that writes the table or its indexes anew: a second column of the new type, which a trigger keeps in
 * step, takes over the name of the first when it is filled, indexed and held to the same rules.
 */
export function alterTypeInSteps(operation: AlterType, context: PlanContext): OperationPlan | undefined {
  const effects = effectsOf(operation, context.schema, { postgres: context.postgres });
  if (!effects.some(({ kind }) => kind === 'rewrites')) {
    return effects.some(({ kind }) => kind === 'scans') ? recheckInSteps(operation, context) : undefined;
  }
  const change = typeChangeOf(operation, effects, context);
  const trigger = change && syncTrigger(change);
  if (change === undefined || trigger === undefined) return undefined;
  const dependents = dependentsOf(change);
  return {
    title: `Fill a second column of the new type and let it take over the name`,
    steps: [
      expandStep(change, trigger),
      backfillStep(change),
      ...ruleSteps(change, dependents),
      switchStep(change, dependents, trigger),
      contractStep(change),
    ],
    ...(change.replaces === undefined ? {} : { replaces: change.replaces }),
    ...(mustComeFirst(operation, context) ? { first: true } : {}),
    deploy: deployOf(change),
    notes: notesOf(change),
    holes: [],
  };
}

/** The trigger computes the second column from the first in every row that is written. */
function syncTrigger({
  table,
  operation,
  context,
  newName,
  value,
  mayFail,
  column,
}: TypeChange): RowTrigger | undefined {
  const computed = withRowReferences(value, 'NEW');
  if (computed === undefined) return undefined;
  const assign = `NEW.${quoteIdentifier(newName)} := ${computed.text};`;
  const caught = 'data_exception OR check_violation OR not_null_violation';
  const body = mayFail
    ? [
        'BEGIN',
        `  ${assign}`,
        `EXCEPTION WHEN ${caught} THEN`,
        '  -- The value does not fit the new type. The running code may write it until the switch is prepared.',
        `  NEW.${quoteIdentifier(newName)} := NULL;`,
        'END;',
      ]
    : [assign];
  const names = [operation.type.name, column.type?.name ?? ''];
  const keeps = names.some((name) => /time|date|interval/.test(name)) ? ['TimeZone', 'DateStyle'] : [];
  const request = {
    table,
    subject: operation.column,
    label: 'sync',
    events: onInsertOrUpdate,
    body,
    last: true,
    keeps,
  };
  return rowTrigger(request, context.schema);
}

function expandStep({ table, operation, newName, shown }: TypeChange, trigger: RowTrigger): PlanStep {
  const { type, collation } = operation;
  const column = { name: newName, type, notNull: false, ...(collation === undefined ? {} : { collation }) };
  return {
    phase: 'expand',
    label: `add_${table.name}_${newName}`,
    purpose: `Adds ${newName}, which is to take the place of ${shown}, and a trigger that keeps it in step with it.`,
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
        where: { text: `${quoteIdentifier(newName)} IS NULL AND (${value.text}) IS NOT NULL` },
        key: walkKeyOf(context.schema, key),
      },
    ],
  };
}

function contractStep({ table, oldName, shown }: TypeChange): PlanStep {
  return {
    phase: 'contract',
    label: `drop_${table.name}_${oldName}`,
    purpose: `Drops ${oldName}, which holds what ${shown} held before the switch, with its indexes.`,
    transaction: 'file',
    work: [[{ kind: 'drop-column', table, column: oldName, ifExists: false, cascade: false }]],
  };
}

function deployOf({ shown, operation, column, mayFail, oldName }: TypeChange): OperationPlan['deploy'] {
  const from = column.type === undefined ? 'its old type' : displayType(column.type);
  const to = displayType(operation.type);
  const fitting = mayFail ? ` and writes only values that fit ${to}` : '';
  return {
    backfill: `Deploy code that works with ${shown} as ${from} and as ${to}${fitting}, and names the columns in every INSERT: the switch changes the type and the place of the column under it.`,
    switch: `Let the code run on the new type. Until the contract phase ${oldName} still holds the old values, as they were at the switch.`,
  };
}

function notesOf({ shown, mayFail, operation, key, context }: TypeChange): readonly string[] {
  const misfits = `Rows whose ${shown} does not fit the new type stop the backfill with an error that names the value; mend them and run it again.`;
  const { using, column } = operation;
  const unconverted = `USING is applied up to the switch; what is written to ${shown} afterwards is kept as it is written.`;
  const zone = `From the switch on a time without a zone is read in the TimeZone of the session that writes it to ${shown}.`;
  return [
    `${shown} becomes the last column of the table, which SELECT * and INSERT without a list of columns show.`,
    `Comments, privileges and statistics targets of ${shown} stay with the old column and go with it; so does its part in a publication.`,
    ...(mayFail ? [misfits] : []),
    ...(using === undefined || castsOf(using, column) !== undefined ? [] : [unconverted]),
    ...(operation.type.name === 'timestamp with time zone' ? [zone] : []),
    ...triggerNotes(context.schema, key),
  ];
}
