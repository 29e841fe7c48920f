import type { Operation } from '../core/operation.js';
import { relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { columnHandlers } from './columns.js';
import { blur } from './conditional.js';
import { constraintHandlers } from './constraints.js';
import type { Handlers } from './handlers.js';
import { indexHandlers } from './indexes.js';
import { objectHandlers } from './objects.js';
import { partitionHandlers } from './partitions.js';
import { removeTable } from './removal.js';
import { renameHandlers } from './renames.js';
import { restoreLocalSettings, sessionHandlers } from './session.js';
import { State } from './state.js';
import { tableHandlers } from './tables.js';
import { triggerHandlers } from './triggers.js';
import { typeHandlers } from './types.js';
import { viewHandlers } from './views.js';

const handlers: Handlers = {
  ...tableHandlers,
  ...columnHandlers,
  ...constraintHandlers,
  ...indexHandlers,
  ...partitionHandlers,
  ...viewHandlers,
  ...typeHandlers,
  ...objectHandlers,
  ...triggerHandlers,
  ...renameHandlers,
  ...sessionHandlers,
};

/**
 * Builds the schema from operations, one at a time. Whatever the operations are, it neither throws nor looks at more of
 * the schema than they touch.
 */
export class Replay {
  readonly #state: State;

  constructor(state = new State()) {
    this.#state = state;
  }

  /** The schema as built so far. It changes with every `apply`; the objects in it do not. */
  get schema(): Schema {
    return this.#state;
  }

  /** A replay that goes on from here on its own. What stands in an open transaction counts as committed in it. */
  fork(): Replay {
    return new Replay(this.#state.copy());
  }

  /** Begins a deployment: what it creates is new until the next one. Every deployment is a session of its own. */
  startDeploy(): void {
    const state = this.#state;
    state.journal.stop();
    state.replacedSettings.clear();
    state.settings.clear();
    for (const key of state.temporary) {
      if (state.tables.get(key)?.persistence === 'temporary') removeTable(state, key);
    }
    state.temporary.clear();
    state.deploy++;
    this.startTransaction();
  }

  /** Begins a transaction, which a `rollback` undoes up to here or to the `begin` after it. */
  startTransaction(): void {
    const state = this.#state;
    restoreLocalSettings(state);
    state.transaction++;
    state.journal.start();
  }

  /** Takes in one operation. Operations nested in it are not looked at: who walks them applies them. */
  apply(operation: Operation): void {
    const state = this.#state;
    // Each handler takes the operation of its own kind, and this one is looked up by the operation's kind.
    const handler = handlers[operation.kind] as ((state: State, operation: Operation) => void) | undefined;
    if (handler === undefined) return;
    if (operation.conditional !== true) {
      handler(state, operation);
      return;
    }
    const before = constraintNamesOf(state, operation);
    if (!isKnown(state, operation)) handler(state, operation);
    blur(state, operation, before);
  }
}

function constraintNamesOf(state: State, operation: Operation): ReadonlySet<string> {
  if (operation.kind !== 'add-constraint') return new Set();
  const table = state.tables.get(relationKey(state, operation.table));
  return new Set(table?.constraints.map(({ name }) => name));
}

/** Whether an operation that may not have run would create what is already there. */
function isKnown(state: State, operation: Operation): boolean {
  switch (operation.kind) {
    case 'create-table':
      return state.hasRelation(state.creationKey(operation.table));
    case 'create-enum':
    case 'create-composite-type':
      return state.types.has(state.creationKey(operation.type));
    case 'create-domain':
      return state.types.has(state.creationKey(operation.domain));
    case 'create-sequence':
      return state.hasRelation(state.creationKey(operation.sequence));
    case 'create-materialized-view':
      return state.hasRelation(state.creationKey(operation.view));
    case 'add-column':
      return state.tables.get(relationKey(state, operation.table))?.columns.has(operation.column.name) === true;
    case 'add-constraint': {
      const { kind, name } = operation.constraint;
      const table = state.tables.get(relationKey(state, operation.table));
      // A table has one primary key, whatever its name.
      if (kind === 'primary-key' && table?.constraints.some(({ definition }) => definition.kind === kind) === true) {
        return true;
      }
      return name !== undefined && table?.constraints.some((constraint) => constraint.name === name) === true;
    }
    default:
      return false;
  }
}
