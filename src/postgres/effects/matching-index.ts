import type { ObjectKey } from '../../core/name.js';
import type { IndexKey } from '../../core/operation.js';
import type { Index } from '../../core/schema.js';
import { indexesOf } from './dependencies.js';
import type { Scene } from './scene.js';

/** What makes two indexes interchangeable. */
interface IndexShape {
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly where?: { readonly text: string };
}

/**
 * The partitions that need a new index to match one of their parent: those that have an index like it already get that
 * attached (CompareIndexInfo in index.c). A constraint is matched only by an index of a constraint.
 */
export function partitionsWithoutIndex(
  table: ObjectKey,
  shape: IndexShape,
  ofConstraint: boolean,
  scene: Scene,
): readonly ObjectKey[] {
  return scene
    .parts(table)
    .map(({ relation }) => relation)
    .filter((part) => !indexesOf(scene.schema, part).some((index) => serves(index, shape, ofConstraint)));
}

function serves(index: Index, shape: IndexShape, ofConstraint: boolean): boolean {
  if (!index.valid || index.partitionOf !== undefined) return false;
  return (!ofConstraint || index.constraint !== undefined) && describe(index) === describe(shape);
}

function describe({ unique, method, keys, include, where }: IndexShape): string {
  const parts = keys.map((key) => [
    key.column,
    key.expression?.text,
    key.operatorClass,
    key.collation?.name,
    key.descending ?? false,
    key.nullsFirst ?? key.descending ?? false,
  ]);
  return JSON.stringify([unique, method, parts, include, where?.text]);
}

/** Whether attaching a table to a partitioned one builds indexes on it: those of the parent that it lacks. */
export function lacksIndexesOf(parent: ObjectKey, partition: ObjectKey, scene: Scene): boolean {
  return indexesOf(scene.schema, parent).some(
    (index) => partitionsWithoutIndex(partition, index, index.constraint !== undefined, scene).length > 0,
  );
}
