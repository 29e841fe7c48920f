import fc, { type Arbitrary } from 'fast-check';
import { lockModes } from '../../../src/core/lock.js';
import type { Assignment, OperationDraft, StatementOperations, StorageParameter } from '../../../src/core/operation.js';
import { expression } from './clauses.js';
import { draft, flag, maybe, never, type Drafts } from './draft.js';
import { name, names, qualified, text } from './names.js';
import { noUse } from './queries.js';
import { textDraft } from './written-text.js';

const assignment: Arbitrary<Assignment> = fc.oneof(
  fc.record({ columns: name.map((word) => [word]), value: expression }),
  fc.record({
    columns: name.map((word) => [word]),
    part: fc.constantFrom('[1]', '.street', '[1:2]'),
    value: expression,
  }),
  fc.record({
    columns: fc.uniqueArray(name, { minLength: 2, maxLength: 3 }),
    value: fc.constant({ text: '(SELECT 1, 2, 3)' }),
  }),
  fc.record({
    columns: name.map((word) => [word]),
    row: fc.constant(true),
    value: fc.constant({ text: 'ROW(1)' }),
  }),
);

const change = {
  table: qualified,
  where: maybe(expression),
  limited: fc.constant(false),
  query: noUse,
  with: maybe(fc.constantFrom('WITH x AS (SELECT 1)', 'WITH RECURSIVE x AS (SELECT 1), y AS (SELECT 2)')),
  only: flag,
  alias: maybe(name),
  returning: maybe(fc.constantFrom('*', "a, 'x' AS y")),
};

const update: Arbitrary<OperationDraft<'update'>> = fc
  .array(assignment, { minLength: 1, maxLength: 3 })
  .chain((assignments) =>
    draft('update', {
      ...change,
      columns: fc.constant(assignments.flatMap(({ columns }) => columns)),
      assignments: fc.constant(assignments),
      from: maybe(fc.constantFrom('u', 'u AS x JOIN v ON true', '(SELECT 1 FROM w WHERE c) AS s')),
      literals: fc.constant([]),
    }),
  );

const option: Arbitrary<StorageParameter> = fc.constantFrom(
  { name: 'verbose' },
  { name: 'skip_locked', value: 'on' },
  { name: 'buffer_usage_limit', value: '256 kB' },
);
const options = maybe(fc.uniqueArray(option, { minLength: 1, selector: (one) => one.name }));
const maintained = { table: qualified, columns: maybe(names), only: flag, options };
const everything = { table: never<never>(), columns: never<never>(), only: never<never>(), options };

const parameter = fc.oneof(
  fc.constantFrom('lock_timeout', 'search_path', 'app.user', 'odd name'),
  name.filter((word) => word.toLowerCase() === word && !word.includes('.')),
);

export const statementDrafts: Drafts<keyof StatementOperations> = {
  insert: textDraft(
    'insert',
    'INSERT INTO %t (%c) VALUES (%s), (NULL) ON CONFLICT DO NOTHING',
    'WITH x AS (SELECT 1) INSERT INTO %t SELECT %c FROM %t',
  ),
  update,
  delete: fc.oneof(
    draft('delete', { ...change, using: fc.constant(false), usingTables: never() }),
    draft('delete', { ...change, using: fc.constant(true), usingTables: fc.constantFrom('u', 'u, v AS w') }),
  ),
  merge: textDraft('merge', 'MERGE INTO %t USING %t AS s ON true WHEN MATCHED THEN UPDATE SET %c = %s'),
  select: textDraft('select', 'SELECT %c, %s FROM %t WHERE %c > 0 FOR UPDATE', 'VALUES (%s)', 'TABLE %t'),
  copy: textDraft('copy', 'COPY %t (%c) FROM %s', 'COPY (SELECT %c FROM %t) TO STDOUT'),
  call: textDraft('call', 'CALL %t(%s, 1)'),
  'lock-table': draft('lock-table', {
    table: qualified,
    mode: fc.constantFrom(...lockModes),
    nowait: fc.boolean(),
    only: fc.boolean(),
  }),
  vacuum: fc.oneof(
    draft('vacuum', { ...maintained, full: fc.boolean(), analyze: fc.boolean() }),
    draft('vacuum', { ...everything, full: fc.boolean(), analyze: fc.boolean() }),
  ),
  analyze: fc.oneof(draft('analyze', maintained), draft('analyze', everything)),
  cluster: fc.oneof(
    draft('cluster', { table: qualified, index: maybe(name), options: maybe(fc.constant([{ name: 'verbose' }])) }),
    draft('cluster', { table: never(), index: never(), options: maybe(fc.constant([{ name: 'verbose' }])) }),
  ),
  begin: draft('begin', { modes: maybe(fc.constantFrom('READ ONLY', 'ISOLATION LEVEL SERIALIZABLE, NOT DEFERRABLE')) }),
  commit: draft('commit', { chain: fc.boolean() }),
  rollback: draft('rollback', { chain: fc.boolean() }),
  savepoint: draft('savepoint', { name }),
  'rollback-to-savepoint': draft('rollback-to-savepoint', { name }),
  'release-savepoint': draft('release-savepoint', { name }),
  'prepare-transaction': draft('prepare-transaction', { transaction: text }),
  'set-parameter': fc.oneof(
    draft('set-parameter', {
      parameter,
      values: fc.array(fc.oneof(text, fc.constantFrom('5', '-1.5', 'on', 'true', 'default', 'public')), {
        maxLength: 3,
      }),
      local: fc.boolean(),
    }),
    draft('set-parameter', {
      parameter: fc.constantFrom('transaction_read_only', 'transaction_deferrable'),
      values: fc.constantFrom(['0'], ['1'], ['on']),
      local: fc.constant(true),
    }),
    draft('set-parameter', {
      parameter: fc.constantFrom('default_transaction_isolation'),
      values: fc.constantFrom(['serializable'], ['read committed'], ['odd']),
      local: fc.boolean(),
    }),
  ),
  'reset-parameter': fc.oneof(
    draft('reset-parameter', { parameter: maybe(parameter), discard: never() }),
    draft('reset-parameter', { parameter: never(), discard: fc.constant(true) }),
  ),
  'set-constraints': draft('set-constraints', {
    mode: fc.constantFrom('deferred', 'immediate'),
    constraints: maybe(fc.array(qualified, { minLength: 1, maxLength: 2 })),
  }),
  'cluster-wide': textDraft(
    'cluster-wide',
    'ALTER SYSTEM SET work_mem = %s',
    'DROP TABLESPACE %c',
    'COMMIT PREPARED %s',
  ),
  'do-block': fc.oneof(
    draft('do-block', {
      language: fc.constant('plpgsql'),
      body: fc.constantFrom("BEGIN RAISE NOTICE '$$ $body$'; END", '\nBEGIN\n  DROP TABLE t;\nEND\n'),
    }),
    draft('do-block', { language: fc.constantFrom('plperl', 'odd language'), body: text }),
  ),
  'session-statement': textDraft('session-statement', 'NOTIFY %c, %s', 'SHOW lock_timeout', 'LOAD %s', 'CHECKPOINT'),
  opaque: textDraft('opaque', 'EXECUTE %c(%s)'),
};
