import { draftOf } from '../core/draft.js';
import type { ObjectKey } from '../core/name.js';
import { displayName, nameOf } from '../core/name.js';
import type { OperationOf, StatementDraft } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { descendantsOf, indexKey, relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { supports } from '../postgres/features.js';
import { makeObjectName } from '../postgres/names.js';
import { dropConcurrently } from './concurrent-index.js';
import { nameBeside } from './names.js';

type Reindex = OperationOf<'reindex'>;

/**
 * REINDEX: CONCURRENTLY (12+), in a file of its own. A build that was killed leaves its index as `name_ccnew`, or the one
 * it replaced as `name_ccold`; they go first, so that the file can be run again.
 * https://www.postgresql.org/docs/current/sql-reindex.html (Rebuilding Indexes Concurrently)
 */
export function reindexConcurrently(operation: Reindex, { schema, postgres }: PlanContext): OperationPlan | undefined {
  const { target, name } = operation;
  if (!supports(postgres, 'reindex-concurrently') || target === 'system') return undefined;
  const isPartitioned = tablesOf(operation, schema).some((key) => schema.tables.get(key)?.partitionBy !== undefined);
  if (isPartitioned && !supports(postgres, 'partitioned-reindex')) return undefined;
  const shown = name === undefined ? target : displayName(name);
  const indexes = indexesOf(operation, schema);
  return {
    title: 'Rebuild CONCURRENTLY',
    steps: [
      {
        phase: 'expand',
        label: `reindex_${name?.name ?? target}`,
        purpose: `Rebuilds the indexes of ${shown} CONCURRENTLY: reads and writes go on meanwhile. What a build that was killed has left is dropped first, so that the file can be run again.`,
        transaction: 'none',
        work: [
          ...indexes.flatMap((key) => leftovers(schema, key, name)),
          [{ ...draftOf(operation), concurrently: true }],
        ],
      },
    ],
    deploy: {},
    notes: [
      ...(target === 'index' || target === 'table'
        ? []
        : [
            `A rebuild that is killed leaves an invalid index whose name ends in _ccnew; DROP INDEX CONCURRENTLY removes it.`,
          ]),
    ],
    holes: [],
  };
}

/** The tables whose indexes are rebuilt, as far as the history shows them. */
function tablesOf({ target, name }: Reindex, schema: Schema): readonly ObjectKey[] {
  if (name === undefined) return [];
  if (target === 'table') {
    const key = relationKey(schema, name);
    return [key, ...descendantsOf(schema, key).filter((each) => schema.tables.get(each)?.partitionOf !== undefined)];
  }
  const index = target === 'index' ? schema.indexes.get(indexKey(schema, name)) : undefined;
  return index === undefined ? [] : [index.table];
}

/** The indexes that are named by the statement or lie on its table. */
function indexesOf(operation: Reindex, schema: Schema): readonly ObjectKey[] {
  const { target, name } = operation;
  if (name === undefined) return [];
  if (target === 'index') return [indexKey(schema, name)];
  return tablesOf(operation, schema).flatMap((key) => {
    if (schema.tables.get(key)?.partitionBy !== undefined) return [];
    return [...(schema.indexesOf.get(key) ?? [])];
  });
}

function leftovers(schema: Schema, key: ObjectKey, like: Reindex['name']): readonly StatementDraft[] {
  return ['ccnew', 'ccold'].map((label) => {
    const beside = like === undefined ? { name: nameOf(key) } : nameBeside(schema, key, like);
    return dropConcurrently({ ...beside, name: makeObjectName(nameOf(key), undefined, label) });
  });
}
