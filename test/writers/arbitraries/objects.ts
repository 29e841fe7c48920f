import fc, { type Arbitrary } from 'fast-check';
import type { ObjectOperations } from '../../../src/core/operation.js';
import { expression, columnDefault, alteredSequence, ownedBy, parameters, sequenceOptions, target } from './clauses.js';
import { check } from './constraints.js';
import { draft, flag, maybe, never, type Drafts } from './draft.js';
import { name, names, qualified, role, text, type } from './names.js';
import { noUse, query } from './queries.js';
import { routineDrafts } from './routines.js';
import { textDraft } from './written-text.js';

const dropped = { ifExists: fc.boolean(), cascade: fc.boolean() };
const domainCheck = check.map((one) => ({ ...one, noInherit: false, enforced: true }));
const someText = text.filter((value) => value !== '');

const domainChange: Arbitrary<ObjectOperations['alter-domain']['change']> = fc.oneof(
  fc.record({ kind: fc.constant('add-check' as const), check: domainCheck }),
  fc.record({ kind: fc.constant('validate-constraint' as const), name }),
  fc.record({ kind: fc.constant('drop-constraint' as const), name, ifExists: fc.boolean() }),
  fc.record({
    kind: fc.constant('drop-constraint' as const),
    name,
    ifExists: fc.boolean(),
    cascade: fc.constant(true),
  }),
  fc.record({ kind: fc.constant('set-not-null' as const), name }),
  fc.constantFrom(
    { kind: 'set-not-null' as const },
    { kind: 'drop-not-null' as const },
    { kind: 'drop-default' as const },
  ),
  fc.record({ kind: fc.constant('set-default' as const), default: expression }),
);

const privilegeChange = {
  privileges: fc.constantFrom(['ALL'], ['SELECT', 'UPDATE'], ['INSERT']),
  objectType: fc.constant('table'),
  objects: fc.array(qualified, { minLength: 1, maxLength: 2 }),
  schemas: fc.constant([]),
  grantees: fc.array(fc.oneof(role, fc.constant('public')), { minLength: 1, maxLength: 2 }),
  columns: never<never>(),
  identities: never<never>(),
  grantOption: flag,
  grantedBy: maybe(role),
  options: never<never>(),
};

function privilegeDraft<K extends 'grant' | 'revoke'>(
  kind: K,
  cascade: Arbitrary<boolean>,
): Drafts<'grant' | 'revoke'>[K] {
  const fields = { ...privilegeChange, cascade };
  const option =
    kind === 'grant'
      ? [
          { name: 'admin', value: 'true' },
          { name: 'inherit', value: 'false' },
        ]
      : [{ name: 'admin', value: 'false' }];
  const drafts = fc.oneof(
    draft<'grant' | 'revoke'>(kind, fields),
    draft<'grant' | 'revoke'>(kind, {
      ...fields,
      privileges: fc.constant(['SELECT', 'UPDATE']),
      columns: names.map((list) => [list, []]),
    }),
    draft<'grant' | 'revoke'>(kind, {
      ...fields,
      privileges: fc.constant(['EXECUTE']),
      objectType: fc.constant('function'),
      objects: fc.constant([{ name: 'f' }, { schema: 'app', name: 'F' }]),
      identities: fc.constant(['f(integer, text)', 'app."F"(VARIADIC text[])']),
    }),
    draft<'grant' | 'revoke'>(kind, {
      ...fields,
      objectType: fc.constantFrom('table', 'sequence'),
      objects: fc.constant([]),
      schemas: names,
    }),
    draft<'grant' | 'revoke'>(kind, {
      ...fields,
      privileges: fc.constant(['USAGE']),
      objectType: fc.constantFrom('schema', 'server', 'foreign-data-wrapper', 'type'),
      objects: name.map((word) => [{ name: word }]),
    }),
    draft<'grant' | 'revoke'>(kind, {
      ...fields,
      privileges: names,
      objectType: fc.constant('role'),
      objects: fc.constant([]),
      grantOption: never(),
      options: kind === 'grant' ? maybe(fc.constant(option)) : fc.constant(option),
    }),
  );
  // The kind is the one that was given.
  return drafts as unknown as Drafts<'grant' | 'revoke'>[K];
}

const attribute = { type: qualified, attribute: name, cascade: fc.boolean() };

export const objectDrafts: Drafts<keyof ObjectOperations> = {
  ...routineDrafts,
  'create-view': draft('create-view', {
    view: qualified,
    orReplace: fc.boolean(),
    query: noUse,
    definition: query,
    columns: maybe(names),
    temporary: flag,
    recursive: never(),
    storageParameters: maybe(parameters),
    checkOption: maybe(fc.constantFrom('local', 'cascaded')),
  }),
  'drop-view': draft('drop-view', { view: qualified, ...dropped }),
  'create-materialized-view': draft('create-materialized-view', {
    view: qualified,
    ifNotExists: fc.boolean(),
    withNoData: fc.boolean(),
    query: noUse,
    definition: query,
    columns: maybe(names),
    accessMethod: maybe(name),
    storageParameters: maybe(parameters),
    tablespace: maybe(name),
  }),
  'drop-materialized-view': draft('drop-materialized-view', { view: qualified, ...dropped }),
  'refresh-materialized-view': draft('refresh-materialized-view', {
    view: qualified,
    concurrently: fc.boolean(),
    withNoData: fc.boolean(),
  }),
  'rename-view': draft('rename-view', { view: qualified, newName: name, materialized: fc.boolean(), ifExists: flag }),
  'create-sequence': draft('create-sequence', {
    sequence: qualified,
    ifNotExists: fc.boolean(),
    ownedBy: maybe(ownedBy),
    options: maybe(sequenceOptions),
    persistence: maybe(fc.constantFrom('temporary', 'unlogged')),
  }),
  'alter-sequence': draft('alter-sequence', {
    sequence: qualified,
    ownedBy,
    options: maybe(alteredSequence),
    ifExists: flag,
  }),
  'drop-sequence': draft('drop-sequence', { sequence: qualified, ...dropped }),
  'rename-sequence': draft('rename-sequence', { sequence: qualified, newName: name, ifExists: flag }),
  'create-enum': draft('create-enum', { type: qualified, labels: fc.array(text, { maxLength: 3 }) }),
  'add-enum-value': fc.oneof(
    draft('add-enum-value', {
      type: qualified,
      value: text,
      ifNotExists: fc.boolean(),
      before: maybe(someText),
      after: never(),
    }),
    draft('add-enum-value', {
      type: qualified,
      value: text,
      ifNotExists: fc.boolean(),
      before: never(),
      after: someText,
    }),
  ),
  'rename-enum-value': draft('rename-enum-value', { type: qualified, value: someText, newValue: text }),
  'create-domain': draft('create-domain', {
    domain: qualified,
    type,
    notNull: fc.constant(true),
    default: maybe(columnDefault),
    checks: fc.array(
      domainCheck.map((one) => ({ ...one, notValid: false })),
      { maxLength: 2 },
    ),
    collation: maybe(qualified),
    notNullName: maybe(name),
  }),
  'alter-domain': draft('alter-domain', { domain: qualified, change: domainChange }),
  'create-composite-type': draft('create-composite-type', {
    type: qualified,
    attributes: fc.array(fc.oneof(fc.record({ name, type }), fc.record({ name, type, collation: qualified })), {
      maxLength: 3,
    }),
  }),
  'alter-composite-type': fc.oneof(
    draft('alter-composite-type', {
      ...attribute,
      change: fc.constantFrom('add-attribute', 'alter-attribute'),
      attributeType: type,
      collation: maybe(qualified),
      ifExists: never(),
    }),
    draft('alter-composite-type', {
      ...attribute,
      change: fc.constant('drop-attribute'),
      attributeType: never(),
      collation: never(),
      ifExists: flag,
    }),
  ),
  'create-type': textDraft('create-type', 'CREATE TYPE %t', 'CREATE TYPE %t AS RANGE (subtype = date)'),
  'drop-type': draft('drop-type', { type: qualified, ...dropped }),
  'drop-domain': draft('drop-domain', { domain: qualified, ...dropped }),
  'rename-type': draft('rename-type', {
    type: qualified,
    newName: name,
    objectType: fc.constantFrom('type', 'domain'),
  }),
  'create-schema': draft('create-schema', { schema: name, ifNotExists: fc.boolean(), owner: maybe(role) }),
  'drop-schema': draft('drop-schema', { schema: name, ...dropped }),
  'rename-schema': draft('rename-schema', { schema: name, newName: name }),
  'create-database': textDraft(
    'create-database',
    'CREATE DATABASE %c',
    'CREATE DATABASE %c OWNER bob TEMPLATE template0',
  ),
  'drop-database': draft('drop-database', { database: name, ifExists: fc.boolean(), force: flag }),
  'set-schema': fc.oneof(
    draft('set-schema', {
      object: qualified,
      objectType: fc.constantFrom('view', 'materialized-view', 'sequence', 'foreign-table'),
      newSchema: name,
      ifExists: fc.boolean(),
      only: never(),
      identity: never(),
    }),
    draft('set-schema', {
      object: qualified,
      objectType: fc.constant('table'),
      newSchema: name,
      ifExists: fc.boolean(),
      only: flag,
      identity: never(),
    }),
    draft('set-schema', {
      object: qualified,
      objectType: fc.constantFrom('type', 'domain', 'function', 'collation', 'text-search-configuration'),
      newSchema: name,
      ifExists: fc.constant(false),
      only: never(),
      identity: never(),
    }),
  ),
  'set-owner': fc.oneof(
    draft('set-owner', {
      ...target,
      object: qualified,
      objectType: fc.constant('table'),
      owner: role,
      identity: never(),
    }),
    draft('set-owner', {
      ...target,
      only: never(),
      object: qualified,
      objectType: fc.constantFrom('view', 'materialized-view', 'sequence'),
      owner: role,
      identity: never(),
    }),
    draft('set-owner', {
      ...target,
      only: never(),
      ifRelationExists: never(),
      object: qualified,
      objectType: fc.constantFrom('type', 'domain', 'function', 'procedure'),
      owner: role,
      identity: never(),
    }),
  ),
  comment: fc.oneof(
    draft('comment', {
      object: qualified,
      objectType: fc.constantFrom(
        'table',
        'view',
        'materialized-view',
        'index',
        'sequence',
        'type',
        'domain',
        'function',
      ),
      part: never(),
      comment: fc.option(someText),
      identity: never(),
    }),
    draft('comment', {
      object: qualified,
      objectType: fc.constantFrom('column', 'constraint', 'trigger', 'rule', 'policy'),
      part: name,
      comment: fc.option(someText),
      identity: never(),
    }),
    draft('comment', {
      object: fc.constant({ name: 'f' }),
      objectType: fc.constant('function'),
      part: never(),
      comment: someText,
      identity: fc.constant('f(integer)'),
    }),
  ),
  grant: privilegeDraft('grant', fc.constant(false)),
  revoke: privilegeDraft('revoke', fc.boolean()),
  'create-statistics': textDraft('create-statistics', 'CREATE STATISTICS %t (ndistinct) ON %c, (lower(%c)) FROM %t'),
  'create-object': textDraft(
    'create-object',
    'CREATE EXTENSION IF NOT EXISTS %c',
    'CREATE ROLE bob LOGIN PASSWORD %s',
    'CREATE PUBLICATION %c FOR TABLE %t',
  ),
  'alter-object': textDraft(
    'alter-object',
    'ALTER TABLE %t OF %t',
    'ALTER FUNCTION %t STABLE',
    'ALTER EXTENSION %c UPDATE',
  ).map(({ ...operation }) => operation),
  'drop-object': fc.oneof(
    draft('drop-object', {
      objectType: fc.constantFrom('extension', 'role', 'publication', 'server', 'event-trigger'),
      name: name.filter((word) => word !== 'public' && word !== 'none').map((word) => ({ name: word })),
      ifExists: fc.boolean(),
      cascade: fc.constant(false),
      identity: never(),
    }),
    draft('drop-object', {
      objectType: fc.constantFrom('function', 'procedure', 'collation', 'text-search-dictionary', 'foreign-table'),
      name: qualified,
      ...dropped,
      identity: never(),
    }),
    draft('drop-object', {
      objectType: fc.constant('function'),
      name: fc.constant({ name: 'f' }),
      ...dropped,
      identity: fc.constant('f(integer, text)'),
    }),
    draft('drop-object', {
      objectType: fc.constant('cast'),
      name: never(),
      ...dropped,
      identity: fc.constant('(text AS app.mood)'),
    }),
  ),
};
