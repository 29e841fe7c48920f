import fc, { type Arbitrary } from 'fast-check';
import type { ObjectOperations, OperationDraft, TriggerEvent } from '../../../src/core/operation.js';
import { expression, target } from './clauses.js';
import { draft, flag, maybe, never, type Drafts } from './draft.js';
import { name, names, qualified, text } from './names.js';
import { textDraft } from './written-text.js';

type RoutineKinds = Extract<
  keyof ObjectOperations,
  `${string}function` | `${string}trigger${string}` | `${string}rule${string}` | `${string}policy`
>;

const dropped = { ifExists: fc.boolean(), cascade: fc.boolean() };

const signature = {
  function: qualified,
  orReplace: fc.boolean(),
  volatility: fc.constantFrom('immutable', 'stable', 'volatile'),
  objectType: fc.constant('function'),
  arguments: fc.constantFrom('', 'integer', 'IN a text DEFAULT \')\', OUT b app."T"[]', 'VARIADIC x text[]'),
} as const;

const clauses = maybe(
  fc.subarray(['STRICT', 'SECURITY DEFINER', 'PARALLEL SAFE', 'COST 10', "SET search_path TO app, ''"], {
    minLength: 1,
  }),
);

const plain = { returnsTrigger: fc.constant(false), linkSymbol: never<string>(), sqlBody: never<string>() } as const;

const body = fc.oneof(
  text,
  fc.constantFrom('$$', '$body$ $$', 'a $', '$', '$body', "RETURN '$$ $body$ $body1$';", '\n  BEGIN\n  END\n'),
);

const createFunction: Arbitrary<OperationDraft<'create-function'>> = fc.oneof(
  draft('create-function', {
    ...signature,
    ...plain,
    language: fc.constantFrom('plperl', 'plpython3u', 'odd language'),
    returns: fc.constantFrom('integer', 'SETOF app."T"', 'trigger_log', 'users.id%TYPE'),
    body: body.filter((value) => value !== ''),
    clauses,
  }),
  draft('create-function', {
    ...signature,
    ...plain,
    language: fc.constant('plpgsql'),
    arguments: fc.constant(''),
    returns: fc.constant('trigger'),
    returnsTrigger: fc.constant(true),
    body: fc.constantFrom("BEGIN\n  NEW.a := '$$';\n  RETURN NEW;\nEND", 'BEGIN RETURN NULL; END;'),
    clauses,
  }),
  draft('create-function', {
    ...signature,
    ...plain,
    objectType: fc.constant('procedure'),
    language: fc.constant('sql'),
    returns: never(),
    body: fc.constantFrom('SELECT 1', 'INSERT INTO t VALUES (1);'),
    clauses: never(),
  }),
  draft('create-function', {
    ...signature,
    ...plain,
    language: fc.constant('c'),
    returns: fc.constant('integer'),
    body: text.filter((value) => value !== ''),
    linkSymbol: text.filter((value) => value !== ''),
    clauses,
  }),
  draft('create-function', {
    ...signature,
    ...plain,
    language: fc.constant('sql'),
    returns: fc.constant('integer'),
    body: never(),
    sqlBody: fc.constantFrom('RETURN 1 + 1', 'BEGIN ATOMIC SELECT 1; SELECT 2; END'),
    clauses,
  }),
);

const event: Arbitrary<TriggerEvent[]> = fc
  .tuple(
    fc.subarray<TriggerEvent['event']>(['insert', 'update', 'delete', 'truncate'], { minLength: 1 }),
    fc.option(names),
  )
  .map(([list, columns]) =>
    list.map((one) => (one === 'update' && columns !== null ? { event: one, columns } : { event: one })),
  );

const trigger = {
  table: qualified,
  trigger: name,
  function: qualified,
  events: event,
  when: maybe(expression),
  arguments: maybe(fc.array(text, { minLength: 1, maxLength: 2 })),
};

const createTrigger: Arbitrary<OperationDraft<'create-trigger'>> = fc.oneof(
  draft('create-trigger', {
    ...trigger,
    orReplace: fc.boolean(),
    constraint: fc.constant(false),
    timing: fc.constantFrom('before', 'after', 'instead-of'),
    forEach: fc.constantFrom('row', 'statement'),
    oldTable: maybe(name),
    newTable: maybe(name),
    referencedTable: never(),
    deferrable: never(),
    initiallyDeferred: never(),
  }),
  draft('create-trigger', {
    ...trigger,
    orReplace: fc.constant(false),
    constraint: fc.constant(true),
    timing: fc.constant('after'),
    forEach: fc.constant('row'),
    oldTable: never(),
    newTable: never(),
    referencedTable: maybe(qualified),
    deferrable: fc.constant(true),
    initiallyDeferred: flag,
  }),
);

const place = { ...target, table: qualified };
const state = fc.constantFrom('enable', 'disable', 'enable-replica', 'enable-always');

export const routineDrafts: Drafts<RoutineKinds> = {
  'create-function': createFunction,
  'rename-function': fc.oneof(
    draft('rename-function', {
      function: qualified,
      newName: name,
      objectType: fc.constantFrom('function', 'procedure', 'routine'),
      identity: never(),
    }),
    draft('rename-function', {
      function: fc.constant({ schema: 'app', name: 'F' }),
      newName: name,
      objectType: fc.constantFrom('function', 'aggregate'),
      identity: fc.constant('app."F"(text[])'),
    }),
  ),
  'create-trigger': createTrigger,
  'drop-trigger': draft('drop-trigger', { table: qualified, trigger: name, ...dropped }),
  'rename-trigger': draft('rename-trigger', { table: qualified, trigger: name, newName: name }),
  'set-trigger-state': fc.oneof(
    draft('set-trigger-state', { ...place, trigger: name, userOnly: never(), state }),
    draft('set-trigger-state', {
      ...place,
      trigger: never(),
      userOnly: flag,
      state: fc.constantFrom('enable', 'disable'),
    }),
  ),
  'create-rule': textDraft(
    'create-rule',
    'CREATE OR REPLACE RULE %c AS ON INSERT TO %t DO INSTEAD (DELETE FROM %t; NOTIFY %c, %s)',
  ),
  'drop-rule': draft('drop-rule', { table: qualified, rule: name, ...dropped }),
  'rename-rule': draft('rename-rule', { table: qualified, rule: name, newName: name }),
  'set-rule-state': draft('set-rule-state', { ...place, rule: name, state }),
  'create-policy': textDraft('create-policy', 'CREATE POLICY %c ON %t FOR UPDATE TO bob USING (%c = %s)'),
  'alter-policy': textDraft('alter-policy', 'ALTER POLICY %c ON %t USING (%c = %s)'),
  'drop-policy': draft('drop-policy', { table: qualified, policy: name, ifExists: fc.boolean() }),
  'rename-policy': draft('rename-policy', { table: qualified, policy: name, newName: name, ifRelationExists: flag }),
};
