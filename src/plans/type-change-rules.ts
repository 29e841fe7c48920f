import type { PlanStep, PlannedWork } from '../core/plan.js';
import { quoteIdentifier } from '../postgres/names.js';
import { concurrentIndexStep } from './concurrent-index.js';
import { nameBeside } from './names.js';
import { notNullSteps } from './not-null.js';
import { inPhase } from './phases.js';
import type { TypeChange } from './type-change.js';
import type { Dependents } from './type-change-dependents.js';
import { validateStep } from './validate.js';

type Rule = Dependents['rules'][number];

/**
 * The indexes and rules of the second column, when all rows have their value: built and validated while others read and
 * write. At the end the second column lacks nothing that the first one has but its name.
 */
export function ruleSteps(change: TypeChange, dependents: Dependents): readonly PlanStep[] {
  const { context, table, enforced } = change;
  const index = ({ double, draft }: Dependents['indexes' | 'keys'][number]): PlanStep =>
    concurrentIndexStep(context.schema, enforced, table, double, draft);
  const foreignKeys = dependents.rules.filter(({ double }) => double.kind === 'foreign-key');
  return [
    ...dependents.keys.map(index),
    ...dependents.indexes.map(index),
    ...notNull(change),
    ...guard(change),
    ...dependents.rules.flatMap((rule) => doubleSteps(rule, change)),
    ...foreignKeys.map((rule) => replaceStep(rule, change)),
  ];
}

function notNull({ column, context, table, newName, enforced }: TypeChange): readonly PlanStep[] {
  if (column.notNull !== true) return [];
  const { steps } = notNullSteps({ table, column: newName }, context);
  const filled = { rule: 'set-not-null', reason: `a trigger fills ${newName}, whatever the code writes` };
  return inPhase(enforced, steps).map((step) => ({ ...step, accepts: [...(step.accepts ?? []), filled] }));
}

/** What the guard of values that may not fit is called. */
export function guardName({ newName }: TypeChange): string {
  return `${newName}_complete`;
}

/** Whether values without a match could slip through: those of a column that may be NULL anyway. */
export function needsGuard({ mayFail, column }: TypeChange): boolean {
  return mayFail && column.notNull !== true;
}

/** A CHECK that no value was left behind because it does not fit: the trigger leaves NULL for those. */
function guard(change: TypeChange): readonly PlanStep[] {
  const { table, shown, newName, value, enforced } = change;
  if (!needsGuard(change)) return [];
  const name = guardName(change);
  const text = `${quoteIdentifier(newName)} IS NOT NULL OR (${value.text}) IS NULL`;
  return [
    {
      phase: enforced,
      label: `add_${name}`,
      purpose: `Refuses values of ${shown} that do not fit its new type from now on.`,
      transaction: 'file',
      work: [
        [
          {
            kind: 'add-constraint',
            table,
            constraint: { kind: 'check', name, expression: { text }, notValid: true, noInherit: false, enforced: true },
            only: false,
          },
        ],
      ],
    },
    validateStep(enforced, table, name),
  ];
}

function doubleSteps(rule: Rule, { table, context, enforced }: TypeChange): readonly PlanStep[] {
  const { holder, constraint, double } = rule;
  const on = nameBeside(context.schema, holder, table);
  return [
    {
      phase: enforced,
      label: `add_${double.name}`,
      purpose: `Adds ${double.name}, which says of the new column what ${constraint.name} says of the old one. NOT VALID: no row is read yet.`,
      transaction: 'file',
      work: [[{ kind: 'add-constraint', table: on, constraint: double, only: false }]],
    },
    ...(constraint.valid ? [validateStep(enforced, on, double.name)] : []),
  ];
}

/** The old foreign key goes as soon as the new one says the same. That locks two tables, so it is done by itself. */
function replaceStep({ holder, constraint, double }: Rule, { table, context, enforced }: TypeChange): PlanStep {
  const on = nameBeside(context.schema, holder, table);
  const { name } = constraint;
  return {
    phase: enforced,
    label: `replace_${name}`,
    purpose: `Puts the foreign key of the new column in the place of ${name}.`,
    transaction: 'file',
    work: [
      [{ kind: 'drop-constraint', table: on, name, ifExists: false, cascade: false }],
      renameConstraint(on, double.name, name),
    ],
  };
}

/** `RENAME CONSTRAINT`, which keeps the index behind it under the same name. */
export function renameConstraint(table: TypeChange['table'], name: string, newName: string): PlannedWork {
  return [{ kind: 'rename-constraint', table, name, newName }];
}
