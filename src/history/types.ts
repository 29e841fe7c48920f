import type { ObjectKey, QualifiedName } from '../core/name.js';
import { nameOf, qualifiedNameOf } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import { typeKey } from '../core/schema.js';
import type { TypeDefinition } from '../core/schema.js';
import { chooseName } from '../postgres/names.js';
import type { Handlers } from './handlers.js';
import { changeColumn, putType, userTypeOf } from './relations.js';
import { removeColumn } from './removal.js';
import { membersOf } from './state.js';
import type { State } from './state.js';

export const typeHandlers: Handlers = {
  'create-enum': (state, { type, labels }) => {
    const { birth } = state;
    const key = state.creationKey(type);
    putType(state, { key, birth, kind: 'enum', labels: labels.map((label) => ({ label, birth })) });
  },
  'add-enum-value': addEnumValue,
  'rename-enum-value': (state, { type, value, newValue }) => {
    const known = state.types.get(typeKey(state, type));
    if (known?.kind !== 'enum') return;
    const labels = known.labels.map((entry) => (entry.label === value ? { ...entry, label: newValue } : entry));
    putType(state, { ...known, labels });
  },
  'create-domain': createDomain,
  'alter-domain': alterDomain,
  'create-composite-type': (state, { type, attributes }) => {
    putType(state, { key: state.creationKey(type), birth: state.birth, kind: 'composite', attributes });
  },
  'alter-composite-type': (state, { type }) => {
    // The operation does not say what the attribute becomes, so the attributes are no longer known.
    const known = state.types.get(typeKey(state, type));
    if (known?.kind === 'composite') putType(state, { key: known.key, birth: known.birth, kind: 'other' });
  },
  'create-type': (state, { type }) => {
    const key = state.creationKey(type);
    if (!state.types.has(key)) putType(state, { key, birth: state.birth, kind: 'other' });
  },
  'drop-type': (state, { type, cascade }) => removeType(state, typeKey(state, type), cascade),
  'drop-domain': (state, { domain, cascade }) => removeType(state, typeKey(state, domain), cascade),
};

function addEnumValue(state: State, { type, value, before, after }: OperationOf<'add-enum-value'>): void {
  const known = state.types.get(typeKey(state, type));
  if (known?.kind !== 'enum' || known.labels.some(({ label }) => label === value)) return;
  const labels = [...known.labels];
  const neighbour = labels.findIndex(({ label }) => label === (before ?? after));
  const place = neighbour === -1 ? labels.length : before === undefined ? neighbour + 1 : neighbour;
  labels.splice(place, 0, { label: value, birth: state.birth, added: true });
  putType(state, { ...known, labels });
}

type Domain = Extract<TypeDefinition, { kind: 'domain' }>;

function createDomain(state: State, operation: OperationOf<'create-domain'>): void {
  const key = state.creationKey(operation.domain);
  let domain: Domain = {
    key,
    birth: state.birth,
    kind: 'domain',
    base: operation.type,
    notNull: operation.notNull,
    ...(operation.default === undefined ? {} : { default: operation.default }),
    checks: [],
  };
  for (const { name, expression } of operation.checks) domain = withCheck(domain, name, expression, true);
  putType(state, domain);
}

function withCheck(
  domain: Domain,
  name: string | undefined,
  expression: Domain['checks'][number]['expression'],
  valid: boolean,
): Domain {
  const taken = (candidate: string): boolean => domain.checks.some((check) => check.name === candidate);
  const chosen = name ?? chooseName(nameOf(domain.key), undefined, 'check', taken);
  return { ...domain, checks: [...domain.checks, { name: chosen, expression, valid }] };
}

function alterDomain(state: State, { domain: name, change }: OperationOf<'alter-domain'>): void {
  const domain = state.types.get(typeKey(state, name));
  if (domain?.kind === 'domain') putType(state, changedDomain(domain, change));
}

function changedDomain(domain: Domain, change: OperationOf<'alter-domain'>['change']): Domain {
  switch (change.kind) {
    case 'add-check':
      return withCheck(domain, change.check.name, change.check.expression, !change.check.notValid);
    case 'validate-constraint':
      return {
        ...domain,
        checks: domain.checks.map((check) => (check.name === change.name ? { ...check, valid: true } : check)),
      };
    case 'drop-constraint':
      return { ...domain, checks: domain.checks.filter((check) => check.name !== change.name) };
    case 'set-not-null':
      return { ...domain, notNull: true };
    case 'drop-not-null':
      return { ...domain, notNull: false };
    case 'set-default':
      return { ...domain, default: change.default };
    case 'drop-default':
      return { ...domain, default: undefined };
  }
}

/** Removes a type; with CASCADE the columns of it go as well. */
function removeType(state: State, key: ObjectKey, cascade: boolean): void {
  if (cascade) {
    for (const table of membersOf(state.tablesOfType, key)) {
      for (const column of [...(state.tables.get(table)?.columns.values() ?? [])]) {
        if (userTypeOf(state, column) === key) removeColumn(state, table, column.name);
      }
    }
  }
  forgetType(state, key);
}

/** Takes a type off the schema and leaves alone what uses it. */
export function forgetType(state: State, key: ObjectKey): void {
  if (!state.types.has(key)) return;
  state.remove(state.types, key);
  state.leave(key);
}

/** Gives a type another key, and its columns the type's new name. */
export function moveType(state: State, from: ObjectKey, to: ObjectKey): void {
  const type = state.types.get(from);
  const users = membersOf(state.tablesOfType, from);
  if (from === to || (type === undefined && users.length === 0)) return;
  const columns = users.flatMap((table) => {
    const all = [...(state.tables.get(table)?.columns.values() ?? [])];
    return all.filter((column) => userTypeOf(state, column) === from).map((column) => ({ table, column }));
  });
  if (type !== undefined) {
    forgetType(state, from);
    putType(state, { ...type, key: to });
  }
  const { schema, name } = qualifiedNameOf(to);
  const shown: QualifiedName = state.searchPath.includes(schema) ? { name } : { schema, name };
  for (const { table, column } of columns) {
    if (column.type === undefined) continue;
    const { modifiers, arrayDimensions } = column.type;
    changeColumn(state, table, column.name, { type: { ...shown, modifiers, arrayDimensions } });
    state.unlink(state.tablesOfType, from, table);
  }
}
