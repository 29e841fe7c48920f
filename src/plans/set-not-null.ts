import type { Expression } from '../core/expression.js';
import { displayName } from '../core/name.js';
import { isNewColumn, isSameRelation } from '../core/newness.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { relationKey, tableOf } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { withRowReferences } from '../postgres/expressions/row-reference.js';
import { analyseExpression } from '../postgres/expressions/index.js';
import { quoteIdentifier } from '../postgres/names.js';
import { notNullSteps } from './not-null.js';
import type { NotNullWay } from './not-null.js';
import { createRowTrigger, dropRowTrigger, onInsertOrUpdate, rowTrigger } from './row-trigger.js';
import { targetOf } from './validate.js';
import { walkKeyOf } from './walk-key.js';

type SetNotNull = OperationOf<'set-not-null'>;
type Update = OperationOf<'update'>;

/**
 * SET NOT NULL on a column that exists: proven by a constraint that is validated first. Where a value for the rows with
 * NULL is known (`--set table.column=expression`, or the constant default of the column), they are filled in batches, and
 * a trigger fills those that old code goes on to write.
 */
export function setNotNullInSteps(operation: SetNotNull, context: PlanContext): OperationPlan | undefined {
  const { table, column } = operation;
  const { schema } = context;
  const key = relationKey(schema, table);
  if (operation.only === true && schema.childrenOf.has(key)) return undefined;
  const way = notNullSteps({ table, column, exists: true, target: targetOf(operation) }, context);
  const shown = `${displayName(table)}.${column}`;
  const plan = { holes: [], ...(way.differs === undefined ? {} : { differs: way.differs }) };
  const filling = fillingBefore(operation, context);
  const value = filling?.assignments[0]?.value ?? valueFor(operation, context);
  const filled = value && withRowReferences(value, 'NEW');
  if (value === undefined || filled === undefined) {
    return {
      ...plan,
      title: `Prove that ${shown} holds no NULL before it is made NOT NULL`,
      steps: way.steps,
      deploy: isNewColumn(schema, table, column) ? {} : { switch: always(shown) },
      notes: [emptyRows(shown, value)],
    };
  }
  return {
    ...plan,
    title: `Fill ${shown} where it is NULL, and prove it before it is made NOT NULL`,
    steps: filledSteps(operation, value, filled, way, context),
    ...(filling === undefined ? {} : { replaces: [filling] }),
    deploy: { backfill: always(shown) },
    notes: [],
  };
}

/** Expand: a trigger that fills in; backfill: the rows there are; contract: NOT NULL, and the trigger goes. */
function filledSteps(
  { table, column }: SetNotNull,
  value: Expression,
  filled: Expression,
  way: NotNullWay,
  { schema }: PlanContext,
): readonly PlanStep[] {
  const shown = `${displayName(table)}.${column}`;
  const target = quoteIdentifier(column);
  const body = [`IF NEW.${target} IS NULL THEN`, `  NEW.${target} := ${filled.text};`, 'END IF;'];
  const trigger = rowTrigger({ table, subject: column, label: 'fill', events: onInsertOrUpdate, body }, schema);
  return [
    {
      phase: 'expand',
      label: `fill_new_${table.name}_${column}`,
      purpose: `Makes a trigger that fills ${shown} where code that runs already leaves it NULL.`,
      transaction: 'file',
      work: createRowTrigger(trigger),
    },
    {
      phase: 'backfill',
      label: `fill_${table.name}_${column}`,
      purpose: `Fills ${shown} in the rows where it is NULL, in batches that commit one by one. It can be stopped and run again.`,
      transaction: 'none',
      work: [
        {
          kind: 'batched-change',
          table,
          change: [{ column, value }],
          where: { text: `${target} IS NULL` },
          key: walkKeyOf(schema, relationKey(schema, table)),
        },
      ],
    },
    ...way.steps,
    {
      phase: 'contract',
      label: `drop_${trigger.name}`,
      purpose: `Drops the trigger that filled ${shown}: code that left it NULL does not run any more.`,
      transaction: 'file',
      work: dropRowTrigger(trigger),
    },
  ];
}

/** What rows with NULL get: what the user says, or the default of the column where it is the same for every row. */
function valueFor({ table, column }: SetNotNull, { schema, answers }: PlanContext): Expression | undefined {
  const answer = answers.get(`${displayName(table)}.${column}`);
  if (answer !== undefined) return { text: answer };
  const fallback = tableOf(schema, table)?.columns.get(column)?.default;
  if (fallback === undefined || /^\s*null\b/i.test(fallback.text)) return undefined;
  return analyseExpression(fallback.text).isConstant ? { text: fallback.text } : undefined;
}

/** An UPDATE before it in the migration that fills the rows with NULL and does nothing else. */
function fillingBefore(operation: SetNotNull, { schema, operations = [] }: PlanContext): Update | undefined {
  const before = operations.slice(0, Math.max(0, operations.indexOf(operation)));
  return before.findLast((other): other is Update => other.kind === 'update' && fills(other, operation, schema));
}

function fills(update: Update, { table, column }: SetNotNull, schema: Schema): boolean {
  if (update.conditional === true || !isSameRelation(schema, update.table, table)) return false;
  const { where, assignments } = update;
  if ([update.from, update.with, update.alias, update.returning].some((clause) => clause !== undefined)) return false;
  const [assignment, ...others] = assignments;
  if (others.length > 0 || assignment?.columns.join() !== column) return false;
  if (/^\s*(?:null|default)\s*$/i.test(assignment.value.text)) return false;
  // A column that the migration adds is NULL in every row.
  return where === undefined ? isNewColumn(schema, table, column) : isNullTest(where, column);
}

function isNullTest({ text }: Expression, column: string): boolean {
  const { columns, tree } = analyseExpression(text);
  return (
    tree?.kind === 'is' && tree.test === 'null' && !tree.negated && columns.length === 1 && columns[0]?.name === column
  );
}

function always(shown: string): string {
  return `Deploy code that always fills ${shown}.`;
}

function emptyRows(shown: string, value: Expression | undefined): string {
  const way = `--set ${shown}=expression fills them first, in batches`;
  if (value === undefined) return `Rows where ${shown} is NULL make VALIDATE fail and nothing else; ${way}.`;
  return `Rows where ${shown} is NULL make VALIDATE fail and nothing else: ${value.text} cannot be computed in a trigger, so that no one fills them.`;
}
