import fc, { type Arbitrary } from 'fast-check';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  LikeClause,
  OperationMap,
  PartitionBound,
  PartitionKey,
  TableOperations,
} from '../../../src/core/operation.js';
import { expression, parameters, target } from './clauses.js';
import { column, untypedColumn } from './columns.js';
import { columnConstraint, tableConstraint } from './constraints.js';
import { draft, flag, maybe, never, object, type Drafts, type Fields } from './draft.js';
import { name, names, qualified, role } from './names.js';
import { noUse, query } from './queries.js';

const likeOptions = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage',
] as const;

const like: Arbitrary<LikeClause> = object<LikeClause>({
  table: qualified,
  columnsBefore: maybe(fc.nat(3)),
  including: fc.oneof(fc.subarray([...likeOptions]), fc.constant([...likeOptions])),
});

const values = fc.array(fc.constantFrom('1', "'a,b'", 'MINVALUE', "('x' || 'y')"), { minLength: 1, maxLength: 3 });

const bound: Arbitrary<PartitionBound> = fc.oneof(
  fc.constant<PartitionBound>({ kind: 'default' }),
  fc.record({ kind: fc.constant('range' as const), from: values, to: values }),
  fc.record({ kind: fc.constant('list' as const), values }),
  fc.record({ kind: fc.constant('hash' as const), modulus: fc.integer({ min: 1, max: 9 }), remainder: fc.nat(8) }),
);

const refinement = object<Pick<PartitionKey['keys'][number], 'collation' | 'operatorClass'>>({
  collation: maybe(qualified),
  operatorClass: maybe(fc.constant('int4_ops')),
});

const partitionKey: Arbitrary<PartitionKey> = fc.record({
  strategy: fc.constantFrom('range', 'list', 'hash'),
  keys: fc.array(
    fc
      .tuple(
        fc.oneof(
          name.map((word) => ({ column: word })),
          expression.map((inner) => ({ expression: inner })),
        ),
        refinement,
      )
      .map(([key, rest]) => ({ ...key, ...rest })),
    { minLength: 1, maxLength: 2 },
  ),
});

type CreateTable = OperationMap['create-table'];

const table = {
  table: qualified,
  ifNotExists: fc.boolean(),
  persistence: fc.constantFrom('permanent', 'unlogged', 'temporary'),
  accessMethod: maybe(name),
  storageParameters: maybe(parameters),
  onCommit: maybe(fc.constantFrom('preserve-rows', 'delete-rows', 'drop')),
  tablespace: maybe(name),
} satisfies Partial<Fields<CreateTable>>;

const defined = {
  ...table,
  like: fc.constant([]),
  inherits: fc.constant([]),
  partitionBy: maybe(partitionKey),
  partitionOf: never<never>(),
  asQuery: never<never>(),
  definition: never<string>(),
  withNoData: never<boolean>(),
  ofType: never<never>(),
} satisfies Partial<Fields<CreateTable>>;

const columns = fc.uniqueArray(column, { maxLength: 3, selector: ({ name: key }) => key });
const untypedColumns = fc.uniqueArray(untypedColumn, { maxLength: 2, selector: ({ name: key }) => key });

/** Constraints of which some are such as may stand behind a column. */
function constraintsOn(list: readonly ColumnDefinition[]): Arbitrary<ConstraintDefinition[]> {
  const inline = list.map(({ name: key }) => columnConstraint(key));
  return fc.array(fc.oneof(tableConstraint, ...inline), { maxLength: 4 });
}

function placed({ columnsBefore, ...clause }: LikeClause, count: number): LikeClause {
  return columnsBefore === undefined || columnsBefore >= count ? clause : { ...clause, columnsBefore };
}

/** LIKE clauses in the order in which they stand. */
function inOrder(clauses: readonly LikeClause[], count: number): LikeClause[] {
  const place = ({ columnsBefore = count }: LikeClause): number => columnsBefore;
  return clauses.map((clause) => placed(clause, count)).sort((a, b) => place(a) - place(b));
}

const ordinaryTable = columns.chain((list) =>
  draft('create-table', {
    ...defined,
    columns: fc.constant(list),
    constraints: constraintsOn(list),
    like: fc.array(like, { maxLength: 2 }).map((clauses) => inOrder(clauses, list.length)),
    inherits: fc.array(qualified, { maxLength: 2 }),
  }),
);

const typelessTable = untypedColumns.chain((list) =>
  fc.oneof(
    draft('create-table', {
      ...defined,
      columns: fc.constant(list),
      constraints: constraintsOn(list),
      partitionOf: fc.record({ parent: qualified, bound }),
    }),
    draft('create-table', {
      ...defined,
      columns: fc.constant(list),
      constraints: constraintsOn(list),
      ofType: qualified,
    }),
  ),
);

const tableFromQuery = draft('create-table', {
  ...defined,
  partitionBy: never(),
  columns: fc.oneof(
    fc.constant([]),
    names.map((list) => list.map((word) => ({ name: word, notNull: false }))),
  ),
  constraints: fc.constant([]),
  asQuery: noUse,
  definition: query,
  withNoData: fc.boolean(),
});

const relationKind = fc.constantFrom('table', 'index', 'materialized-view');
const place = { ...target, table: qualified };
const plain = { only: never<boolean>(), ifRelationExists: flag };

export const tableDrafts: Drafts<keyof TableOperations> = {
  'create-table': fc.oneof(ordinaryTable, typelessTable, tableFromQuery),
  'drop-table': draft('drop-table', { table: qualified, ifExists: fc.boolean(), cascade: fc.boolean() }),
  'rename-table': draft('rename-table', { table: qualified, newName: name, ifExists: fc.boolean(), only: flag }),
  'truncate-table': draft('truncate-table', {
    table: qualified,
    only: fc.boolean(),
    cascade: fc.boolean(),
    restartIdentity: fc.boolean(),
  }),
  'set-persistence': draft('set-persistence', { ...place, persistence: fc.constantFrom('permanent', 'unlogged') }),
  'set-tablespace': draft('set-tablespace', { ...plain, relation: qualified, relationKind, tablespace: name }),
  'move-tablespace': draft('move-tablespace', {
    relationKind,
    from: name,
    tablespace: name,
    ownedBy: maybe(fc.array(role, { minLength: 1, maxLength: 2 })),
    nowait: flag,
  }),
  'set-access-method': draft('set-access-method', { ...place, accessMethod: fc.oneof(fc.constant('default'), name) }),
  'set-storage-parameters': fc
    .tuple(
      draft('set-storage-parameters', {
        ...plain,
        relation: qualified,
        relationKind: fc.constantFrom('table', 'index', 'materialized-view', 'view'),
        parameters: fc.constant([]),
        values: never(),
      }),
      parameters,
      fc.boolean(),
    )
    .map(([operation, list, reset]) => ({
      ...operation,
      parameters: list.map((one) => one.name),
      ...(reset ? undefined : { values: list.map(({ value }) => value ?? null) }),
    })),
  'set-cluster-index': fc.oneof(
    draft('set-cluster-index', { ...place, index: maybe(name) }),
    draft('set-cluster-index', {
      ...plain,
      table: qualified,
      relationKind: fc.constant('materialized-view'),
      index: maybe(name),
    }),
  ),
  'set-replica-identity': fc.oneof(
    draft('set-replica-identity', {
      ...place,
      identity: fc.constantFrom('default', 'full', 'nothing'),
      index: never(),
    }),
    draft('set-replica-identity', { ...place, identity: fc.constant('index'), index: name }),
  ),
  'set-row-security': draft('set-row-security', {
    ...place,
    action: fc.constantFrom('enable', 'disable', 'force', 'no-force'),
  }),
  'set-inheritance': draft('set-inheritance', { ...place, parent: qualified, inherit: fc.boolean() }),
  'attach-partition': draft('attach-partition', { ...place, partition: qualified, bound }),
  'detach-partition': fc.oneof(
    draft('detach-partition', {
      ...place,
      partition: qualified,
      concurrently: fc.boolean(),
      finalize: fc.constant(false),
    }),
    draft('detach-partition', {
      ...place,
      partition: qualified,
      concurrently: fc.constant(false),
      finalize: fc.constant(true),
    }),
  ),
};
