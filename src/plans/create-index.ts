import { draftOf } from '../core/draft.js';
import { displayName, nameOf } from '../core/name.js';
import type { ObjectKey } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import { supports } from '../postgres/features.js';
import { concurrentIndexStep } from './concurrent-index.js';
import { generatedIndexName, indexNameParts } from './names.js';
import { partitionedIndexSteps } from './partitioned-index.js';

/**
 * CREATE INDEX: CONCURRENTLY, in a file of its own outside a transaction. On a partitioned table the index is made ON
 * ONLY the parent, built CONCURRENTLY on each partition and attached.
 */
export function createIndexConcurrently(
  operation: OperationOf<'create-index'>,
  { schema, postgres }: PlanContext,
): OperationPlan | undefined {
  const { table, keys, include } = operation;
  const key = relationKey(schema, table);
  if (schema.views.get(key)?.materialized === false) return undefined;
  const index = operation.index ?? generatedIndexName(schema, key, indexNameParts(keys, include), 'idx');
  const draft = draftOf(operation);
  const plan = {
    deploy: {},
    holes: [],
    notes: [...(operation.ifNotExists ? [builtAnew(index)] : []), ...refusals(operation)],
  };
  if (schema.tables.get(key)?.partitionBy === undefined) {
    const steps = [concurrentIndexStep(schema, 'expand', table, index, draft)];
    return { ...plan, title: 'Build the index CONCURRENTLY', steps };
  }
  const isLeft = operation.only || !schema.childrenOf.has(key) || !supports(postgres, 'partitioned-index');
  if (isLeft) return undefined;
  return {
    ...plan,
    title: 'Build the index CONCURRENTLY on each partition',
    steps: partitionedIndexSteps(schema, table, index, draft),
    notes: [...plan.notes, partitionsInSight(key)],
  };
}

function builtAnew(index: string): string {
  return `In place of IF NOT EXISTS an index that has the name ${index} is dropped and built anew: it may be what a failed build left.`;
}

function refusals({ unique, table }: OperationOf<'create-index'>): readonly string[] {
  if (!unique) return [];
  return [
    `The build fails when ${displayName(table)} holds duplicates, and from the build on code that writes duplicates is refused.`,
  ];
}

function partitionsInSight(key: ObjectKey): string {
  return `Partitions of ${nameOf(key)} that no migration shows need the same: the index stays invalid until that of the last one is attached.`;
}
