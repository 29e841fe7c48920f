import type { InspectedMigration, Inspection } from '../core/inspection.js';
import type { Operation } from '../core/operation.js';
import { lineIndexOf } from '../core/source.js';
import type { LineIndex } from '../core/source.js';
import { nestSteps } from './nested-steps.js';
import type { NestedStep } from './nested-steps.js';
import { placeOf } from './places.js';

/** The inspection for programs. Its shape is stable: a change of it raises `schemaVersion`. */
export function inspectionJson({ migrations }: Inspection): string {
  return `${JSON.stringify({ schemaVersion: 1, migrations: migrations.map(migrationAsJson) }, null, 2)}\n`;
}

function migrationAsJson({ migration, steps }: InspectedMigration): object {
  const index = lineIndexOf(migration.source.text);
  const { source, id, transaction, inBatch, problems, down } = migration;
  return {
    file: source.path,
    id,
    transaction: inBatch === true ? 'batch' : transaction,
    operations: nestSteps(migration, steps).map((step) => stepAsJson(step, index)),
    ...(down.length === 0 ? {} : { down: down.map((operation) => operationAsJson(operation, index)) }),
    ...(problems.length === 0
      ? {}
      : { problems: problems.map(({ kind, message, span }) => ({ kind, message, ...placeOf(index, span) })) }),
  };
}

function stepAsJson({ step, inner }: NestedStep, index: LineIndex): object {
  return {
    ...operationAsJson(step.operation, index),
    effects: step.effects,
    ...(inner.length === 0 ? {} : { operations: inner.map((nested) => stepAsJson(nested, index)) }),
  };
}

function operationAsJson(operation: Operation, index: LineIndex): object {
  return {
    kind: operation.kind,
    ...placeOf(index, operation.span),
    statement: operation.statement,
    ...(operation.kind === 'opaque' ? { reason: operation.reason } : {}),
  };
}
