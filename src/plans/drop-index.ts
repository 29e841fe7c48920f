import { displayName } from '../core/name.js';
import type { OperationOf } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { indexKey } from '../core/schema.js';
import { dropConcurrently } from './concurrent-index.js';

/** DROP INDEX: CONCURRENTLY, in a file of its own. Not for CASCADE, partitioned tables and indexes of constraints. */
export function dropIndexConcurrently(
  operation: OperationOf<'drop-index'>,
  { schema }: PlanContext,
): OperationPlan | undefined {
  const known = schema.indexes.get(indexKey(schema, operation.index));
  if (operation.cascade || known?.constraint !== undefined || known?.partitionOf !== undefined) return undefined;
  if (known !== undefined && schema.tables.get(known.table)?.partitionBy !== undefined) return undefined;
  const index = displayName(operation.index);
  const unknown = `The table of ${index} is not in the history: an index of a constraint or of a partitioned table cannot be dropped CONCURRENTLY.`;
  return {
    title: 'Drop the index CONCURRENTLY',
    steps: [
      {
        phase: 'contract',
        label: `drop_${operation.index.name}`,
        purpose: `Drops the index ${index} CONCURRENTLY: its table can be read and written meanwhile. It can be run again.`,
        transaction: 'none',
        work: [dropConcurrently(operation.index)],
      },
    ],
    deploy: {
      switch: `Deploy code whose queries do without ${index}${known?.unique === true ? ', also ON CONFLICT' : ''}.`,
    },
    notes: known === undefined ? [unknown] : [],
    holes: [],
  };
}
