import { displayName } from '../../src/core/name.js';
import { isNewColumn, lacksColumn } from '../../src/core/newness.js';
import { replacementOf } from '../../src/core/replacement.js';
import { defineRule } from '../../src/core/rule.js';
import { dropColumnLast } from '../../src/plans/drop-column.js';
import { quoteIdentifier, quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'drop-and-add-column',
  family: 'data-loss',
  severity: 'error',
  summary: 'A column dropped and added again, or under another name, comes back empty.',
  operations: ['drop-column'],
  messages: {
    looksLikeRename: {
      message:
        '{{table}}.{{column}} is dropped and {{table}}.{{added}} is added: this looks like a rename, but {{added}} starts without the values of {{column}}.',
      why: 'Tools that compare models with tables cannot tell a rename from a drop and an add. The values of {{column}} are deleted in every row, and only a backup brings them back.',
      instead:
        'If a rename is meant, add {{added}}, let the code write both columns, fill {{added}} from {{column}} in batches, and drop {{column}} in a later deployment; with a maintenance window ALTER TABLE {{sqlTable}} RENAME COLUMN {{sqlColumn}} TO {{sqlAdded}} is enough. If it is not, drop {{column}} in a later deployment, when no running code uses it.',
    },
    addedAgain: {
      message: '{{table}}.{{column}} is dropped and added again: it comes back without the values it had.',
      why: 'Some ORMs (TypeORM among them) change a type or a length this way. Every row loses its value, and only a backup brings it back.',
      instead:
        'Change the column in place with ALTER TABLE {{sqlTable}} ALTER COLUMN {{sqlColumn}} TYPE ... USING ...; where that would rewrite a large table, add a column of a new name, fill it in batches and switch the code over.',
    },
  },
  check(operation, { schema, effects, migration }) {
    const { table, column } = operation;
    if (isNewColumn(schema, table, column) || lacksColumn(schema, table, column)) return undefined;
    const replacement = replacementOf(operation, schema, migration);
    if (replacement === undefined) return undefined;
    const added = replacement.column.name;
    return {
      messageId: added === column ? 'addedAgain' : 'looksLikeRename',
      data: {
        table: displayName(table),
        column,
        added,
        sqlTable: quoteQualified(table),
        sqlColumn: quoteIdentifier(column),
        sqlAdded: quoteIdentifier(added),
      },
      effects: effects.filter((effect) => effect.kind === 'loses' && effect.cascaded !== true),
    };
  },
  plan: dropColumnLast,
});
