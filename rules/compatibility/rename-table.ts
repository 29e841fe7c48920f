import { restOfTransaction } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import type { QualifiedName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import { isNamedAgain, earlierInTransaction, takesVacatedName } from '../../src/core/renames.js';
import { defineRule } from '../../src/core/rule.js';
import { indexKey, relationKey, resolveName } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { renameRelationBehindView } from '../../src/plans/rename-relation.js';
import { quoteQualified } from '../../src/postgres/names.js';

export default defineRule({
  id: 'rename-table',
  family: 'compatibility',
  severity: 'error',
  summary: 'Renaming a table breaks the code that still uses the old name.',
  operations: ['rename-table'],
  messages: {
    breaksCode: {
      message: 'Renaming the table {{table}} to {{newName}} breaks every query that names {{table}}.',
      why: 'Running code fails with "relation {{table}} does not exist" from the commit until its next deployment is through, and new code fails until the commit: there is no order of the two without errors.',
      instead:
        'In the same transaction put a view in its place: CREATE VIEW {{sqlTable}} AS SELECT * FROM {{sqlNewName}}. A plain view can be written to like the table; drop it in a later deployment, when no running code uses it.',
    },
  },
  check(operation, { schema, effects, migration, transaction, before }) {
    const { table, newName } = operation;
    if (isNewTable(schema, table) || isIndexOrSequence(schema, table)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (isNamedAgain(relationKey(schema, table), rest, schema)) return undefined;
    if (takesVacatedName(operation, earlierInTransaction(before, transaction, operation.newName), schema))
      return undefined;
    return {
      messageId: 'breaksCode',
      data: {
        table: displayName(table),
        newName,
        sqlTable: quoteQualified(table),
        sqlNewName: quoteQualified({ ...table, name: newName }),
      },
      effects: effects.filter((effect) => effect.kind === 'breaks'),
    };
  },
  plan: renameRelationBehindView,
});

/** ALTER TABLE also renames indexes and sequences, which queries do not name. */
function isIndexOrSequence(schema: Schema, name: QualifiedName): boolean {
  const key = relationKey(schema, name);
  if (schema.tables.has(key) || schema.views.has(key)) return false;
  const sequence = resolveName(schema, name, (candidate) => schema.sequences.has(candidate));
  return schema.indexes.has(indexKey(schema, name)) || schema.sequences.has(sequence);
}
