import type { OperationOf } from '../core/operation.js';
import type { Table } from '../core/schema.js';
import type { Handlers } from './handlers.js';
import { changeTable, needTable } from './relations.js';
import { triggerFunctionKey } from './removal.js';
import type { State } from './state.js';

/** Triggers, policies and row security. */
export const triggerHandlers: Handlers = {
  'create-trigger': createTrigger,
  'drop-trigger': (state, { table, trigger }) => {
    changeTriggers(state, needTable(state, table), (triggers) => triggers.filter(({ name }) => name !== trigger));
  },
  'rename-trigger': (state, { table, trigger, newName }) => {
    changeTriggers(state, needTable(state, table), (triggers) =>
      triggers.map((known) => (known.name === trigger ? { ...known, name: newName } : known)),
    );
  },
  'set-trigger-state': (state, { table, trigger, state: wanted }) => {
    const enabled = wanted !== 'disable';
    changeTriggers(state, needTable(state, table), (triggers) =>
      triggers.map((known) => (trigger === undefined || known.name === trigger ? { ...known, enabled } : known)),
    );
  },
  'set-row-security': (state, { table, action }) => {
    if (action === 'force' || action === 'no-force') return;
    changeTable(state, needTable(state, table).key, { rowSecurity: action === 'enable' });
  },
  'create-policy': (state, { table, policy }) => {
    const { key, policies } = needTable(state, table);
    changeTable(state, key, { policies: [...policies.filter((name) => name !== policy), policy] });
  },
  'drop-policy': (state, { table, policy }) => {
    const { key, policies } = needTable(state, table);
    changeTable(state, key, { policies: policies.filter((name) => name !== policy) });
  },
  'rename-policy': (state, { table, policy, newName }) => {
    const { key, policies } = needTable(state, table);
    changeTable(state, key, { policies: policies.map((name) => (name === policy ? newName : name)) });
  },
};

function createTrigger(state: State, operation: OperationOf<'create-trigger'>): void {
  const { key, triggers } = needTable(state, operation.table);
  const others = triggers.filter(({ name }) => name !== operation.trigger);
  const trigger = { name: operation.trigger, function: operation.function, enabled: true };
  changeTable(state, key, { triggers: [...others, trigger] });
  state.link(state.triggersOf, triggerFunctionKey(state, operation.function), key);
}

function changeTriggers(state: State, table: Table, change: (triggers: Table['triggers']) => Table['triggers']): void {
  if (table.triggers.length > 0) changeTable(state, table.key, { triggers: change(table.triggers) });
}
