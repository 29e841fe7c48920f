import type { AlterTableCmd, AlterTableStmt, ObjectType } from 'libpg-query';
import type { QualifiedName } from '../../../core/name.js';
import type { OperationKind, OperationMap } from '../../../core/operation.js';
import type { Span } from '../../../core/span.js';
import { all, as, roleName } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';

/** One command of an ALTER TABLE, with where it stands. */
export interface Command {
  readonly command: AlterTableCmd;
  readonly scope: Scope;
  readonly statement: AlterTableStmt;
  readonly target: QualifiedName;
  /** Half-open range of its tokens. */
  readonly from: number;
  readonly to: number;
  readonly span: Span | undefined;
}

/** Adds the operation that a command is, at its place. */
export function emit<K extends OperationKind>(at: Command, kind: K, fields: OperationMap[K]): void {
  at.scope.emit(kind, fields, at.span);
}

/** A command that touches the catalogue only, on an object without rows. */
export function otherCommand(at: Command, type: ObjectType): void {
  const objectType = objectTypeWord(type);
  if (at.command.subtype === 'AT_ChangeOwner') {
    emit(at, 'set-owner', { object: at.target, objectType, owner: roleName(at.command.newowner) });
  } else emit(at, 'alter-object', { objectType, name: at.target, text: commandText(at) });
}

/** The command as written, or the statement when it is the only one. */
export function commandText({ scope, span }: Command): string {
  return span === undefined ? scope.text : scope.textOf(span);
}

/** The names of the storage parameters that a command sets. */
export function parameterNames(command: AlterTableCmd): string[] {
  return all(as(command.def, 'List')?.items, 'DefElem').map((option) =>
    option.defnamespace === undefined ? (option.defname ?? '') : `${option.defnamespace}.${option.defname ?? ''}`,
  );
}

/** The column settings that touch only the catalogue. */
export const columnProperties = {
  AT_SetStatistics: 'statistics',
  AT_SetOptions: 'options',
  AT_ResetOptions: 'options',
  AT_SetStorage: 'storage',
  AT_SetCompression: 'compression',
} as const;
