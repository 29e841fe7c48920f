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
    case 'OBJECT_TABLE': {
      tableCommand(at);
      return;
    }
    case 'OBJECT_INDEX': {
      indexCommand(at);
      return;
    }
    case 'OBJECT_MATVIEW':
    case 'OBJECT_VIEW': {
      viewCommand(at);
      return;
    }
    case 'OBJECT_TYPE': {
      compositeCommand(at);
      return;
    }
    default: {
      otherCommand(at, at.statement.objtype ?? 'OBJECT_TABLE');
      return;
    }
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
      if (relationKind === 'view') {
        otherCommand(at, type);
        return;
      }
      {
        emit(at, 'set-tablespace', { relation: target, relationKind, tablespace: command.name ?? '' });
        return;
      }
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions': {
      emit(at, 'set-storage-parameters', {
        relation: target,
        relationKind,
        parameters: parameterNames(command),
      });
      return;
    }
    case 'AT_ClusterOn': {
      emit(at, 'set-cluster-index', { table: target, index: command.name ?? '' });
      return;
    }
    case 'AT_DropCluster': {
      emit(at, 'set-cluster-index', { table: target });
      return;
    }
    case 'AT_SetAccessMethod': {
      emit(at, 'set-access-method', { table: target, accessMethod: command.name ?? 'default' });
      return;
    }
    case 'AT_SetStatistics':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_SetStorage':
    case 'AT_SetCompression':
      if (relationKind !== 'materialized-view') {
        otherCommand(at, type);
        return;
      }
      {
        emit(at, 'set-column-property', {
          table: target,
          column: command.name ?? '',
          property: columnProperties[command.subtype],
        });
        return;
      }
    default: {
      otherCommand(at, type);
      return;
    }
  }
}

function compositeCommand(at: Command): void {
  const { command, target } = at;
  const cascade = command.behavior === 'DROP_CASCADE';
  const added = as(command.def, 'ColumnDef')?.colname;
  switch (command.subtype) {
    case 'AT_AddColumn': {
      emit(at, 'alter-composite-type', {
        type: target,
        change: 'add-attribute',
        attribute: added ?? '',
        cascade,
      });
      return;
    }
    case 'AT_DropColumn':
    case 'AT_AlterColumnType': {
      emit(at, 'alter-composite-type', {
        type: target,
        change: command.subtype === 'AT_DropColumn' ? 'drop-attribute' : 'alter-attribute',
        attribute: command.name ?? '',
        cascade,
      });
      return;
    }
    default: {
      otherCommand(at, 'OBJECT_TYPE');
      return;
    }
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
      emit(at, 'add-column', { table, ...lowered, ifNotExists: ifExists, only });
      return;
    }
    case 'AT_DropColumn': {
      emit(at, 'drop-column', { table, column, ifExists, cascade });
      return;
    }
    case 'AT_AlterColumnType': {
      alterColumnType(at);
      return;
    }
    case 'AT_ColumnDefault':
      if (command.def === undefined) {
        emit(at, 'drop-default', { table, column });
        return;
      }
      {
        emit(at, 'set-default', { table, column, default: scope.expression(after(at, 'default'), at.to) });
        return;
      }
    case 'AT_SetNotNull': {
      emit(at, 'set-not-null', { table, column });
      return;
    }
    case 'AT_DropNotNull': {
      emit(at, 'drop-not-null', { table, column });
      return;
    }
    case 'AT_AddIdentity': {
      emit(at, 'add-identity', {
        table,
        column,
        identity: { when: identityWhen(as(command.def, 'Constraint')?.generated_when) },
      });
      return;
    }
    case 'AT_SetIdentity': {
      alterIdentity(at);
      return;
    }
    case 'AT_DropIdentity': {
      emit(at, 'drop-identity', { table, column, ifExists });
      return;
    }
    case 'AT_SetExpression': {
      emit(at, 'set-generated-expression', {
        table,
        column,
        expression: scope.expressionInside(scope.find(after(at, 'expression'), ['('])),
      });
      return;
    }
    case 'AT_DropExpression': {
      emit(at, 'drop-generated-expression', { table, column, ifExists });
      return;
    }
    case 'AT_SetStatistics':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_SetStorage':
    case 'AT_SetCompression': {
      emit(at, 'set-column-property', { table, column, property: columnProperties[command.subtype] });
      return;
    }
    case 'AT_AddConstraint': {
      addConstraint(at, only);
      return;
    }
    case 'AT_ValidateConstraint': {
      emit(at, 'validate-constraint', { table, name: column });
      return;
    }
    case 'AT_DropConstraint': {
      emit(at, 'drop-constraint', { table, name: column, ifExists, cascade });
      return;
    }
    case 'AT_AlterConstraint': {
      alterConstraint(at);
      return;
    }
    default: {
      tableProperty(at);
      return;
    }
  }
}

/** The commands that change a table as a whole. */
function tableProperty(at: Command): void {
  const { command, target: table } = at;
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_ChangeOwner': {
      emit(at, 'set-owner', { object: table, objectType: 'table', owner: roleName(command.newowner) });
      return;
    }
    case 'AT_ClusterOn': {
      emit(at, 'set-cluster-index', { table, index: name });
      return;
    }
    case 'AT_DropCluster': {
      emit(at, 'set-cluster-index', { table });
      return;
    }
    case 'AT_SetLogged':
    case 'AT_SetUnLogged': {
      emit(at, 'set-persistence', {
        table,
        persistence: command.subtype === 'AT_SetLogged' ? 'permanent' : 'unlogged',
      });
      return;
    }
    case 'AT_SetAccessMethod': {
      emit(at, 'set-access-method', { table, accessMethod: command.name ?? 'default' });
      return;
    }
    case 'AT_SetTableSpace': {
      emit(at, 'set-tablespace', { relation: table, relationKind: 'table', tablespace: name });
      return;
    }
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions': {
      emit(at, 'set-storage-parameters', {
        relation: table,
        relationKind: 'table',
        parameters: parameterNames(command),
      });
      return;
    }
    case 'AT_AddInherit':
    case 'AT_DropInherit': {
      emit(at, 'set-inheritance', {
        table,
        parent: relationName(as(command.def, 'RangeVar')),
        inherit: command.subtype === 'AT_AddInherit',
      });
      return;
    }
    case 'AT_ReplicaIdentity': {
      replicaIdentity(at);
      return;
    }
    case 'AT_EnableRowSecurity':
    case 'AT_DisableRowSecurity':
    case 'AT_ForceRowSecurity':
    case 'AT_NoForceRowSecurity': {
      emit(at, 'set-row-security', { table, action: rowSecurity[command.subtype] });
      return;
    }
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize': {
      partition(at);
      return;
    }
    default: {
      firing(at);
      return;
    }
  }
}

/** Triggers and rules switched on and off; what is left touches the catalogue only (OF type, OPTIONS, OIDS). */
function firing(at: Command): void {
  const { command, target: table } = at;
  switch (command.subtype) {
    case 'AT_EnableTrig':
    case 'AT_EnableAlwaysTrig':
    case 'AT_EnableReplicaTrig':
    case 'AT_DisableTrig': {
      emit(at, 'set-trigger-state', { table, trigger: command.name ?? '', state: states[command.subtype] });
      return;
    }
    case 'AT_EnableTrigAll':
    case 'AT_DisableTrigAll':
    case 'AT_EnableTrigUser':
    case 'AT_DisableTrigUser': {
      emit(at, 'set-trigger-state', { table, state: states[command.subtype] });
      return;
    }
    case 'AT_EnableRule':
    case 'AT_EnableAlwaysRule':
    case 'AT_EnableReplicaRule':
    case 'AT_DisableRule': {
      emit(at, 'set-rule-state', { table, rule: command.name ?? '', state: states[command.subtype] });
      return;
    }
    case 'AT_AddOf':
    case 'AT_DropOf':
    case 'AT_DropOids':
    case 'AT_GenericOptions':
    case 'AT_AlterColumnGenericOptions': {
      emit(at, 'alter-object', { objectType: 'table', name: table });
      return;
    }
    default: {
      at.scope.opaque('Lockstep does not know this command of ALTER TABLE.', at.span);
      return;
    }
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
    ...(at.statement.relation?.inh === true ? undefined : { only: true }),
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
