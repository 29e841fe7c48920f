import { displayName } from '../../src/core/name.js';
import { isNewColumn } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { listed } from '../../src/core/wording.js';
import { batchRows } from '../../src/plans/batch-rows.js';
import { isAlwaysTrue } from '../../src/postgres/expressions/index.js';
import { quoteIdentifier } from '../../src/postgres/names.js';

export default defineRule({
  id: 'update-without-where',
  family: 'data-loss',
  severity: 'warning',
  summary: 'UPDATE without a condition, or with one that is always true, overwrites every row.',
  operations: ['update'],
  messages: {
    overwrites: {
      message: 'UPDATE {{how}} gives {{columns}} of every row of {{table}} the same value.',
      why: 'Every row holds a value there already, because the column is NOT NULL. All of those values are lost, and only a backup brings them back.',
      instead: 'Say with WHERE which rows are meant, or keep the old values first in a column or table of their own.',
      severity: 'error',
    },
    mayOverwrite: {
      message: 'UPDATE {{how}} overwrites {{columns}} in every row of {{table}}.',
      why: 'Values that are there already are lost: those of older rows, and those that new code has written since the column was added.',
      instead: 'Add WHERE {{first}} IS NULL (or what tells an empty value) so that only empty values are filled.',
    },
    transforms: {
      message: 'UPDATE {{how}} replaces {{columns}} in every row of {{table}} by a value made from the old one.',
      why: 'The old values are not kept. A mistake in the expression, or a second run of the migration, cannot be mended.',
      instead:
        'Write the result to a new column and switch over to it later, or restrict the UPDATE to the rows whose value still has the old form, so that it may run twice.',
    },
  },
  check(operation, { schema, effects }) {
    const { table, where, limited } = operation;
    if (limited || (where !== undefined && !isAlwaysTrue(where))) return undefined;
    const columns = operation.columns.filter((column) => !isNewColumn(schema, table, column));
    const [first] = columns;
    if (first === undefined) return undefined;
    const how = where === undefined ? 'without WHERE' : `with WHERE ${where.text}, which is always true,`;
    return {
      messageId: consequence(operation, columns, schema),
      data: { table: displayName(table), columns: listed(columns), first: quoteIdentifier(first), how },
      effects: effects.filter((effect) => effect.kind === 'loses'),
    };
  },
  plan: batchRows,
});

function consequence(
  { table, query }: OperationOf<'update'>,
  columns: readonly string[],
  schema: Schema,
): 'overwrites' | 'mayOverwrite' | 'transforms' {
  const read = query.columns.map(({ column }) => column);
  if (columns.some((column) => read.includes(column))) return 'transforms';
  const known = tableOf(schema, table)?.columns;
  const isConstant = read.length === 0 && query.functions.length === 0 && query.relations.length === 0;
  // A column with a default may have been added lately and still wait for its real values.
  const hasValues = columns.some((column) => {
    const { notNull, default: initially } = known?.get(column) ?? { notNull: 'unknown' };
    return notNull === true && initially === undefined;
  });
  return isConstant && hasValues ? 'overwrites' : 'mayOverwrite';
}
