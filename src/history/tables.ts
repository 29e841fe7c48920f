import type { QualifiedName } from '../core/name.js';
import { relationKey } from '../core/schema.js';
import { createTable } from './create-table.js';
import { leavesDeferredChecks } from '../postgres/deferred-checks.js';
import type { RowWrite } from '../postgres/deferred-checks.js';
import type { Handlers } from './handlers.js';
import { changeTable, needTable } from './relations.js';
import { removeTable } from './removal.js';
import type { State } from './state.js';

/** Tables, and what the transaction writes into them. */
export const tableHandlers: Handlers = {
  'create-table': createTable,
  'drop-table': (state, { table }) => removeTable(state, relationKey(state, table)),
  'set-persistence': (state, { table, persistence }) => {
    changeTable(state, needTable(state, table).key, { persistence });
  },
  insert: (state, { table }) => write(state, table, 'insert'),
  update: (state, { table, columns }) => write(state, table, { updates: columns }),
  delete: (state, { table }) => write(state, table, 'delete'),
  merge: (state, { table }) => write(state, table, 'any'),
  copy: (state, { table, direction }) => {
    if (table !== undefined && direction === 'from') write(state, table, 'insert');
  },
};

function write(state: State, name: QualifiedName, rows: RowWrite): void {
  const { key, writtenIn, pendingIn } = needTable(state, name);
  const { transaction } = state;
  if (writtenIn !== transaction) changeTable(state, key, { writtenIn: transaction });
  if (pendingIn !== transaction && leavesDeferredChecks(rows, key, state)) {
    changeTable(state, key, { pendingIn: transaction });
  }
}
