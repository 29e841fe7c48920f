import type { Handlers } from './handlers.js';
import { changeTable } from './relations.js';
import type { Setting, State } from './state.js';

/** Transactions, and the settings that change what statements mean. */
export const sessionHandlers: Handlers = {
  begin: (state) => state.journal.start(),
  commit: (state, { chain }) => endTransaction(state, chain),
  rollback: (state, { chain }) => {
    state.journal.rollback();
    endTransaction(state, chain);
  },
  'prepare-transaction': (state) => endTransaction(state, false),
  savepoint: (state, { name }) => state.journal.savepoint(name),
  'rollback-to-savepoint': (state, { name }) => state.journal.rollbackToSavepoint(name),
  'release-savepoint': (state, { name }) => state.journal.releaseSavepoint(name),
  'set-constraints': (state, { mode, constraints }) => {
    if (mode === 'immediate')
      runChecks(
        state,
        constraints?.map(({ name }) => name),
      );
  },
  'set-parameter': (state, { parameter, values, local }) => {
    if (parameter !== 'search_path' && parameter !== 'timezone') return;
    if (local && !state.replacedSettings.has(parameter)) {
      state.replacedSettings.set(parameter, state.settings.get(parameter));
    }
    const isDefault = values.length === 0;
    change(state, parameter, isDefault ? undefined : parameter === 'search_path' ? schemasIn(values) : values);
  },
  'reset-parameter': (state, { parameter }) => {
    for (const setting of ['search_path', 'timezone'] as const) {
      if (parameter === undefined || parameter === setting) change(state, setting, undefined);
    }
  },
};

/** Checks that were left for the end of the transaction run at once: those of the named constraints, or all. */
function runChecks(state: State, names: readonly string[] | undefined): void {
  for (const { key, pendingIn, constraints } of state.tables.values()) {
    if (pendingIn !== state.transaction) continue;
    const deferred = constraints.filter(({ definition }) => definition.initiallyDeferred === true);
    if (names !== undefined && !deferred.every(({ name }) => names.includes(name))) continue;
    changeTable(state, key, { pendingIn: undefined });
  }
}

function change(state: State, setting: Setting, values: readonly string[] | undefined): void {
  if (values === undefined) state.remove(state.settings, setting);
  else state.put(state.settings, setting, values);
}

/** The schemas a search path names; `"$user"` is left out because it seldom exists. */
function schemasIn(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !/^"?\$user"?$/.test(name));
}

function endTransaction(state: State, chain: boolean): void {
  state.journal.stop();
  restoreLocalSettings(state);
  if (chain) state.journal.start();
}

/** `SET LOCAL` lasts as long as its transaction. */
export function restoreLocalSettings(state: State): void {
  for (const [setting, values] of state.replacedSettings) change(state, setting, values);
  state.replacedSettings.clear();
}
