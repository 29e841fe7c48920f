import type {
  CreateStmt,
  CreateTableAsStmt,
  IntoClause,
  Node,
  PartitionBoundSpec,
  SelectStmt,
  TableLikeClause,
  TruncateStmt,
} from 'libpg-query';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  LikeClause,
  OperationMap,
  PartitionBound,
  PartitionKey,
  Persistence,
} from '../../../core/operation.js';
import { all, as, qualified, relationName, strings } from '../nodes.js';
import type { Scope } from '../scope.js';
import { storageParameters } from './clauses.js';
import { columnDefinition } from './columns.js';
import { constraintDefinition } from './constraints.js';
import { afterRelation, keyExpression, quotedIfNeeded } from './indexes.js';
import { queryUse } from './query-use.js';
import { createMaterializedView, definitionAfter, intoClauses } from './views.js';

export function createTable(statement: CreateStmt, scope: Scope): void {
  const { columns, constraints, like } = elements(statement.tableElts, scope);
  const parents = all(statement.inhRelations, 'RangeVar').map(relationName);
  const parent = parents[0];
  const partition = statement.partbound;
  scope.emit('create-table', {
    table: relationName(statement.relation),
    ifNotExists: statement.if_not_exists === true,
    persistence: persistence(statement.relation?.relpersistence),
    columns,
    constraints,
    like,
    inherits: partition === undefined ? parents : [],
    ...(statement.partspec === undefined ? undefined : { partitionBy: partitionKey(statement, scope) }),
    ...(partition === undefined || parent === undefined
      ? undefined
      : { partitionOf: { parent, bound: partitionBound(partition, scope) } }),
    ...(statement.ofTypename === undefined ? undefined : { ofType: qualified(strings(statement.ofTypename.names)) }),
    ...(statement.accessMethod === undefined ? undefined : { accessMethod: statement.accessMethod }),
    ...storageParameters(statement.options),
    ...onCommit(statement.oncommit),
    ...(statement.tablespacename === undefined ? undefined : { tablespace: statement.tablespacename }),
  });
}

const commitActions = {
  ONCOMMIT_PRESERVE_ROWS: 'preserve-rows',
  ONCOMMIT_DELETE_ROWS: 'delete-rows',
  ONCOMMIT_DROP: 'drop',
} as const;

function onCommit(action: CreateStmt['oncommit']): Pick<OperationMap['create-table'], 'onCommit'> {
  return action === undefined || action === 'ONCOMMIT_NOOP' ? {} : { onCommit: commitActions[action] };
}

export function createTableAs(statement: CreateTableAsStmt, scope: Scope): void {
  if (statement.objtype === 'OBJECT_MATVIEW') {
    createMaterializedView(statement, scope);
    return;
  }
  const definition = definitionAfter(scope, statement.into?.rel, ['data']);
  createFromQuery(statement.into, statement.query, scope, definition, statement.if_not_exists === true);
}

/** `SELECT ... INTO table`, an old spelling of CREATE TABLE AS. */
export function selectInto(statement: SelectStmt, into: IntoClause, scope: Scope): void {
  const { start, end } = scope.spanOf(scope.find(0, ['into']), afterRelation(scope, into.rel).index);
  const before = scope.textOf({ start: scope.start, end: start }).trimEnd();
  const definition = `${before} ${scope.textOf({ start: end, end: scope.end }).trimStart()}`;
  createFromQuery(into, { SelectStmt: { ...statement, intoClause: undefined } }, scope, definition.trimEnd(), false);
}

function createFromQuery(
  into: IntoClause | undefined,
  query: Node | undefined,
  scope: Scope,
  definition: string,
  ifNotExists: boolean,
): void {
  scope.emit('create-table', {
    table: relationName(into?.rel),
    ifNotExists,
    persistence: persistence(into?.rel?.relpersistence),
    columns: strings(into?.colNames).map((name) => ({ name, notNull: false })),
    constraints: [],
    like: [],
    inherits: [],
    asQuery: queryUse(query),
    definition,
    withNoData: into?.skipData === true,
    ...intoClauses(into),
    ...onCommit(into?.onCommit),
  });
}

export function truncate(statement: TruncateStmt, scope: Scope): void {
  const relations = all(statement.relations, 'RangeVar');
  for (const relation of relations) {
    const { index, name } = afterRelation(scope, relation);
    const span = relations.length === 1 ? undefined : scope.spanOf(scope.tokenAt(relation.location), index);
    scope.emit(
      'truncate-table',
      {
        table: name,
        only: relation.inh !== true,
        cascade: statement.behavior === 'DROP_CASCADE',
        restartIdentity: statement.restart_seqs === true,
      },
      span,
    );
  }
}

/** Lowers the column and constraint list of CREATE TABLE. */
function elements(
  nodes: readonly Node[] | undefined,
  scope: Scope,
): { columns: ColumnDefinition[]; constraints: ConstraintDefinition[]; like: LikeClause[] } {
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  const like: LikeClause[] = [];
  for (const node of nodes ?? []) {
    const column = as(node, 'ColumnDef');
    const constraint = as(node, 'Constraint');
    const source = as(node, 'TableLikeClause');
    if (column !== undefined) {
      const lowered = columnDefinition(scope, column);
      columns.push(lowered.column);
      constraints.push(...lowered.constraints);
    } else if (constraint !== undefined) {
      const from = scope.tokenAt(constraint.location);
      const definition = constraintDefinition(scope, constraint, scope.spanOf(from, scope.find(from, [','])));
      if (definition !== undefined) constraints.push(definition);
    } else if (source !== undefined) like.push(likeClause(source, columns.length));
  }
  return { columns, constraints, like: like.map((clause) => placed(clause, columns.length)) };
}

/** Bits of `TableLikeOption` in src/include/nodes/parsenodes.h. */
const likeOptions: readonly LikeClause['including'][number][] = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage',
];

function likeClause(clause: TableLikeClause, columnsBefore: number): LikeClause {
  const options = clause.options ?? 0;
  return {
    table: relationName(clause.relation),
    columnsBefore,
    including: likeOptions.filter((_, bit) => (options & (1 << bit)) !== 0),
  };
}

/** A place after all columns is the usual one, and goes without saying. */
function placed({ columnsBefore, ...clause }: LikeClause, columns: number): LikeClause {
  return columnsBefore === undefined || columnsBefore === columns ? clause : { ...clause, columnsBefore };
}

function persistence(letter: string | undefined): Persistence {
  if (letter === 't') return 'temporary';
  return letter === 'u' ? 'unlogged' : 'permanent';
}

const strategies = {
  PARTITION_STRATEGY_RANGE: 'range',
  PARTITION_STRATEGY_LIST: 'list',
  PARTITION_STRATEGY_HASH: 'hash',
} as const;

function partitionKey(statement: CreateStmt, scope: Scope): PartitionKey {
  const spec = statement.partspec ?? {};
  return {
    strategy: strategies[spec.strategy ?? 'PARTITION_STRATEGY_RANGE'],
    keys: all(spec.partParams, 'PartitionElem').map((element) => ({
      ...(element.name === undefined
        ? { expression: keyExpression(scope, scope.tokenAt(element.location)) }
        : { column: element.name }),
      ...(element.collation === undefined ? undefined : { collation: qualified(strings(element.collation)) }),
      ...(element.opclass === undefined
        ? undefined
        : { operatorClass: strings(element.opclass).map(quotedIfNeeded).join('.') }),
    })),
  };
}

/** `FOR VALUES ...` or DEFAULT, with the texts of the values. */
export function partitionBound(bound: PartitionBoundSpec, scope: Scope): PartitionBound {
  if (bound.is_default === true) return { kind: 'default' };
  if (bound.strategy === 'h') return { kind: 'hash', modulus: bound.modulus ?? 0, remainder: bound.remainder ?? 0 };
  // The location of a bound is that of FROM, IN or WITH for some versions and of what follows for others.
  const open = scope.find(scope.tokenAt(bound.location), ['(']);
  const first = texts(scope, open);
  if (bound.strategy === 'l') return { kind: 'list', values: first };
  const second = scope.find(scope.closing(open) + 1, ['(']);
  return { kind: 'range', from: first, to: texts(scope, second) };
}

function texts(scope: Scope, open: number): string[] {
  return scope.split(open + 1, scope.closing(open)).map(({ from, to }) => scope.expression(from, to).text);
}
