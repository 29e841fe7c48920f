import { displayName } from '../../src/core/name.js';
import { isNewColumn, lacksColumn } from '../../src/core/newness.js';
import { replacementOf } from '../../src/core/replacement.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';

export default defineRule({
  id: 'drop-column',
  family: 'data-loss',
  severity: 'error',
  summary: 'Dropping a column deletes its values and breaks the code that still uses it.',
  operations: ['drop-column'],
  messages: {
    losesColumn: {
      message: 'Dropping {{table}}.{{column}} deletes its value in every row of {{table}}.',
      why: 'Only a backup brings the values back, and running code that still reads or writes {{column}} fails from the commit until its next deployment is through.',
      instead:
        'First deploy code that no longer uses {{column}}, keep a copy where the values may be wanted again, and drop the column in a later deployment.',
    },
    losesGenerated: {
      message: 'Dropping the generated column {{table}}.{{column}} breaks the code that still reads it.',
      why: 'Its values can be computed again, but running code that names {{column}} fails from the commit until its next deployment is through.',
      instead: 'First deploy code that no longer reads {{column}}, and drop the column in a later deployment.',
      severity: 'warning',
    },
  },
  check(operation, { schema, effects, migration }) {
    const { table, column } = operation;
    if (isNewColumn(schema, table, column) || lacksColumn(schema, table, column)) return undefined;
    // The rule drop-and-add-column says more about it.
    if (replacementOf(operation, schema, migration) !== undefined) return undefined;
    const generated = tableOf(schema, table)?.columns.get(column)?.generated !== undefined;
    return {
      messageId: generated ? 'losesGenerated' : 'losesColumn',
      data: { table: displayName(table), column },
      effects: effects.filter(
        (effect) => (effect.kind === 'loses' && effect.cascaded !== true) || effect.kind === 'breaks',
      ),
    };
  },
});
