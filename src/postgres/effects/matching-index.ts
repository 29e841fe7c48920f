import type { ObjectKey } from '../../core/name.js';
import type { Index } from '../../core/schema.js';
import { haveSameShape } from '../index-shape.js';
import type { IndexShape } from '../index-shape.js';
import { indexesOf } from './dependencies.js';
import type { Scene } from './scene.js';

/**
 * The partitions that need a new index to match one of their parent: those that have an index like it already get that
 * attached. A constraint is matched only by an index of a constraint.
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
  return (!ofConstraint || index.constraint !== undefined) && haveSameShape(index, shape);
}

/** Whether attaching a table to a partitioned one builds indexes on it: those of the parent that it lacks. */
export function lacksIndexesOf(parent: ObjectKey, partition: ObjectKey, scene: Scene): boolean {
  const own = indexesOf(scene.schema, partition);
  return indexesOf(scene.schema, parent).some((index) => {
    const ofConstraint = index.constraint !== undefined;
    // That of a partitioned table has those of its partitions below it already.
    if (own.some((candidate) => serves(candidate, index, ofConstraint))) return false;
    return partitionsWithoutIndex(partition, index, ofConstraint, scene).length > 0;
  });
}
