import type { Expression } from '../core/expression.js';
import type { Schema } from '../core/schema.js';
import { withRowReferences } from '../postgres/expressions/row-reference.js';
import { quoteIdentifier } from '../postgres/names.js';
import { bareColumn } from './column-filling.js';
import type { Filling, NewColumn } from './column-filling.js';
import { writesIt } from './fill-by-default.js';
import { createRowTrigger, dropRowTrigger, onInsert, onInsertOrUpdate, rowTrigger } from './row-trigger.js';

/**
 * A value that depends on the row: a trigger fills it in where the code that does not know the column leaves it out, and
 * goes when the code writes it.
 */
export function byPassingTrigger(column: NewColumn, value: Expression, schema: Schema): Filling {
  const { table, shown, definition } = column;
  const target = quoteIdentifier(definition.name);
  const computed = withRowReferences(value, 'NEW')?.text ?? selectedFromRow(value, table.name);
  const body = [`IF NEW.${target} IS NULL THEN`, `  NEW.${target} := ${computed};`, 'END IF;'];
  const trigger = rowTrigger({ table, subject: definition.name, label: 'fill', events: onInsert, body }, schema);
  return {
    title: 'Add the column empty, fill it by a trigger and in batches, and then make it NOT NULL',
    column: bareColumn(definition),
    first: createRowTrigger(trigger),
    purpose: `Adds ${shown} empty, and a trigger that fills it in rows of the code that does not write it yet.`,
    backfill: { value, where: { text: `${target} IS NULL` } },
    enforceNotNull: true,
    enforced: 'contract',
    last: [
      {
        phase: 'contract',
        label: `drop_${trigger.name}`,
        purpose: `Drops the trigger that filled ${shown} for code that did not write it.`,
        transaction: 'file',
        work: dropRowTrigger(trigger),
      },
    ],
    deploy: { backfill: writesIt(shown) },
    notes: [],
    holes: [],
  };
}

/** Whatever the expression is: the row under the name of its table, for an expression to select from. */
function selectedFromRow({ text }: Expression, table: string): string {
  return `(SELECT (${text}) FROM (SELECT NEW.*) AS ${quoteIdentifier(table)})`;
}

/**
 * A stored generated column cannot be added without a rewrite, in no version. What comes closest is a plain column that a
 * trigger keeps, and it stays so.
 */
export function byLastingTrigger(column: NewColumn, expression: Expression, schema: Schema): Filling | undefined {
  const { table, shown, definition, required } = column;
  const computed = withRowReferences(expression, 'NEW');
  if (computed === undefined) return undefined;
  const target = quoteIdentifier(definition.name);
  const body = [`NEW.${target} := ${computed.text};`];
  const request = { table, subject: definition.name, label: 'generate', events: onInsertOrUpdate, body, last: true };
  const trigger = rowTrigger(request, schema);
  return {
    title: 'Add a plain column that a trigger computes, and fill it in batches',
    column: bareColumn(definition),
    first: createRowTrigger(trigger),
    purpose: `Adds ${shown} as a plain column, and a trigger that computes it in every row written from now on.`,
    backfill: { value: expression, where: { text: `${target} IS NULL AND (${expression.text}) IS NOT NULL` } },
    enforceNotNull: required,
    enforced: 'backfill',
    last: [],
    deploy: {},
    notes: [
      `What code writes to ${shown} is replaced by the trigger ${trigger.name}, where a generated column would refuse it.`,
    ],
    holes: [],
    differs: `${shown} ends as a plain column that the trigger ${trigger.name} keeps, not as a stored generated column: PostgreSQL adds one of those only by rewriting the table.`,
  };
}
