import type { Effect } from '../../src/core/effect.js';
import { restOfTransaction } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import { isNewColumn, isNewType, lacksColumn } from '../../src/core/newness.js';
import type { Operation, OperationOf } from '../../src/core/operation.js';
import { replacementOf } from '../../src/core/replacement.js';
import { defineRule } from '../../src/core/rule.js';
import type { Problem } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { planFor } from '../../src/plans/plan-for.js';

export default defineRule({
  id: 'drop-column',
  family: 'data-loss',
  severity: 'error',
  summary: 'Dropping a column deletes its values and breaks the code that still uses it.',
  operations: ['drop-column', 'alter-composite-type'],
  messages: {
    losesColumn: {
      message: 'Dropping {{table}}.{{column}} deletes its value in every row of {{table}}.',
      why: 'Only a backup brings the values back, and running code that still reads or writes {{column}} fails from the commit until its next deployment is through.',
      instead:
        'First deploy code that no longer uses {{column}}, keep a copy where the values may be wanted again, and drop the column in a later deployment.',
    },
    losesAttribute: {
      message:
        'Dropping the attribute {{column}} of the type {{table}} deletes its value wherever a column of that type stores one.',
      why: 'Only a backup brings the values back, and running code that names the attribute, or sends a row with it, fails from the commit on.',
      instead: 'First deploy code that no longer uses {{column}}, and drop the attribute in a later deployment.',
    },
    losesGenerated: {
      message: 'Dropping the generated column {{table}}.{{column}} breaks the code that still reads it.',
      why: 'Its values can be computed again, but running code that names {{column}} fails from the commit until its next deployment is through.',
      instead: 'First deploy code that no longer reads {{column}}, and drop the column in a later deployment.',
      severity: 'warning',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    if (operation.kind === 'alter-composite-type') return dropsAttribute(operation, schema, effects);
    const { table, column } = operation;
    if (isNewColumn(schema, table, column) || lacksColumn(schema, table, column)) return undefined;
    // The rule drop-and-add-column says more about it.
    if (replacementOf(operation, schema, migration) !== undefined) return undefined;
    const generated = tableOf(schema, table)?.columns.get(column)?.generated !== undefined;
    const isAddedAgain = (later: Operation): boolean => later.kind === 'add-column' && later.column.name === column;
    if (generated && restOfTransaction(migration, operation, transaction).some(isAddedAgain)) return undefined;
    return {
      messageId: generated ? 'losesGenerated' : 'losesColumn',
      data: { table: displayName(table), column },
      effects: effects.filter(
        (effect) => (effect.kind === 'loses' && effect.cascaded !== true) || effect.kind === 'breaks',
      ),
    };
  },
  plan: planFor,
});

function dropsAttribute(
  { type, change, attribute }: OperationOf<'alter-composite-type'>,
  schema: Schema,
  effects: readonly Effect[],
): Problem<'losesAttribute'> | undefined {
  if (change !== 'drop-attribute' || isNewType(schema, type)) return undefined;
  return {
    messageId: 'losesAttribute',
    data: { table: displayName(type), column: attribute },
    effects: effects.filter(({ kind }) => kind === 'loses' || kind === 'breaks'),
  };
}
