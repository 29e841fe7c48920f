import type { ObjectKey } from '../../core/name.js';
import type { ColumnDefinition, ConstraintDefinition } from '../../core/operation.js';
import { typeKey } from '../../core/schema.js';
import type { Expression } from '../../core/expression.js';
import { volatilityOf } from '../expressions/index.js';
import type { FeatureName } from '../features.js';
import { missingFeature, supports } from '../features.js';
import type { Scene } from './scene.js';

/** The statement fails on versions that do not have the feature. */
export function requireFeature(feature: FeatureName, scene: Scene, object?: string): void {
  if (supports(scene.postgres, feature)) return;
  scene.fails({
    when: 'version',
    certain: true,
    because: missingFeature(scene.postgres, feature),
    ...(object === undefined ? {} : { object }),
  });
}

/** What the definition of a column needs. */
export function requireColumnFeatures(column: ColumnDefinition, scene: Scene, table: ObjectKey): void {
  const object = `${table}.${column.name}`;
  if (column.type !== undefined && column.type.arrayDimensions > 0) {
    const element = scene.schema.types.get(typeKey(scene.schema, column.type));
    if (element?.kind === 'domain') requireFeature('array-of-domain', scene, object);
  }
  if (column.generated !== undefined) {
    if (column.generated.storage === 'stored') requireFeature('stored-generated-column', scene, object);
    else requireFeature('virtual-generated-column', scene, object);
    failOnVolatile(column.generated.expression, object, scene);
  }
  if (column.identity !== undefined && scene.isPartitioned(table))
    requireFeature('partitioned-identity', scene, object);
}

/** The expression of a generated column must be immutable (cookDefault in heap.c). */
function failOnVolatile(expression: Expression, object: string, scene: Scene): void {
  const { volatility } = volatilityOf(expression, scene.schema);
  if (volatility !== 'volatile' && volatility !== 'stable') return;
  const because = 'generation expression is not immutable';
  // A stable function may have an immutable form for other types of argument.
  scene.fails({ when: 'unsupported', certain: volatility === 'volatile', object, because });
}

/** What the definition of a constraint needs. */
export function requireConstraintFeatures(constraint: ConstraintDefinition, scene: Scene, table: ObjectKey): void {
  const partitioned = scene.isPartitioned(table);
  switch (constraint.kind) {
    case 'check':
      if (!constraint.enforced) requireFeature('not-enforced', scene, constraint.name);
      return;
    case 'not-null':
      requireFeature('not-null-constraint', scene, constraint.name);
      return;
    case 'unique':
    case 'primary-key':
      if (constraint.nullsNotDistinct) requireFeature('nulls-not-distinct', scene, constraint.name);
      if (constraint.include.length > 0) requireFeature('covering-index', scene, constraint.name);
      if (partitioned) requireFeature('partitioned-unique', scene, constraint.name);
      return;
    case 'exclude':
      if (partitioned) requireFeature('partitioned-exclusion', scene, constraint.name);
      return;
    case 'foreign-key':
      if (!constraint.enforced) requireFeature('not-enforced', scene, constraint.name);
      if (partitioned) requireFeature('partitioned-foreign-key', scene, constraint.name);
      if (partitioned && constraint.notValid)
        requireFeature('partitioned-foreign-key-not-valid', scene, constraint.name);
      if (scene.isPartitioned(scene.key(constraint.references))) {
        requireFeature('references-partitioned', scene, constraint.name);
      }
      return;
  }
}
