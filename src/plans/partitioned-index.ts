import type { ObjectKey, QualifiedName } from '../core/name.js';
import { displayName, nameOf, objectKey, schemaOf } from '../core/name.js';
import type { StatementDraft } from '../core/operation.js';
import type { PlanStep } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Index, Schema } from '../core/schema.js';
import { haveSameShape } from '../postgres/index-shape.js';
import { concurrentIndexStep } from './concurrent-index.js';
import type { IndexDraft } from './concurrent-index.js';
import { generatedIndexName, indexBeside, indexNameParts, nameBeside } from './names.js';

/** A partition with the index it is to have. */
interface Part {
  readonly table: QualifiedName;
  /** The index of the table above it. */
  readonly above: QualifiedName;
  readonly index: string;
  /** How it comes by it: it has a fitting one, gets one ON ONLY itself, or has one built. */
  readonly way: 'there' | 'only' | 'build';
}

/**
 * An index of a partitioned table, made without long locks: ON ONLY each partitioned table, built CONCURRENTLY on each
 * partition, and attached. It becomes valid with the last one. A fitting index that a partition has is taken, as CREATE
 * INDEX would take it, and new ones are named as CREATE INDEX would name them.
 */
export function partitionedIndexSteps(
  schema: Schema,
  table: QualifiedName,
  index: string,
  draft: IndexDraft,
): readonly PlanStep[] {
  const parts = partsBelow(schema, relationKey(schema, table), table, index, draft);
  const shown = displayName(table);
  const onOnly = [{ table, index }, ...parts.filter(({ way }) => way === 'only')];
  return [
    {
      phase: 'expand',
      label: `declare_${index}`,
      purpose: `Declares the index ${index} ON ONLY ${shown}, which is quick. It stays invalid until those of all partitions are attached.`,
      transaction: 'file',
      work: onOnly.map(({ table: on, index: name }): StatementDraft => [
        { ...draft, kind: 'create-index', index: name, table: on, concurrently: false, ifNotExists: false, only: true },
      ]),
    },
    ...parts
      .filter(({ way }) => way === 'build')
      .map((part) => concurrentIndexStep(schema, 'expand', part.table, part.index, draft)),
    {
      phase: 'expand',
      label: `attach_${index}`,
      purpose: `Attaches the indexes of the partitions. With the last one ${index} becomes valid.`,
      transaction: 'file',
      work: parts.map(({ table: on, above, index: name }): StatementDraft => [
        { kind: 'attach-index-partition', index: above, partition: indexBeside(schema, on, name) },
      ]),
    },
  ];
}

/** The partitions below a table, those of a partition before itself, so that what is attached is valid. */
function partsBelow(
  schema: Schema,
  parent: ObjectKey,
  like: QualifiedName,
  index: string,
  draft: IndexDraft,
  reserved = new Set<ObjectKey>([objectKey(schemaOf(parent), index)]),
): readonly Part[] {
  return [...(schema.childrenOf.get(parent) ?? [])].flatMap((key) => {
    const table = nameBeside(schema, key, like);
    const above = indexBeside(schema, nameBeside(schema, parent, like), index);
    const fitting = fittingIndex(schema, key, draft);
    if (fitting !== undefined) return [{ table, above, index: nameOf(fitting.key), way: 'there' as const }];
    const columns = indexNameParts(draft.keys, draft.include);
    const name = generatedIndexName(schema, key, columns, 'idx', reserved);
    reserved.add(objectKey(schemaOf(key), name));
    const isPartitioned = schema.tables.get(key)?.partitionBy !== undefined;
    const below = isPartitioned ? partsBelow(schema, key, like, name, draft, reserved) : [];
    return [...below, { table, above, index: name, way: isPartitioned ? ('only' as const) : ('build' as const) }];
  });
}

/** An index of the partition that CREATE INDEX on the parent would attach in place of building one. */
function fittingIndex(schema: Schema, table: ObjectKey, draft: IndexDraft): Index | undefined {
  for (const key of schema.indexesOf.get(table) ?? []) {
    const index = schema.indexes.get(key);
    if (index === undefined || !index.valid || index.partitionOf !== undefined) continue;
    if (haveSameShape(index, draft)) return index;
  }
  return undefined;
}
