import type { AlterTableCmd, AlterTableStmt, ObjectType } from 'libpg-query';
import type { QualifiedName } from '../../../core/name.js';
import type { AlterTarget, OperationKind, OperationMap } from '../../../core/operation.js';
import type { Span } from '../../../core/span.js';
import { as, optionText, roleName } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';
import { parameters } from './clauses.js';

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
  const target = targetOf(at, kind);
  at.scope.emit(kind, target === undefined ? fields : { ...fields, ...target }, at.span);
}

const relationKinds: { readonly [T in ObjectType]?: AlterTarget['relationKind'] } = {
  OBJECT_INDEX: 'index',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized-view',
};

/** How the statement names its relation, where that is not a plain ALTER TABLE. */
function targetOf({ statement }: Command, kind: OperationKind): AlterTarget | undefined {
  const relationKind = namesItsType.has(kind) ? undefined : relationKinds[statement.objtype ?? 'OBJECT_TABLE'];
  // A composite type has no children, and its node does not say that it has none.
  const only = statement.relation?.inh !== true && statement.objtype !== 'OBJECT_TYPE';
  if (relationKind === undefined && !only && statement.missing_ok !== true) return undefined;
  return {
    ...(relationKind === undefined ? undefined : { relationKind }),
    ...(only ? { only } : undefined),
    ...(statement.missing_ok === true ? { ifRelationExists: true } : undefined),
  };
}

/** Operations that say themselves what kind of object is altered. */
const namesItsType = new Set<OperationKind>(['set-owner', 'alter-object', 'attach-index-partition']);

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

/** The storage parameters that a command sets or resets. */
export function changedParameters(
  command: AlterTableCmd,
): Pick<OperationMap['set-storage-parameters'], 'parameters' | 'values'> {
  const found = parameters(as(command.def, 'List')?.items);
  return {
    parameters: found.map(({ name }) => name),
    ...(command.subtype === 'AT_ResetRelOptions' ? undefined : { values: found.map(({ value }) => value ?? null) }),
  };
}

/** What a command makes of a property of a column. */
export function columnProperty(
  { def, subtype }: AlterTableCmd,
  property: OperationMap['set-column-property']['property'],
): Omit<OperationMap['set-column-property'], 'table' | 'column'> {
  if (property === 'options') {
    const reset = subtype === 'AT_ResetOptions';
    return { property, parameters: parameters(as(def, 'List')?.items), ...(reset ? { reset } : undefined) };
  }
  const value = optionText(def)?.toLowerCase();
  // PostgreSQL before 17 wrote DEFAULT as -1, and still takes that.
  return { property, ...(value === undefined || value === 'default' ? undefined : { value }) };
}

/** The column settings that touch only the catalogue. */
export const columnProperties = {
  AT_SetStatistics: 'statistics',
  AT_SetOptions: 'options',
  AT_ResetOptions: 'options',
  AT_SetStorage: 'storage',
  AT_SetCompression: 'compression',
} as const;
