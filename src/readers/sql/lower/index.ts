import type { Node } from 'libpg-query';
import { all, open, type NodeMap, type NodeTag } from '../nodes.js';
import type { Scope } from '../scope.js';
import { alterTable } from './alter-table.js';
import * as data from './data.js';
import { drop } from './drop.js';
import * as functions from './functions.js';
import { createIndex, reindex } from './indexes.js';
import * as maintenance from './maintenance.js';
import * as objects from './objects.js';
import { otherStatements } from './other.js';
import * as privileges from './privileges.js';
import { rename } from './rename.js';
import { remove, update } from './row-changes.js';
import * as tables from './tables.js';
import { setParameter, transaction } from './transaction.js';
import { createTrigger } from './triggers.js';
import * as types from './types.js';
import { createView } from './views.js';

type Lowerers = { readonly [T in NodeTag]?: (statement: NodeMap[T], scope: Scope) => void };

const lowerers: Lowerers = {
  ...otherStatements,
  AlterDefaultPrivilegesStmt: privileges.defaultPrivileges,
  AlterDomainStmt: types.alterDomain,
  AlterEnumStmt: types.alterEnum,
  AlterObjectSchemaStmt: objects.setSchema,
  AlterOwnerStmt: objects.setOwner,
  AlterSeqStmt: objects.alterSequence,
  AlterTableStmt: alterTable,
  CallStmt: data.call,
  ClusterStmt: maintenance.cluster,
  CommentStmt: objects.comment,
  CompositeTypeStmt: types.createCompositeType,
  ConstraintsSetStmt: maintenance.setConstraints,
  CopyStmt: copy,
  CreateDomainStmt: types.createDomain,
  CreateEnumStmt: types.createEnum,
  CreateFunctionStmt: (statement, scope) => functions.createFunction(statement, scope, lowerStatement),
  CreatePolicyStmt: objects.createPolicy,
  CreateRangeStmt: types.createRange,
  CreateSchemaStmt: createSchema,
  CreateSeqStmt: objects.createSequence,
  CreateStatsStmt: objects.createStatistics,
  CreateStmt: tables.createTable,
  CreateTableAsStmt: tables.createTableAs,
  CreateTrigStmt: createTrigger,
  DefineStmt: objects.define,
  DeleteStmt: remove,
  DoStmt: (statement, scope) => functions.doBlock(statement, scope, lowerStatement),
  DropStmt: drop,
  ExplainStmt: explain,
  GrantRoleStmt: privileges.grantRole,
  GrantStmt: privileges.grant,
  IndexStmt: createIndex,
  InsertStmt: data.insert,
  LockStmt: maintenance.lockTable,
  MergeStmt: data.merge,
  RefreshMatViewStmt: objects.refreshMaterializedView,
  ReindexStmt: reindex,
  RenameStmt: rename,
  ReturnStmt: functions.returned,
  RuleStmt: objects.createRule,
  SelectStmt: data.select,
  TransactionStmt: transaction,
  TruncateStmt: tables.truncate,
  UpdateStmt: update,
  VacuumStmt: maintenance.vacuum,
  VariableSetStmt: setParameter,
  ViewStmt: createView,
};

/** Turns one parsed statement into operations of its scope. What is not understood becomes opaque, never nothing. */
export function lowerStatement(node: Node, scope: Scope): void {
  const { tag, body } = open(node);
  // The tag decides the type of the body, which the compiler cannot correlate across the table.
  const lower = lowerers[tag] as ((statement: unknown, scope: Scope) => void) | undefined;
  const before = scope.operations.length;
  dataModifyingQueries(body, scope);
  if (lower === undefined) scope.opaque(`Lockstep does not know this kind of statement (${tag}).`);
  else lower(body, scope);
  // PostgreSQL's grammar takes forms that the server then refuses, such as statistics on a function.
  if (scope.operations.length === before) scope.opaque('This form of the statement names nothing that Lockstep knows.');
}

/** `WITH gone AS (DELETE ...)` changes data whatever the main query is: an operation of its own, before it. */
function dataModifyingQueries(body: unknown, scope: Scope): void {
  const { withClause } = body as { readonly withClause?: NodeMap['WithClause'] };
  if (withClause === undefined) return;
  for (const query of all(withClause.ctes, 'CommonTableExpr')) {
    if (query.ctequery === undefined || 'SelectStmt' in query.ctequery) continue;
    const name = scope.tokenAt(query.location);
    const opening = scope.find(scope.find(name + 1, ['as']), ['(']);
    lowerPart(query.ctequery, opening, scope);
  }
}

/** Lowers a statement that stands in brackets inside another. */
function lowerPart(node: Node, opening: number, scope: Scope): void {
  const part = scope.part(scope.spanOf(opening + 1, scope.closing(opening)));
  lowerStatement(node, part);
  scope.operations.push(...part.operations);
}

/** `COPY (DELETE ... RETURNING ...) TO` changes data too. */
function copy(statement: NodeMap['CopyStmt'], scope: Scope): void {
  const { query } = statement;
  if (query !== undefined && !('SelectStmt' in query)) lowerPart(query, scope.find(0, ['(']), scope);
  data.copy(statement, scope);
}

/** EXPLAIN plans only, with the locks of a query; EXPLAIN ANALYZE runs the statement. */
function explain(statement: NodeMap['ExplainStmt'], scope: Scope): void {
  const runs = maintenance.runsStatement(statement);
  const isQuery = statement.query !== undefined && 'SelectStmt' in statement.query;
  if (!(runs || isQuery) || statement.query === undefined) {
    scope.emit('session-statement', { command: 'EXPLAIN', text: scope.text });
    return;
  }
  lowerStatement(statement.query, scope);
  const operation = scope.operations.pop();
  if (operation === undefined) return;
  const opening = scope.word(1) === '(' ? scope.closing(1) + 1 : explainedFrom(scope);
  const explained = scope.textOf(scope.spanOf(0, opening));
  const text = scope.textOf(scope.spanOf(opening, scope.tokens.length));
  scope.operations.push('text' in operation ? { ...operation, explained, text } : { ...operation, explained });
}

/** The token after the old way of writing options: `EXPLAIN ANALYZE VERBOSE statement`. */
function explainedFrom(scope: Scope): number {
  let from = 1;
  while (['analyze', 'analyse', 'verbose'].includes(scope.word(from))) from++;
  return from;
}

/** A schema may be created together with tables, views and grants; each is an operation of the same statement. */
function createSchema(statement: NodeMap['CreateSchemaStmt'], scope: Scope): void {
  objects.createSchema(statement, scope);
  const elements = statement.schemaElts ?? [];
  if (elements.length === 0) return;
  const starts = elementStarts(scope);
  elements.forEach((element, index) => {
    const part = scope.part(scope.spanOf(starts[index] ?? 0, starts[index + 1] ?? scope.tokens.length));
    lowerStatement(inSchema(element, statement.schemaname), part);
    scope.operations.push(...part.operations);
  });
}

/** Where the objects of a CREATE SCHEMA begin: both words are reserved, so they are nothing else outside brackets. */
function elementStarts(scope: Scope): number[] {
  const starts: number[] = [];
  let from = 1;
  while (from < scope.tokens.length) {
    const start = scope.find(from, ['create', 'grant']);
    if (start < scope.tokens.length) starts.push(start);
    from = start + 1;
  }
  return starts;
}

/** Objects named without a schema belong to the one being created. */
function inSchema(element: Node, schemaname: string | undefined): Node {
  const { tag, body } = open(element);
  if (schemaname === undefined || typeof body !== 'object' || body === null) return element;
  const moved: Record<string, unknown> = { ...body };
  for (const key of ['relation', 'view', 'sequence']) {
    const relation = moved[key];
    if (typeof relation === 'object' && relation !== null && !('schemaname' in relation)) {
      moved[key] = { schemaname, ...relation };
    }
  }
  // The copy has the shape of the node it was made from.
  return { [tag]: moved } as unknown as Node;
}
