import { displayName } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import { effectsOf } from '../postgres/effects/index.js';
import { withRowReferences } from '../postgres/expressions/row-reference.js';
import { quoteIdentifier } from '../postgres/names.js';
import { isComparedByEquality } from '../postgres/types.js';
import { createRowTrigger, onInsertOrUpdate, rowTrigger, triggerNotes } from './row-trigger.js';
import { walkKeyOf } from './walk-key.js';

/**
 * SET EXPRESSION of a stored generated column, which writes the table anew: the column stops being generated, which is
 * quick, a trigger computes the new expression, and the rows that exist get it in batches.
 */
export function setExpressionInSteps(
  operation: OperationOf<'set-generated-expression'>,
  context: PlanContext,
): OperationPlan | undefined {
  const { schema, postgres } = context;
  const { table, column, expression } = operation;
  const key = relationKey(schema, table);
  const known = schema.tables.get(key)?.columns.get(column);
  const rewrites = effectsOf(operation, schema, { postgres }).some(({ kind }) => kind === 'rewrites');
  const computed = withRowReferences(expression, 'NEW');
  if (known?.generated?.storage !== 'stored' || !rewrites || computed === undefined) return undefined;
  if (known.type === undefined || !isComparedByEquality(known.type) || schema.childrenOf.has(key)) return undefined;
  const shown = `${displayName(table)}.${column}`;
  const target = quoteIdentifier(column);
  const body = [`NEW.${target} := ${computed.text};`];
  const request = { table, subject: column, label: 'generate', events: onInsertOrUpdate, body, last: true };
  const trigger = rowTrigger(request, schema);
  return {
    title: 'Let a trigger compute the column from now on, and compute it again in batches',
    steps: [
      {
        phase: 'expand',
        label: `compute_${table.name}_${column}`,
        purpose: `Makes ${shown} a plain column that a trigger computes by the new expression, in every row written from now on.`,
        transaction: 'file',
        work: [[{ kind: 'drop-generated-expression', table, column, ifExists: false }], ...createRowTrigger(trigger)],
      },
      {
        phase: 'backfill',
        label: `fill_${table.name}_${column}`,
        purpose: `Computes ${shown} by the new expression in the rows that exist, in batches that commit one by one. It can be stopped and run again.`,
        transaction: 'none',
        work: [
          {
            kind: 'batched-change',
            table,
            change: [{ column, value: expression }],
            where: { text: `${target} IS DISTINCT FROM (${expression.text})` },
            key: walkKeyOf(schema, key),
          },
        ],
      },
    ],
    deploy: {
      expand: `Until the backfill is through, ${shown} follows the old expression in some rows and the new one in others.`,
    },
    differs: `${shown} ends as a plain column that the trigger ${trigger.name} keeps, not as a stored generated column: PostgreSQL computes one of those anew only by rewriting the table.`,
    notes: [
      `What code writes to ${shown} is replaced by the trigger, where a generated column would refuse it.`,
      ...triggerNotes(schema, key),
    ],
    holes: [],
  };
}
