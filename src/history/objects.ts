import type { QualifiedName, ObjectKey } from '../core/name.js';
import { relationKey, resolveName, typeKey } from '../core/schema.js';
import type { OperationOf, OwnedBy, Volatility } from '../core/operation.js';
import type { Sequence } from '../core/schema.js';
import type { Handlers } from './handlers.js';
import { changeTable, needTable, putSequence } from './relations.js';
import { removeRelation, removeSequence, triggerFunctionKey } from './removal.js';
import { membersOf } from './state.js';
import type { State } from './state.js';
import { forgetType } from './types.js';

/** Sequences, functions and schemas. */
export const objectHandlers: Handlers = {
  'create-sequence': (state, { sequence, ifNotExists, ownedBy }) => {
    const key = state.creationKey(sequence);
    if (state.hasRelation(key)) {
      if (ifNotExists) return;
      removeRelation(state, key);
    }
    putSequence(state, { key, birth: state.birth, ...ownership(state, ownedBy) });
  },
  'alter-sequence': (state, { sequence, ownedBy }) => {
    const key = sequenceKey(state, sequence);
    if (ownedBy === undefined) return;
    const before = state.sequences.get(key) ?? { key, birth: state.oldBirth };
    putSequence(state, { key, birth: before.birth, ...ownership(state, ownedBy) });
  },
  'drop-sequence': (state, { sequence }) => removeSequence(state, sequenceKey(state, sequence)),
  'create-function': createFunction,
  'drop-object': dropObject,
  'create-statistics': (state, { table, name }) => {
    if (name === undefined) return;
    const { key, statistics = [] } = needTable(state, table);
    changeTable(state, key, { statistics: [...statistics, state.creationKey(name)] });
  },
  'drop-schema': (state, { schema }) => {
    for (const key of membersOf(state.membersOf, schema)) {
      removeRelation(state, key);
      forgetType(state, key);
      removeFunction(state, key, true);
    }
  },
};

function sequenceKey(state: State, name: QualifiedName): ObjectKey {
  return resolveName(state, name, (key) => state.sequences.has(key));
}

function ownership(state: State, ownedBy: OwnedBy | undefined): Pick<Sequence, 'ownedBy'> {
  if (ownedBy === undefined || ownedBy === null) return {};
  return { ownedBy: { table: relationKey(state, ownedBy.table), column: ownedBy.column } };
}

const order: Readonly<Record<Volatility, number>> = { immutable: 0, stable: 1, volatile: 2 };

/** Functions are kept by name: of overloads the most volatile counts, and one that is replaced may be another overload. */
function createFunction(state: State, operation: OperationOf<'create-function'>): void {
  const key = state.creationKey(operation.function);
  const before = state.functions.get(key);
  const { language } = operation;
  const volatility =
    before !== undefined && order[before.volatility] > order[operation.volatility] && !operation.orReplace
      ? before.volatility
      : operation.volatility;
  state.put(state.functions, key, {
    key,
    birth: before?.birth ?? state.birth,
    volatility,
    language,
    // Of an overload that is no trigger function others may make use.
    ...(operation.returnsTrigger && (before === undefined || before.returnsTrigger === true)
      ? { returnsTrigger: true }
      : {}),
  });
  state.join(key);
}

function dropObject(state: State, { objectType, name, cascade }: OperationOf<'drop-object'>): void {
  if (name === undefined) return;
  if (/^(?:function|procedure|routine|aggregate)$/.test(objectType)) {
    removeFunction(
      state,
      resolveName(state, name, (key) => state.functions.has(key)),
      cascade,
    );
  } else if (objectType === 'foreign-table') removeRelation(state, relationKey(state, name));
  else if (/^(?:type|domain)$/.test(objectType)) forgetType(state, typeKey(state, name));
}

function removeFunction(state: State, key: ObjectKey, cascade: boolean): void {
  if (state.functions.has(key)) {
    state.remove(state.functions, key);
    state.leave(key);
  }
  if (!cascade) return;
  for (const table of membersOf(state.triggersOf, key)) {
    const triggers = state.tables.get(table)?.triggers;
    if (triggers === undefined) continue;
    const kept = triggers.filter((trigger) => triggerFunctionKey(trigger) !== key);
    changeTable(state, table, { triggers: kept });
    state.unlink(state.triggersOf, key, table);
  }
}
