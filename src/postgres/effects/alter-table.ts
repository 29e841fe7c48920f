import type { Operation, OperationKind, OperationOf } from '../../core/operation.js';
import { requireNoPendingEvents } from './preconditions.js';
import type { Scene } from './scene.js';

/**
 * ALTER TABLE (CheckAlterTableIsSafe in tablecmds.c), CREATE INDEX, TRUNCATE and DROP TABLE refuse a table with pending
 * trigger events, DROP INDEX does not: observed on 10 to 18. Neither do renames, comments and CREATE TRIGGER: observed
 * on 17.
 */
export function failOnPendingEvents(operation: Operation, scene: Scene): void {
  if (isAlterTable(operation)) requireNoPendingEvents(scene.key(operation.table), 'ALTER TABLE', scene);
  const command = refusing.get(operation.kind);
  if (command !== undefined && 'table' in operation && operation.table !== undefined) {
    requireNoPendingEvents(scene.key(operation.table), command, scene);
  }
}

const refusing: ReadonlyMap<OperationKind, string> = new Map<OperationKind, string>([
  ['create-index', 'CREATE INDEX'],
  ['truncate-table', 'TRUNCATE'],
  ['drop-table', 'DROP TABLE'],
]);

const alterTableKinds = [
  'add-column',
  'drop-column',
  'alter-column-type',
  'set-default',
  'drop-default',
  'set-not-null',
  'drop-not-null',
  'add-identity',
  'alter-identity',
  'drop-identity',
  'set-generated-expression',
  'drop-generated-expression',
  'set-column-property',
  'add-constraint',
  'validate-constraint',
  'drop-constraint',
  'alter-constraint',
  'set-persistence',
  'set-access-method',
  'set-cluster-index',
  'set-replica-identity',
  'set-row-security',
  'set-inheritance',
  'attach-partition',
  'detach-partition',
  'set-trigger-state',
  'set-rule-state',
] as const satisfies readonly OperationKind[];

const alterTable: ReadonlySet<OperationKind> = new Set(alterTableKinds);

function isAlterTable(operation: Operation): operation is OperationOf<(typeof alterTableKinds)[number]> {
  return alterTable.has(operation.kind);
}
