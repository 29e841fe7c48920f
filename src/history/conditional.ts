import type { Operation, OperationKind } from '../core/operation.js';
import { relationKey } from '../core/schema.js';
import { replaceConstraint } from './constraint-store.js';
import { changeColumn, changeTable } from './relations.js';
import type { State } from './state.js';

/**
 * After an operation was applied that may not have run (it stands in an IF, a LOOP or an EXCEPTION block): takes back what
 * would let later operations look harmless. What it made or removed is believed, as with IF NOT EXISTS and IF EXISTS, but
 * its table is no longer known in full; a type, a NOT NULL or a validity that it may have changed becomes unknown.
 */
export function blur(state: State, operation: Operation, constraintsBefore: ReadonlySet<string>): void {
  if (!('table' in operation) || operation.table === undefined) return;
  const key = relationKey(state, operation.table);
  const table = state.tables.get(key);
  if (table === undefined || !changesTables.has(operation.kind)) return;
  if (table.complete) changeTable(state, key, { complete: false });
  switch (operation.kind) {
    case 'set-not-null':
    case 'drop-not-null':
      changeColumn(state, key, operation.column, { notNull: 'unknown' });
      break;
    case 'alter-column-type':
      changeColumn(state, key, operation.column, { type: undefined });
      break;
    case 'set-default':
    case 'drop-default':
      changeColumn(state, key, operation.column, { default: undefined, known: false });
      break;
    case 'add-constraint':
    case 'validate-constraint':
      for (const { name } of table.constraints) {
        const isItsOwn =
          operation.kind === 'validate-constraint' ? name === operation.name : !constraintsBefore.has(name);
        if (isItsOwn) replaceConstraint(state, key, name, { valid: false });
      }
      break;
    default:
      break;
  }
}

const changesTables: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'create-table',
  'rename-table',
  'add-column',
  'drop-column',
  'rename-column',
  'alter-column-type',
  'set-default',
  'drop-default',
  'set-not-null',
  'drop-not-null',
  'add-constraint',
  'validate-constraint',
  'drop-constraint',
]);
