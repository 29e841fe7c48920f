import { restOfTransaction, writtenOfKind } from '../../src/core/later.js';
import type { Migration } from '../../src/core/migration.js';
import type { QualifiedName } from '../../src/core/name.js';
import { displayName } from '../../src/core/name.js';
import { isNewFunction } from '../../src/core/newness.js';
import { defineRule } from '../../src/core/rule.js';
import { resolveName } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';

const routines: ReadonlySet<string> = new Set(['function', 'procedure', 'routine', 'aggregate']);

export default defineRule({
  id: 'drop-function',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Dropping a function breaks the code that still calls it.',
  operations: ['drop-object'],
  messages: {
    breaksCallers: {
      message: 'Dropping the {{kind}} {{name}} breaks every query that calls it.',
      why: 'Running code that still calls {{name}} fails from the commit until its next deployment is through. PL/pgSQL functions that call it are not checked and fail when they run.',
      instead:
        'Drop it in a later deployment, when no running code calls it. To change its body use CREATE OR REPLACE; to change its arguments create the new one beside it.',
    },
  },
  check(operation, { schema, effects, migration, transaction }) {
    const { objectType, name } = operation;
    if (!routines.has(objectType) || name === undefined || isNewFunction(schema, name)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    if (rest.some((later) => later.kind === 'create-function' && isSame(later.function, name))) return undefined;
    if (isTriggerFunction(name, schema, migration)) return undefined;
    return {
      messageId: 'breaksCallers',
      data: { kind: objectType, name: displayName(name) },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
});

/**
 * Clients do not call the function of a trigger. It is one when a trigger of the history uses it, or when the same migration
 * drops triggers or tables and so tidies up after them.
 */
function isTriggerFunction(name: QualifiedName, schema: Schema, migration: Migration): boolean {
  if ((schema.triggersOf.get(resolveName(schema, name, (key) => schema.triggersOf.has(key)))?.size ?? 0) > 0)
    return true;
  return writtenOfKind(migration, 'drop-trigger').length > 0 || writtenOfKind(migration, 'drop-table').length > 0;
}

function isSame(a: QualifiedName, b: QualifiedName): boolean {
  return a.name === b.name && (a.schema ?? 'public') === (b.schema ?? 'public');
}
