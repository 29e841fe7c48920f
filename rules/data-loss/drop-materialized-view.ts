import { restOfTransaction } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import { defineRule } from '../../src/core/rule.js';
import { isNamedAgain } from '../../src/core/renames.js';
import { relationKey } from '../../src/core/schema.js';
import { planFor } from '../../src/plans/plan-for.js';

export default defineRule({
  id: 'drop-materialized-view',
  family: 'data-loss',
  severity: 'warning',
  summary: 'Dropping a materialized view deletes its stored rows and breaks the code that reads it.',
  operations: ['drop-materialized-view'],
  messages: {
    losesView: {
      message: 'Dropping the materialized view {{view}} deletes its stored rows and its indexes.',
      why: 'Code that still reads {{view}} fails from the commit on. The rows can be computed again only as long as the tables they came from still hold the same data.',
      instead:
        'Drop it when no running code reads it. To change its query, create the new one under another name and swap the two by renaming them in one transaction.',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    const { view } = operation;
    const rest = restOfTransaction(migration, operation, transaction);
    if (isNewTable(schema, view) || isNamedAgain(relationKey(schema, view), rest, schema)) return undefined;
    return {
      messageId: 'losesView',
      data: { view: displayName(view) },
      effects: effects.filter((effect) => effect.kind === 'loses' && effect.cascaded !== true),
    };
  },
  plan: planFor,
});
