import { as, relationName, roleName } from '../nodes.js';
import { changedParameters, commandText, emit, type Command } from './alter-command.js';
import { partitionBound } from './tables.js';

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

/** The commands that change a table as a whole. */
export function tableProperty(at: Command): void {
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
        ...changedParameters(command),
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
      const userOnly = command.subtype === 'AT_EnableTrigUser' || command.subtype === 'AT_DisableTrigUser';
      emit(at, 'set-trigger-state', {
        table,
        state: states[command.subtype],
        ...(userOnly ? { userOnly } : undefined),
      });
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
      emit(at, 'alter-object', { objectType: 'table', name: table, text: commandText(at) });
      return;
    }
    default: {
      at.scope.opaque('Lockstep does not know this command of ALTER TABLE.', at.span);
      return;
    }
  }
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
