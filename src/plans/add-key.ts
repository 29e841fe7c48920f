import { displayName } from '../core/name.js';
import type { UniqueConstraint } from '../core/operation.js';
import type { OperationPlan, PlanContext, PlanStep } from '../core/plan.js';
import { relationKey, tableOf } from '../core/schema.js';
import type { ConstraintRequest } from './add-constraint.js';
import { concurrentIndexStep } from './concurrent-index.js';
import { indexOf, usingIndex } from './key-index.js';
import { notNullSteps } from './not-null.js';
import { partitionedKeySteps } from './partitioned-key.js';

export type KeyRequest = ConstraintRequest<UniqueConstraint>;

type Context = Pick<PlanContext, 'schema' | 'postgres'>;

/** What leads to a key, and what it falls short of. */
export interface KeyWay {
  readonly steps: readonly PlanStep[];
  /** Why the schema ends otherwise than the original's. */
  readonly differs?: string;
}

/** The plan of ADD UNIQUE and ADD PRIMARY KEY; undefined where no index can be built beforehand. */
export function keyPlan(request: KeyRequest, context: PlanContext): OperationPlan | undefined {
  const { table, constraint } = request;
  const way = keySteps(request, context);
  if (way === undefined) return undefined;
  const shown = displayName(table);
  const columns = constraint.columns.join(', ');
  const nullable = nullableColumns(request, context);
  return {
    title: `Build the index of ${constraint.name} CONCURRENTLY and make it the constraint`,
    steps: way.steps,
    deploy:
      nullable.length === 0
        ? {}
        : {
            switch: `Deploy code that always fills ${nullable.join(', ')} of ${shown}, and fill the rows where it is NULL.`,
          },
    notes: [
      `The build fails when ${shown} holds duplicates of (${columns}), and from the build on code that writes duplicates is refused.`,
    ],
    holes: [],
    ...(way.differs === undefined ? {} : { differs: way.differs }),
  };
}

/**
 * UNIQUE and PRIMARY KEY by an index that was built CONCURRENTLY. The columns of a primary key are made NOT NULL first,
 * which sets the rest into the phase `contract`; else all of it is in `expand`, because new code may rely on the key.
 */
export function keySteps(request: KeyRequest, context: Context): KeyWay | undefined {
  const { table, constraint, target = {} } = request;
  const { schema } = context;
  if (constraint.withoutOverlaps === true || constraint.columns.length === 0) return undefined;
  const ways = nullableColumns(request, context).map((column) =>
    notNullSteps({ table, column, exists: true }, context),
  );
  // Without NOT NULL the key would read the table once more, under the lock that blocks everything.
  if (ways.some(({ differs }) => differs !== undefined)) return undefined;
  const notNull = ways.flatMap(({ steps }) => steps);
  const phase = notNull.length > 0 ? 'contract' : 'expand';
  if (tableOf(schema, table)?.partitionBy !== undefined) {
    return partitionedKeySteps(request, indexOf(constraint), notNull, phase, schema);
  }
  const { name } = constraint;
  return {
    steps: [
      concurrentIndexStep(schema, 'expand', table, name, indexOf(constraint)),
      ...notNull,
      {
        phase,
        label: `add_${name}`,
        purpose: `Makes the index ${name} a constraint of ${displayName(table)}. It is there already, so the lock is brief.`,
        transaction: 'file',
        work: [
          [
            {
              kind: 'add-constraint',
              ...target,
              table,
              constraint: usingIndex(constraint),
              only: target.only ?? false,
            },
          ],
        ],
      },
    ],
  };
}

/** The columns a primary key has yet to make NOT NULL. */
function nullableColumns({ table, constraint }: KeyRequest, { schema }: Context): readonly string[] {
  if (constraint.kind !== 'primary-key') return [];
  const columns = schema.tables.get(relationKey(schema, table))?.columns;
  return constraint.columns.filter((column) => columns?.get(column)?.notNull !== true);
}
