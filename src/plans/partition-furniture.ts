import type { ObjectKey, QualifiedName } from '../core/name.js';
import { objectKey, schemaOf } from '../core/name.js';
import type { ConstraintDefinition, ForeignKeyConstraint, UniqueConstraint } from '../core/operation.js';
import type { PlanContext, PlanStep } from '../core/plan.js';
import type { Constraint, Index, Schema } from '../core/schema.js';
import { haveSameShape } from '../postgres/index-shape.js';
import { joinColumns } from '../postgres/names.js';
import { foreignKeySteps } from './add-constraint.js';
import { keySteps } from './add-key.js';
import { concurrentIndexStep } from './concurrent-index.js';
import { freeConstraintName, generatedIndexName, indexNameParts } from './names.js';
import { partitionedIndexSteps } from './partitioned-index.js';

/**
 * What the parent has and a table lacks that is to be attached to it: ATTACH PARTITION would build the indexes and check
 * the foreign keys under its locks. Named as it would name them. Undefined when something cannot be made beforehand.
 */
export function partitionFurniture(
  schema: Schema,
  parent: ObjectKey,
  key: ObjectKey,
  partition: QualifiedName,
  context: PlanContext,
): readonly PlanStep[] | undefined {
  const reserved = new Set<ObjectKey>();
  const steps: PlanStep[] = [];
  for (const each of schema.indexesOf.get(parent) ?? []) {
    const index = schema.indexes.get(each);
    if (index === undefined || hasIndexLike(schema, key, index)) continue;
    const made = indexSteps(schema, key, partition, index, reserved, context);
    if (made === undefined) return undefined;
    steps.push(...made);
  }
  for (const constraint of schema.tables.get(parent)?.constraints ?? []) {
    const { definition } = constraint;
    if (definition.kind !== 'foreign-key' || !constraint.valid || hasForeignKeyLike(schema, key, constraint)) continue;
    const made = foreignKeySteps(
      { table: partition, constraint: namedFor(schema, key, definition, constraint) },
      context,
    );
    if (made === undefined) return undefined;
    steps.push(...made);
  }
  return steps;
}

function indexSteps(
  schema: Schema,
  key: ObjectKey,
  partition: QualifiedName,
  index: Index,
  reserved: Set<ObjectKey>,
  context: PlanContext,
): readonly PlanStep[] | undefined {
  const behind = schema.tables.get(index.table)?.constraints.find(({ name }) => name === index.constraint)?.definition;
  if (behind?.kind === 'exclude') return undefined;
  const label = behind === undefined ? 'idx' : behind.kind === 'primary-key' ? 'pkey' : 'key';
  const name = generatedIndexName(schema, key, indexNameParts(index.keys, index.include), label, reserved);
  reserved.add(objectKey(schemaOf(key), name));
  if (behind !== undefined && isKey(behind)) {
    const columns = index.keys.flatMap(({ column }) => column ?? []);
    return keySteps({ table: partition, constraint: { ...behind, name, columns } }, context)?.steps;
  }
  const { unique, method, keys, include, where, storageParameters, tablespace } = index;
  const nullsNotDistinct = index.nullsNotDistinct === true;
  const draft = { unique, method, keys, include, where, nullsNotDistinct, storageParameters, tablespace };
  const isPartitioned = schema.tables.get(key)?.partitionBy !== undefined;
  if (isPartitioned) return partitionedIndexSteps(schema, partition, name, draft);
  return [concurrentIndexStep(schema, 'expand', partition, name, draft)];
}

function isKey(definition: ConstraintDefinition): definition is UniqueConstraint {
  return definition.kind === 'unique' || definition.kind === 'primary-key';
}

/** Whether the table has an index that ATTACH PARTITION would take (AttachPartitionEnsureIndexes in tablecmds.c). */
function hasIndexLike(schema: Schema, key: ObjectKey, wanted: Index): boolean {
  return [...(schema.indexesOf.get(key) ?? [])].some((each) => {
    const index = schema.indexes.get(each);
    if (index === undefined || !index.valid || index.partitionOf !== undefined) return false;
    return (wanted.constraint === undefined || index.constraint !== undefined) && haveSameShape(index, wanted);
  });
}

function hasForeignKeyLike(schema: Schema, key: ObjectKey, wanted: Constraint): boolean {
  return (schema.tables.get(key)?.constraints ?? []).some(
    ({ references, columns, valid }) =>
      references === wanted.references && valid && columns.join('\0') === wanted.columns.join('\0'),
  );
}

/** The foreign key of the parent as the partition would get it. */
function namedFor(
  schema: Schema,
  key: ObjectKey,
  definition: ForeignKeyConstraint,
  { name, columns }: Constraint,
): ForeignKeyConstraint & { readonly name: string } {
  const isTaken = schema.tables.get(key)?.constraints.some((other) => other.name === name) === true;
  return { ...definition, name: isTaken ? freeConstraintName(schema, key, joinColumns(columns), 'fkey') : name };
}
