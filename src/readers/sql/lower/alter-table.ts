import type { AlterTableCmd, AlterTableStmt, ObjectType } from 'libpg-query';
import type { QualifiedName } from '../../../core/name.js';
import type { OperationKind, OperationMap } from '../../../core/operation.js';
import type { Span } from '../../../core/span.js';
import { all, as, qualified, relationName, roleName, strings } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';
import { typeReference } from '../types.js';
import { columnDefinition, identityWhen } from './columns.js';
import { constraintDefinition } from './constraints.js';
import { afterRelation } from './indexes.js';
import { partitionBound } from './tables.js';

/** One command of an ALTER TABLE, with where it stands. */
interface Command {
  readonly command: AlterTableCmd;
  readonly scope: Scope;
  readonly statement: AlterTableStmt;
  readonly target: QualifiedName;
  /** Half-open range of its tokens. */
  readonly from: number;
  readonly to: number;
  readonly span: Span | undefined;
}

/**
 * `ALTER TABLE` and its kin: each command becomes an operation of its own with the span of the command, or of the
 * statement when it is the only one.
 */
export function alterTable(statement: AlterTableStmt, scope: Scope): void {
  const commands = all(statement.cmds, 'AlterTableCmd');
  const { index, name } = afterRelation(scope, statement.relation);
  const parts = scope.split(index, scope.tokens.length);
  commands.forEach((command, position) => {
    const { from, to } = parts[position] ?? { from: index, to: scope.tokens.length };
    const span = commands.length === 1 ? undefined : scope.spanOf(from, to);
    lowerCommand({ command, scope, statement, target: name, from, to, span });
  });
}

function lowerCommand(at: Command): void {
  switch (at.statement.objtype) {
    case 'OBJECT_TABLE':
      return tableCommand(at);
    case 'OBJECT_INDEX':
      return indexCommand(at);
    case 'OBJECT_MATVIEW':
    case 'OBJECT_VIEW':
      return viewCommand(at);
    case 'OBJECT_TYPE':
      return compositeCommand(at);
    default:
      return otherCommand(at, at.statement.objtype ?? 'OBJECT_TABLE');
  }
}

function emit<K extends OperationKind>(at: Command, kind: K, fields: OperationMap[K]): void {
  at.scope.emit(kind, fields, at.span);
}

function otherCommand(at: Command, type: ObjectType): void {
  const objectType = objectTypeWord(type);
  if (at.command.subtype === 'AT_ChangeOwner') {
    emit(at, 'set-owner', { object: at.target, objectType, owner: roleName(at.command.newowner) });
  } else emit(at, 'alter-object', { objectType, name: at.target });
}

function indexCommand(at: Command): void {
  if (at.command.subtype === 'AT_AttachPartition') {
    const partition = relationName(as(at.command.def, 'PartitionCmd')?.name);
    emit(at, 'attach-index-partition', { index: at.target, partition });
  } else relationCommand(at, 'index', 'OBJECT_INDEX');
}

function viewCommand(at: Command): void {
  if (at.statement.objtype === 'OBJECT_MATVIEW') relationCommand(at, 'materialized-view', 'OBJECT_MATVIEW');
  else relationCommand(at, 'view', 'OBJECT_VIEW');
}

/** What an index or a view has in common with a table. */
function relationCommand(at: Command, relationKind: 'index' | 'view' | 'materialized-view', type: ObjectType): void {
  const { command, target } = at;
  switch (command.subtype) {
    case 'AT_SetTableSpace':
      if (relationKind === 'view') return otherCommand(at, type);
      return emit(at, 'set-tablespace', { relation: target, relationKind, tablespace: command.name ?? '' });
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
      return emit(at, 'set-storage-parameters', {
        relation: target,
        relationKind,
        parameters: parameterNames(command),
      });
    case 'AT_ClusterOn':
      return emit(at, 'set-cluster-index', { table: target, index: command.name ?? '' });
    case 'AT_DropCluster':
      return emit(at, 'set-cluster-index', { table: target });
    case 'AT_SetAccessMethod':
      return emit(at, 'set-access-method', { table: target, accessMethod: command.name ?? 'default' });
    case 'AT_SetStatistics':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_SetStorage':
    case 'AT_SetCompression':
      if (relationKind !== 'materialized-view') return otherCommand(at, type);
      return emit(at, 'set-column-property', {
        table: target,
        column: command.name ?? '',
        property: columnProperties[command.subtype],
      });
    default:
      return otherCommand(at, type);
  }
}

function compositeCommand(at: Command): void {
  const { command, target } = at;
  const cascade = command.behavior === 'DROP_CASCADE';
  const added = as(command.def, 'ColumnDef')?.colname;
  switch (command.subtype) {
    case 'AT_AddColumn':
      return emit(at, 'alter-composite-type', {
        type: target,
        change: 'add-attribute',
        attribute: added ?? '',
        cascade,
      });
    case 'AT_DropColumn':
    case 'AT_AlterColumnType':
      return emit(at, 'alter-composite-type', {
        type: target,
        change: command.subtype === 'AT_DropColumn' ? 'drop-attribute' : 'alter-attribute',
        attribute: command.name ?? '',
        cascade,
      });
    default:
      return otherCommand(at, 'OBJECT_TYPE');
  }
}

const columnProperties = {
  AT_SetStatistics: 'statistics',
  AT_SetOptions: 'options',
  AT_ResetOptions: 'options',
  AT_SetStorage: 'storage',
  AT_SetCompression: 'compression',
} as const;

const rowSecurity = {
  AT_EnableRowSecurity: 'enable',
  AT_DisableRowSecurity: 'disable',
  AT_ForceRowSecurity: 'force',
  AT_NoForceRowSecurity: 'no-force',
} as const;

const states = {
  AT_EnableTrig: 'enable',
  AT_EnableAlwaysTrig: 'enable-always',
  AT_EnableReplicaTrig: 'enable-replica',
  AT_DisableTrig: 'disable',
  AT_EnableTrigAll: 'enable',
  AT_DisableTrigAll: 'disable',
  AT_EnableTrigUser: 'enable',
  AT_DisableTrigUser: 'disable',
  AT_EnableRule: 'enable',
  AT_EnableAlwaysRule: 'enable-always',
  AT_EnableReplicaRule: 'enable-replica',
  AT_DisableRule: 'disable',
} as const;

function tableCommand(at: Command): void {
  const { command, target, scope } = at;
  const table = target;
  const column = command.name ?? '';
  const ifExists = command.missing_ok === true;
  const cascade = command.behavior === 'DROP_CASCADE';
  const only = at.statement.relation?.inh !== true;
  switch (command.subtype) {
    case 'AT_AddColumn': {
      const lowered = columnDefinition(scope, as(command.def, 'ColumnDef') ?? {});
      return emit(at, 'add-column', { table, ...lowered, ifNotExists: ifExists, only });
    }
    case 'AT_DropColumn':
      return emit(at, 'drop-column', { table, column, ifExists, cascade });
    case 'AT_AlterColumnType':
      return alterColumnType(at);
    case 'AT_ColumnDefault':
      if (command.def === undefined) return emit(at, 'drop-default', { table, column });
      return emit(at, 'set-default', { table, column, default: scope.expression(after(at, 'default'), at.to) });
    case 'AT_SetNotNull':
      return emit(at, 'set-not-null', { table, column });
    case 'AT_DropNotNull':
      return emit(at, 'drop-not-null', { table, column });
    case 'AT_AddIdentity':
      return emit(at, 'add-identity', {
        table,
        column,
        identity: { when: identityWhen(as(command.def, 'Constraint')?.generated_when) },
      });
    case 'AT_SetIdentity':
      return alterIdentity(at);
    case 'AT_DropIdentity':
      return emit(at, 'drop-identity', { table, column, ifExists });
    case 'AT_SetExpression':
      return emit(at, 'set-generated-expression', {
        table,
        column,
        expression: scope.expressionInside(scope.find(after(at, 'expression'), ['('])),
      });
    case 'AT_DropExpression':
      return emit(at, 'drop-generated-expression', { table, column, ifExists });
    case 'AT_SetStatistics':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_SetStorage':
    case 'AT_SetCompression':
      return emit(at, 'set-column-property', { table, column, property: columnProperties[command.subtype] });
    case 'AT_AddConstraint':
      return addConstraint(at, only);
    case 'AT_ValidateConstraint':
      return emit(at, 'validate-constraint', { table, name: column });
    case 'AT_DropConstraint':
      return emit(at, 'drop-constraint', { table, name: column, ifExists, cascade });
    case 'AT_AlterConstraint':
      return alterConstraint(at);
    default:
      return tableProperty(at);
  }
}

/** The commands that change a table as a whole. */
function tableProperty(at: Command): void {
  const { command, target: table } = at;
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_ChangeOwner':
      return emit(at, 'set-owner', { object: table, objectType: 'table', owner: roleName(command.newowner) });
    case 'AT_ClusterOn':
      return emit(at, 'set-cluster-index', { table, index: name });
    case 'AT_DropCluster':
      return emit(at, 'set-cluster-index', { table });
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
      return emit(at, 'set-persistence', {
        table,
        persistence: command.subtype === 'AT_SetLogged' ? 'permanent' : 'unlogged',
      });
    case 'AT_SetAccessMethod':
      return emit(at, 'set-access-method', { table, accessMethod: command.name ?? 'default' });
    case 'AT_SetTableSpace':
      return emit(at, 'set-tablespace', { relation: table, relationKind: 'table', tablespace: name });
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
      return emit(at, 'set-storage-parameters', {
        relation: table,
        relationKind: 'table',
        parameters: parameterNames(command),
      });
    case 'AT_AddInherit':
    case 'AT_DropInherit':
      return emit(at, 'set-inheritance', {
        table,
        parent: relationName(as(command.def, 'RangeVar')),
        inherit: command.subtype === 'AT_AddInherit',
      });
    case 'AT_ReplicaIdentity':
      return replicaIdentity(at);
    case 'AT_EnableRowSecurity':
    case 'AT_DisableRowSecurity':
    case 'AT_ForceRowSecurity':
    case 'AT_NoForceRowSecurity':
      return emit(at, 'set-row-security', { table, action: rowSecurity[command.subtype] });
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return partition(at);
    default:
      return firing(at);
  }
}

/** Triggers and rules switched on and off; what is left touches the catalogue only (OF type, OPTIONS, OIDS). */
function firing(at: Command): void {
  const { command, target: table } = at;
  switch (command.subtype) {
    case 'AT_EnableTrig':
    case 'AT_EnableAlwaysTrig':
    case 'AT_EnableReplicaTrig':
    case 'AT_DisableTrig':
      return emit(at, 'set-trigger-state', { table, trigger: command.name ?? '', state: states[command.subtype] });
    case 'AT_EnableTrigAll':
    case 'AT_DisableTrigAll':
    case 'AT_EnableTrigUser':
    case 'AT_DisableTrigUser':
      return emit(at, 'set-trigger-state', { table, state: states[command.subtype] });
    case 'AT_EnableRule':
    case 'AT_EnableAlwaysRule':
    case 'AT_EnableReplicaRule':
    case 'AT_DisableRule':
      return emit(at, 'set-rule-state', { table, rule: command.name ?? '', state: states[command.subtype] });
    case 'AT_AddOf':
    case 'AT_DropOf':
    case 'AT_DropOids':
    case 'AT_GenericOptions':
    case 'AT_AlterColumnGenericOptions':
      return emit(at, 'alter-object', { objectType: 'table', name: table });
    default:
      return at.scope.opaque('Lockstep does not know this command of ALTER TABLE.', at.span);
  }
}

function alterColumnType(at: Command): void {
  const { command, scope } = at;
  const definition = as(command.def, 'ColumnDef') ?? {};
  const type = typeReference(definition.typeName) ?? { name: '', modifiers: [], arrayDimensions: 0 };
  emit(at, 'alter-column-type', {
    table: at.target,
    column: command.name ?? '',
    type,
    ...(definition.collClause === undefined
      ? undefined
      : { collation: qualified(strings(definition.collClause.collname)) }),
    ...(definition.raw_default === undefined
      ? undefined
      : {
          using: scope.expression(scope.find(scope.tokenAt(definition.typeName?.location) + 1, ['using']) + 1, at.to),
        }),
  });
}

function alterIdentity(at: Command): void {
  const options = all(as(at.command.def, 'List')?.items, 'DefElem');
  const generated = as(options.find((option) => option.defname === 'generated')?.arg, 'Integer')?.ival;
  emit(at, 'alter-identity', {
    table: at.target,
    column: at.command.name ?? '',
    ...(generated === undefined ? undefined : { when: identityWhen(String.fromCharCode(generated)) }),
  });
}

function addConstraint(at: Command, only: boolean): void {
  const node = as(at.command.def, 'Constraint') ?? {};
  const from = at.scope.tokenAt(node.location);
  const constraint = constraintDefinition(at.scope, node, at.scope.spanOf(from, at.to));
  if (constraint === undefined) at.scope.opaque('Lockstep does not know this kind of constraint.', at.span);
  else emit(at, 'add-constraint', { table: at.target, constraint, only });
}

function alterConstraint(at: Command): void {
  const node = as(at.command.def, 'ATAlterConstraint') ?? {};
  emit(at, 'alter-constraint', {
    table: at.target,
    name: node.conname ?? '',
    ...(node.alterDeferrability === true ? { deferrable: node.deferrable === true } : undefined),
    ...(node.alterEnforceability === true ? { enforced: node.is_enforced === true } : undefined),
    ...(node.alterInheritability === true ? { inherit: node.noinherit !== true } : undefined),
  });
}

const identities = { d: 'default', f: 'full', n: 'nothing', i: 'index' } as const;

function replicaIdentity(at: Command): void {
  const node = as(at.command.def, 'ReplicaIdentityStmt') ?? {};
  const letter = (node.identity_type ?? 'd') as keyof typeof identities;
  emit(at, 'set-replica-identity', {
    table: at.target,
    identity: identities[letter],
    ...(node.name === undefined ? undefined : { index: node.name }),
  });
}

function partition(at: Command): void {
  const node = as(at.command.def, 'PartitionCmd') ?? {};
  const names = { table: at.target, partition: relationName(node.name) };
  if (at.command.subtype === 'AT_AttachPartition') {
    emit(at, 'attach-partition', { ...names, bound: partitionBound(node.bound ?? { is_default: true }, at.scope) });
  } else {
    emit(at, 'detach-partition', {
      ...names,
      concurrently: node.concurrent === true,
      finalize: at.command.subtype === 'AT_DetachPartitionFinalize',
    });
  }
}

function parameterNames(command: AlterTableCmd): string[] {
  return all(as(command.def, 'List')?.items, 'DefElem').map((option) =>
    option.defnamespace === undefined ? (option.defname ?? '') : `${option.defnamespace}.${option.defname ?? ''}`,
  );
}

/**
 * The token after a clause's word. A column may bear the name of the word, so the search begins after the column:
 * `ALTER [COLUMN] name SET DEFAULT`.
 */
function after(at: Command, word: string): number {
  const named = at.scope.word(at.from + 1) === 'column' ? 3 : 2;
  return at.scope.find(at.from + named, [word]) + 1;
}
