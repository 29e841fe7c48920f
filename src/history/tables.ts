import type { QualifiedName } from '../core/name.js';
import { relationKey } from '../core/schema.js';
import { createTable } from './create-table.js';
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
  insert: (state, { table }) => write(state, table),
  update: (state, { table }) => write(state, table),
  delete: (state, { table }) => write(state, table),
  merge: (state, { table }) => write(state, table),
  copy: (state, { table, direction }) => {
    if (table !== undefined && direction === 'from') write(state, table);
  },
};

function write(state: State, name: QualifiedName): void {
  const table = needTable(state, name);
  if (table.writtenIn !== state.transaction) changeTable(state, table.key, { writtenIn: state.transaction });
}
