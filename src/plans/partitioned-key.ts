import type { ObjectKey, QualifiedName } from '../core/name.js';
import { displayName, objectKey, schemaOf } from '../core/name.js';
import type { OperationDraft, StatementDraft, UniqueConstraint } from '../core/operation.js';
import type { PhaseName, PlanStep } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Constraint, Schema } from '../core/schema.js';
import { usingIndex } from './key-index.js';
import type { KeyRequest, KeyWay } from './add-key.js';
import { concurrentIndexStep } from './concurrent-index.js';
import type { IndexDraft } from './concurrent-index.js';
import { generatedIndexName, indexBeside, nameBeside } from './names.js';

/** A partition with the key it is to have. */
interface Part {
  readonly table: QualifiedName;
  /** The index of the table above it. */
  readonly above: QualifiedName;
  readonly name: string;
  /** How it comes by it: it has a fitting one, gets one ON ONLY itself, or has its index built. */
  readonly way: 'there' | 'only' | 'build';
}

/**
 * UNIQUE and PRIMARY KEY of a partitioned table: each partition gets its own by an index built CONCURRENTLY, the
 * partitioned tables get theirs with ALTER TABLE ONLY, which builds nothing, and those of the partitions are attached.
 * They are named as PostgreSQL would name them. Undefined when the history shows no partitions.
 */
export function partitionedKeySteps(
  { table, constraint, target = {} }: KeyRequest,
  index: IndexDraft,
  notNull: readonly PlanStep[],
  phase: PhaseName,
  schema: Schema,
): KeyWay | undefined {
  const key = relationKey(schema, table);
  if (!schema.childrenOf.has(key)) return undefined;
  const parts = partsBelow(schema, key, table, constraint, new Set([objectKey(schemaOf(key), constraint.name)]));
  const built = parts.filter(({ way }) => way === 'build');
  const declared = [{ table, name: constraint.name }, ...parts.filter(({ way }) => way === 'only')];
  return {
    steps: [
      ...built.map((part) => concurrentIndexStep(schema, 'expand', part.table, part.name, index)),
      ...notNull,
      ...built.map((part): PlanStep => ({
        phase,
        label: `add_${part.name}`,
        purpose: `Makes the index ${part.name} a constraint of the partition ${displayName(part.table)}. It is there already, so the lock is brief.`,
        transaction: 'file',
        work: [[addition(part.table, usingIndex({ ...constraint, name: part.name }))]],
      })),
      {
        phase,
        label: `add_${constraint.name}`,
        purpose: `Declares ${constraint.name} for ${displayName(table)} and attaches the indexes of the partitions, which makes it valid. Nothing is built, so the locks are brief.`,
        transaction: 'file',
        work: [
          ...declared.map(({ table: on, name }): StatementDraft => [
            { ...addition(on, { ...constraint, name }), ...target, only: true },
          ]),
          ...parts.map(({ table: on, above, name }): StatementDraft => [
            { kind: 'attach-index-partition', index: above, partition: indexBeside(schema, on, name) },
          ]),
        ],
      },
    ],
  };
}

function addition(table: QualifiedName, constraint: UniqueConstraint): OperationDraft<'add-constraint'> {
  return { kind: 'add-constraint', table, constraint, only: false };
}

/** The partitions below a table, those of a partition before itself, so that what is attached is valid. */
function partsBelow(
  schema: Schema,
  parent: ObjectKey,
  like: QualifiedName,
  constraint: KeyRequest['constraint'],
  reserved: Set<ObjectKey>,
): readonly Part[] {
  const above = indexBeside(schema, nameBeside(schema, parent, like), constraint.name);
  return [...(schema.childrenOf.get(parent) ?? [])].flatMap((key) => {
    const table = nameBeside(schema, key, like);
    const fitting = fittingKey(schema, key, constraint);
    if (fitting !== undefined) return [{ table, above, name: fitting.name, way: 'there' as const }];
    const label = constraint.kind === 'unique' ? 'key' : 'pkey';
    const name = generatedIndexName(schema, key, [...constraint.columns, ...constraint.include], label, reserved);
    reserved.add(objectKey(schemaOf(key), name));
    if (schema.tables.get(key)?.partitionBy === undefined) return [{ table, above, name, way: 'build' as const }];
    const below = partsBelow(schema, key, like, { ...constraint, name }, reserved);
    return [...below, { table, above, name, way: 'only' as const }];
  });
}

/** A key that the partition has and that no table above it has claimed. */
function fittingKey(schema: Schema, table: ObjectKey, wanted: UniqueConstraint): Constraint | undefined {
  return schema.tables.get(table)?.constraints.find(({ definition, index }) => {
    if (definition.kind !== wanted.kind || index === undefined) return false;
    const known = schema.indexes.get(index);
    return (
      known?.partitionOf === undefined &&
      definition.columns.join('\0') === wanted.columns.join('\0') &&
      definition.include.join('\0') === wanted.include.join('\0')
    );
  });
}
