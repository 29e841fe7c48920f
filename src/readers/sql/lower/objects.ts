import type {
  AlterObjectSchemaStmt,
  AlterOwnerStmt,
  AlterSeqStmt,
  CommentStmt,
  CreatePolicyStmt,
  CreateSchemaStmt,
  CreateSeqStmt,
  CreateStatsStmt,
  CreateTrigStmt,
  DefineStmt,
  Node,
  RefreshMatViewStmt,
  RuleStmt,
  ViewStmt,
} from 'libpg-query';
import type { QualifiedName } from '../../../core/name.js';
import type { OwnedBy, QueryUse } from '../../../core/operation.js';
import { all, nameParts, qualified, relationName, roleName, strings } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';
import { queryUse, usesOf } from './query-use.js';

export function createView(statement: ViewStmt, scope: Scope): void {
  scope.emit('create-view', {
    view: relationName(statement.view),
    orReplace: statement.replace === true,
    query: queryUse(statement.query),
  });
}

export function refreshMaterializedView(statement: RefreshMatViewStmt, scope: Scope): void {
  scope.emit('refresh-materialized-view', {
    view: relationName(statement.relation),
    concurrently: statement.concurrent === true,
    withNoData: statement.skipData === true,
  });
}

export function createSequence(statement: CreateSeqStmt, scope: Scope): void {
  scope.emit('create-sequence', {
    sequence: relationName(statement.sequence),
    ifNotExists: statement.if_not_exists === true,
    ...ownership(statement.options),
  });
}

export function alterSequence(statement: AlterSeqStmt, scope: Scope): void {
  scope.emit('alter-sequence', { sequence: relationName(statement.sequence), ...ownership(statement.options) });
}

function ownership(options: readonly Node[] | undefined): { readonly ownedBy?: OwnedBy } {
  const option = all(options, 'DefElem').find((candidate) => candidate.defname === 'owned_by');
  if (option === undefined) return {};
  const parts = nameParts(option.arg);
  const column = parts.at(-1) ?? '';
  return { ownedBy: parts.length < 2 ? null : { table: qualified(parts.slice(0, -1)), column } };
}

/** `CREATE SCHEMA`; the objects it may hold are lowered by the caller. */
export function createSchema(statement: CreateSchemaStmt, scope: Scope): void {
  scope.emit('create-schema', {
    schema: statement.schemaname ?? roleName(statement.authrole),
    ifNotExists: statement.if_not_exists === true,
  });
}

export function createTrigger(statement: CreateTrigStmt, scope: Scope): void {
  scope.emit('create-trigger', {
    table: relationName(statement.relation),
    trigger: statement.trigname ?? '',
    orReplace: statement.replace === true,
    constraint: statement.isconstraint === true,
    function: qualified(strings(statement.funcname)),
    ...(statement.constrrel === undefined ? undefined : { referencedTable: relationName(statement.constrrel) }),
    ...(statement.initdeferred === true ? { initiallyDeferred: true } : undefined),
  });
}

export function createRule(statement: RuleStmt, scope: Scope): void {
  scope.emit('create-rule', {
    table: relationName(statement.relation),
    rule: statement.rulename ?? '',
    orReplace: statement.replace === true,
  });
}

const policyCommands = ['all', 'select', 'insert', 'update', 'delete'] as const;

export function createPolicy(statement: CreatePolicyStmt, scope: Scope): void {
  scope.emit('create-policy', {
    table: relationName(statement.table),
    policy: statement.policy_name ?? '',
    permissive: statement.permissive === true,
    command: policyCommands.find((command) => command === statement.cmd_name) ?? 'all',
    ...policyReads(statement),
  });
}

/** What the conditions of a policy read. */
export function policyReads({ qual, with_check }: Pick<CreatePolicyStmt, 'qual' | 'with_check'>): {
  readonly reads?: QueryUse;
} {
  const conditions = [qual, with_check].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? {} : { reads: usesOf(conditions) };
}

export function createStatistics(statement: CreateStatsStmt, scope: Scope): void {
  const name = strings(statement.defnames);
  for (const relation of all(statement.relations, 'RangeVar')) {
    scope.emit('create-statistics', {
      table: relationName(relation),
      ...(name.length === 0 ? undefined : { name: qualified(name) }),
    });
  }
}

export function setSchema(statement: AlterObjectSchemaStmt, scope: Scope): void {
  scope.emit('set-schema', {
    object: objectName(statement),
    objectType: objectTypeWord(statement.objectType),
    newSchema: statement.newschema ?? '',
    ifExists: statement.missing_ok === true,
  });
}

export function setOwner(statement: AlterOwnerStmt, scope: Scope): void {
  scope.emit('set-owner', {
    object: objectName(statement),
    objectType: objectTypeWord(statement.objectType),
    owner: roleName(statement.newowner),
  });
}

function objectName(statement: AlterObjectSchemaStmt | AlterOwnerStmt): QualifiedName {
  return statement.relation === undefined ? qualified(nameParts(statement.object)) : relationName(statement.relation);
}

/** Objects that are named through the table they stand on; the comment's object is then the table. */
const partsOfTables = new Set(['column', 'constraint', 'trigger', 'rule', 'policy']);

export function comment(statement: CommentStmt, scope: Scope): void {
  const objectType = objectTypeWord(statement.objtype);
  const parts = nameParts(statement.object);
  scope.emit('comment', {
    object: qualified(partsOfTables.has(objectType) ? parts.slice(0, -1) : parts),
    objectType,
  });
}

/** `CREATE AGGREGATE | OPERATOR | COLLATION | TEXT SEARCH ...` and base types. */
export function define(statement: DefineStmt, scope: Scope): void {
  const name = qualified(strings(statement.defnames));
  if (statement.kind === 'OBJECT_TYPE') scope.emit('create-type', { type: name });
  else scope.emit('create-object', { objectType: objectTypeWord(statement.kind), name });
}
