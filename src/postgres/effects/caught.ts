import type { Effect, FailsEffect, FailureCondition } from '../../core/effect.js';
import type { Operation, OperationKind } from '../../core/operation.js';

/**
 * What is left of the effects where EXCEPTION clauses guard the operation: a failure they catch does not fail the
 * statement, and one that is certain undoes all the operation did, locks included (a handler rolls back to the start of
 * its block). Observed on 10 to 18: cases do-block-catches and its neighbours of the proof.
 */
export function withoutCaught(operation: Operation, effects: readonly Effect[]): readonly Effect[] {
  const { caught } = operation;
  if (caught === undefined) return effects;
  const isCaught = (effect: Effect): effect is FailsEffect =>
    effect.kind === 'fails' && caught.some((condition) => catches(condition, effect.when, operation.kind));
  const undone = effects.some((effect) => isCaught(effect) && effect.certain && effect.unknown === undefined);
  return undone ? [] : effects.filter((effect) => !isCaught(effect));
}

/** Names of conditions: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function catches(condition: string, failure: FailureCondition, kind: OperationKind): boolean {
  if (condition === 'others') return true;
  const names = failure === 'exists' ? (duplicates[kind] ?? ['duplicate_object']) : conditions[failure];
  return names?.includes(condition) === true;
}

const conditions: Readonly<Partial<Record<FailureCondition, readonly string[]>>> = {
  missing: ['undefined_table', 'undefined_column', 'undefined_object', 'undefined_function', 'invalid_schema_name'],
  'duplicates-exist': ['unique_violation'],
  'violating-rows-exist': ['check_violation', 'foreign_key_violation', 'exclusion_violation'],
  'nulls-exist': ['not_null_violation'],
  'objects-depend': ['dependent_objects_still_exist'],
  'view-depends': ['dependent_objects_still_exist', 'feature_not_supported'],
};

/** The name of "it exists already" where it is not `duplicate_object`. */
const duplicates: Readonly<Partial<Record<OperationKind, readonly string[]>>> = {
  'create-table': ['duplicate_table'],
  'create-index': ['duplicate_table'],
  'create-view': ['duplicate_table'],
  'create-materialized-view': ['duplicate_table'],
  'create-sequence': ['duplicate_table'],
  'rename-table': ['duplicate_table'],
  'rename-index': ['duplicate_table'],
  'add-column': ['duplicate_column'],
  'rename-column': ['duplicate_column'],
  'create-schema': ['duplicate_schema'],
  'create-function': ['duplicate_function'],
  // A constraint that has an index needs a free name for that too.
  'add-constraint': ['duplicate_object', 'duplicate_table', 'invalid_table_definition'],
};
