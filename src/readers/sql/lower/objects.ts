import type {
  AlterObjectSchemaStmt,
  AlterOwnerStmt,
  AlterSeqStmt,
  CommentStmt,
  CreatePolicyStmt,
  CreateSchemaStmt,
  CreateSeqStmt,
  CreateStatsStmt,
  DefineStmt,
  RefreshMatViewStmt,
  RuleStmt,
} from 'libpg-query';
import type { QualifiedName } from '../../../core/name.js';
import type { Persistence, QueryUse, SequenceOptions } from '../../../core/operation.js';
import { all, nameParts, qualified, relationName, roleName, strings } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';
import { ownership, sequenceOptions } from './clauses.js';
import { alteredRange, identity, typeWords } from './identity.js';
import { usesOf } from './query-use.js';

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
    ...options(statement),
    ...persistence(statement),
  });
}

export function alterSequence(statement: AlterSeqStmt, scope: Scope): void {
  scope.emit('alter-sequence', {
    sequence: relationName(statement.sequence),
    ...ownership(statement.options),
    ...options(statement),
    ...(statement.missing_ok === true ? { ifExists: true } : undefined),
  });
}

function options(statement: CreateSeqStmt | AlterSeqStmt): { readonly options?: SequenceOptions } {
  const found = sequenceOptions(statement.options);
  return found === undefined ? {} : { options: found };
}

function persistence({ sequence }: CreateSeqStmt): { readonly persistence?: Persistence } {
  if (sequence?.relpersistence === 't') return { persistence: 'temporary' };
  return sequence?.relpersistence === 'u' ? { persistence: 'unlogged' } : {};
}

/** `CREATE SCHEMA`; the objects it may hold are lowered by the caller. */
export function createSchema(statement: CreateSchemaStmt, scope: Scope): void {
  scope.emit('create-schema', {
    schema: statement.schemaname ?? roleName(statement.authrole),
    ifNotExists: statement.if_not_exists === true,
    ...(statement.authrole === undefined ? undefined : { owner: roleName(statement.authrole) }),
  });
}

export function createRule(statement: RuleStmt, scope: Scope): void {
  scope.emit('create-rule', {
    table: relationName(statement.relation),
    rule: statement.rulename ?? '',
    text: scope.text,
    orReplace: statement.replace === true,
  });
}

const policyCommands = ['all', 'select', 'insert', 'update', 'delete'] as const;

export function createPolicy(statement: CreatePolicyStmt, scope: Scope): void {
  scope.emit('create-policy', {
    table: relationName(statement.table),
    policy: statement.policy_name ?? '',
    text: scope.text,
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
      text: scope.text,
      ...(name.length === 0 ? undefined : { name: qualified(name) }),
    });
  }
}

export function setSchema(statement: AlterObjectSchemaStmt, scope: Scope): void {
  const objectType = objectTypeWord(statement.objectType);
  scope.emit('set-schema', {
    object: objectName(statement),
    objectType,
    newSchema: statement.newschema ?? '',
    ifExists: statement.missing_ok === true,
    ...(statement.relation !== undefined && statement.relation.inh !== true ? { only: true } : undefined),
    ...identity(scope, objectType, () => alteredRange(scope, objectType)),
  });
}

export function setOwner(statement: AlterOwnerStmt, scope: Scope): void {
  const objectType = objectTypeWord(statement.objectType);
  scope.emit('set-owner', {
    object: objectName(statement),
    objectType,
    owner: roleName(statement.newowner),
    ...identity(scope, objectType, () => alteredRange(scope, objectType)),
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
  const isPart = partsOfTables.has(objectType);
  scope.emit('comment', {
    object: qualified(isPart ? parts.slice(0, -1) : parts),
    objectType,
    ...(isPart ? { part: parts.at(-1) ?? '' } : undefined),
    comment: statement.comment ?? null,
    ...identity(scope, objectType, () => {
      const from = 2 + typeWords(objectType);
      return { from, to: scope.find(from, ['is']) };
    }),
  });
}

/** `CREATE AGGREGATE | OPERATOR | COLLATION | TEXT SEARCH ...` and base types. */
export function define(statement: DefineStmt, scope: Scope): void {
  const name = qualified(strings(statement.defnames));
  if (statement.kind === 'OBJECT_TYPE') scope.emit('create-type', { type: name, text: scope.text });
  else scope.emit('create-object', { objectType: objectTypeWord(statement.kind), name, text: scope.text });
}
