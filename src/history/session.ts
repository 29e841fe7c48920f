import type { Handlers } from './handlers.js';
import { defaultSearchPath } from './state.js';
import type { State } from './state.js';

/** Transactions, the search path and the time zone. */
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
  'set-parameter': (state, { parameter, values, local }) => {
    if (parameter === 'timezone') {
      if (local) state.localTimeZone ??= { before: state.timeZone };
      state.setTimeZone(values[0]);
    }
    if (parameter !== 'search_path') return;
    if (local) state.localSearchPath ??= state.searchPath;
    state.setSearchPath(values.length === 0 ? defaultSearchPath : schemasIn(values));
  },
  'reset-parameter': (state, { parameter }) => {
    if (parameter === undefined || parameter === 'search_path') state.setSearchPath(defaultSearchPath);
    if (parameter === undefined || parameter === 'timezone') state.setTimeZone(undefined);
  },
};

/** The schemas a search path names; `"$user"` is left out because it seldom exists. */
function schemasIn(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter(isSchema);
}

function isSchema(name: string): boolean {
  return name !== '' && !/^"?\$user"?$/.test(name);
}

function endTransaction(state: State, chain: boolean): void {
  state.journal.stop();
  restoreLocalSettings(state);
  if (chain) state.journal.start();
}

/** `SET LOCAL` lasts as long as its transaction. */
export function restoreLocalSettings(state: State): void {
  if (state.localSearchPath !== undefined) {
    state.searchPath = state.localSearchPath;
    state.localSearchPath = undefined;
  }
  if (state.localTimeZone !== undefined) {
    state.timeZone = state.localTimeZone.before;
    state.localTimeZone = undefined;
  }
}
