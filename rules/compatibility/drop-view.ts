import { restOfTransaction } from '../../src/core/later.js';
import type { QualifiedName } from '../../src/core/name.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import type { OperationOf } from '../../src/core/operation.js';
import { isNamedAgain } from '../../src/core/renames.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey } from '../../src/core/schema.js';
import { planFor } from '../../src/plans/plan-for.js';

export default defineRule({
  id: 'drop-view',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Dropping a view breaks the code that still reads it.',
  operations: ['drop-view', 'drop-object'],
  messages: {
    breaksReaders: {
      message: 'Dropping the {{kind}} {{view}} breaks every query that names it.',
      why: 'Running code that still reads {{view}} fails with "relation {{view}} does not exist" from the commit until its next deployment is through.',
      instead:
        'Drop it in a later deployment, when no running code reads it. To change its query use CREATE OR REPLACE VIEW, or drop and create it in one transaction.',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    const view = viewOf(operation);
    if (view === undefined || isNewTable(schema, view)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (isNamedAgain(relationKey(schema, view), rest, schema)) return undefined;
    return {
      messageId: 'breaksReaders',
      data: { view: displayName(view), kind: operation.kind === 'drop-view' ? 'view' : 'foreign table' },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
  plan: planFor,
});

function viewOf(operation: OperationOf<'drop-view' | 'drop-object'>): QualifiedName | undefined {
  if (operation.kind === 'drop-view') return operation.view;
  return operation.objectType === 'foreign-table' ? operation.name : undefined;
}
