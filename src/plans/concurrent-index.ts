import type { QualifiedName } from '../core/name.js';
import type { OperationDraft, StatementDraft } from '../core/operation.js';
import type { PhaseName, PlanStep } from '../core/plan.js';
import { displayName } from '../core/name.js';
import type { Schema } from '../core/schema.js';
import { indexBeside } from './names.js';

/** What an index is, whatever way it is built. */
export type IndexDraft = Omit<
  OperationDraft<'create-index'>,
  'kind' | 'index' | 'table' | 'concurrently' | 'ifNotExists' | 'only' | 'operations'
>;

/**
 * The file that builds an index while others read and write. A build that failed or was killed leaves an invalid index
 * of the name, which goes first, so that the file can be run again.
 */
export function concurrentIndexStep(
  schema: Schema,
  phase: PhaseName,
  table: QualifiedName,
  index: string,
  draft: IndexDraft,
): PlanStep {
  return {
    phase,
    label: `build_${index}`,
    purpose:
      `Builds the index ${index} CONCURRENTLY: ${displayName(table)} can be read and written meanwhile. ` +
      'A build that fails leaves an invalid index behind, which is dropped first, so that the file can be run again.',
    transaction: 'none',
    work: [
      dropConcurrently(indexBeside(schema, table, index)),
      [{ ...draft, kind: 'create-index', index, table, concurrently: true, ifNotExists: false, only: false }],
    ],
  };
}

/** `DROP INDEX CONCURRENTLY IF EXISTS`, which may be run any number of times. */
export function dropConcurrently(index: QualifiedName): StatementDraft {
  return [{ kind: 'drop-index', index, concurrently: true, ifExists: true, cascade: false }];
}
