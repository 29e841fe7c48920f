import type { ObjectKey } from '../core/name.js';
import { qualifiedNameOf } from '../core/name.js';
import type { OperationOf, QueryUse } from '../core/operation.js';
import { relationKey, resolveName } from '../core/schema.js';
import type { Table, Trigger } from '../core/schema.js';
import type { Handlers } from './handlers.js';
import { changeTable, needTable } from './relations.js';
import { triggerFunctionKey } from './removal.js';
import { membersOf } from './state.js';
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
  'create-policy': (state, { table, policy, reads }) => {
    const { key, policies } = needTable(state, table);
    changeTable(state, key, { policies: [...policies.filter((name) => name !== policy), policy] });
    setPolicyColumns(state, key, policy, reads);
  },
  'alter-policy': (state, { table, policy, reads }) => {
    if (reads !== undefined) setPolicyColumns(state, needTable(state, table).key, policy, reads);
  },
  'drop-policy': (state, { table, policy }) => {
    const { key, policies } = needTable(state, table);
    changeTable(state, key, { policies: policies.filter((name) => name !== policy) });
    setPolicyColumns(state, key, policy, undefined);
  },
  'rename-policy': (state, { table, policy, newName }) => {
    const { key, policies, policyColumns } = needTable(state, table);
    const entries = [...(policyColumns ?? [])].map(([name, used]) => [name === policy ? newName : name, used] as const);
    changeTable(state, key, {
      policies: policies.map((name) => (name === policy ? newName : name)),
      policyColumns: new Map(entries),
    });
  },
};

/** Notes which columns of its table a policy uses; nothing when it is gone. */
function setPolicyColumns(state: State, key: ObjectKey, policy: string, reads: QueryUse | undefined): void {
  const table = state.tables.get(key);
  if (table === undefined) return;
  const policyColumns = new Map(table.policyColumns);
  if (reads === undefined) policyColumns.delete(policy);
  else policyColumns.set(policy, ownColumns(state, key, reads));
  changeTable(state, key, { policyColumns });
}

/** The columns an expression on a table names, bare or through the table. */
function ownColumns(state: State, key: ObjectKey, reads: QueryUse): readonly string[] {
  return reads.columns.flatMap(({ relation, column }) =>
    relation === undefined || relationKey(state, relation) === key ? [column] : [],
  );
}

function createTrigger(state: State, operation: OperationOf<'create-trigger'>): void {
  const { key, triggers } = needTable(state, operation.table);
  const others = triggers.filter(({ name }) => name !== operation.trigger);
  const called = resolveName(state, operation.function, (candidate) => state.functions.has(candidate));
  const trigger: Trigger = {
    name: operation.trigger,
    function: qualifiedNameOf(called),
    enabled: true,
    ...(operation.initiallyDeferred === true ? { initiallyDeferred: true } : {}),
  };
  changeTable(state, key, { triggers: [...others, trigger] });
  state.link(state.triggersOf, called, key);
}

function changeTriggers(state: State, table: Table, change: (triggers: Table['triggers']) => Table['triggers']): void {
  if (table.triggers.length > 0) changeTable(state, table.key, { triggers: change(table.triggers) });
}

/** Gives a function another key. Triggers call it by its identity, so they follow, whether or not the history shows it. */
export function moveFunction(state: State, from: ObjectKey, to: ObjectKey): void {
  if (from === to) return;
  const known = state.functions.get(from);
  if (known !== undefined) {
    state.remove(state.functions, from);
    state.leave(from);
    state.put(state.functions, to, { ...known, key: to });
    state.join(to);
  }
  for (const key of membersOf(state.triggersOf, from)) {
    const triggers = state.tables.get(key)?.triggers.map((trigger) => {
      return triggerFunctionKey(trigger) === from ? { ...trigger, function: qualifiedNameOf(to) } : trigger;
    });
    if (triggers !== undefined) changeTable(state, key, { triggers });
    state.unlink(state.triggersOf, from, key);
    state.link(state.triggersOf, to, key);
  }
}
