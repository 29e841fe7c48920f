import type { ObjectType } from 'libpg-query';
import { as, qualified, relationName, strings } from '../nodes.js';
import { typeReference } from '../types.js';
import {
  changedParameters,
  columnProperties,
  columnProperty,
  emit,
  otherCommand,
  type Command,
} from './alter-command.js';

/** A command of ALTER INDEX. */
export function indexCommand(at: Command): void {
  if (at.command.subtype === 'AT_AttachPartition') {
    const partition = relationName(as(at.command.def, 'PartitionCmd')?.name);
    emit(at, 'attach-index-partition', { index: at.target, partition });
  } else relationCommand(at, 'index', 'OBJECT_INDEX');
}

/** A command of ALTER VIEW or ALTER MATERIALIZED VIEW. */
export function viewCommand(at: Command): void {
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
        ...changedParameters(command),
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
          ...columnProperty(command, columnProperties[command.subtype]),
        });
        return;
      }
    default: {
      otherCommand(at, type);
      return;
    }
  }
}

/** A command of ALTER TYPE on a composite type. */
export function compositeCommand(at: Command): void {
  const { command, target } = at;
  const cascade = command.behavior === 'DROP_CASCADE';
  const definition = as(command.def, 'ColumnDef');
  const attributeType = typeReference(definition?.typeName);
  const collation = definition?.collClause;
  const typed = {
    ...(attributeType === undefined ? undefined : { attributeType }),
    ...(collation === undefined ? undefined : { collation: qualified(strings(collation.collname)) }),
  };
  switch (command.subtype) {
    case 'AT_AddColumn': {
      emit(at, 'alter-composite-type', {
        type: target,
        change: 'add-attribute',
        attribute: definition?.colname ?? '',
        cascade,
        ...typed,
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
        ...typed,
        ...(command.missing_ok === true ? { ifExists: true } : undefined),
      });
      return;
    }
    default: {
      otherCommand(at, 'OBJECT_TYPE');
      return;
    }
  }
}
