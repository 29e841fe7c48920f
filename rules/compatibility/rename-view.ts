import { restOfTransaction } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import { isNamedAgain, earlierInTransaction, takesVacatedName } from '../../src/core/renames.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey } from '../../src/core/schema.js';
import { renameRelationBehindView } from '../../src/plans/rename-relation.js';
import { quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'rename-view',
  family: 'compatibility',
  severity: 'error',
  summary: 'Renaming a view breaks the code that still reads it under the old name.',
  operations: ['rename-view'],
  messages: {
    breaksCode: {
      message: 'Renaming the {{kind}} {{view}} to {{newName}} breaks every query that names {{view}}.',
      why: 'Running code fails with "relation {{view}} does not exist" from the commit until its next deployment is through.',
      instead:
        'Create {{newName}} beside it (CREATE VIEW {{sqlNewName}} AS SELECT * FROM {{sqlView}}), let the code move over, and drop the old name in a later deployment.',
    },
  },
  check(operation, { schema, effects, migration, transaction, before }) {
    const { view, newName, materialized } = operation;
    if (isNewTable(schema, view)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (isNamedAgain(relationKey(schema, view), rest, schema)) return undefined;
    if (takesVacatedName(operation, earlierInTransaction(before, transaction, operation.newName), schema))
      return undefined;
    return {
      messageId: 'breaksCode',
      data: {
        view: displayName(view),
        newName,
        kind: materialized ? 'materialized view' : 'view',
        sqlView: quoteQualified(view),
        sqlNewName: quoteQualified({ ...view, name: newName }),
      },
      effects: effects.filter((effect) => effect.kind === 'breaks'),
    };
  },
  plan: renameRelationBehindView,
});
