import type { Expression } from '../../core/expression.js';
import type { QualifiedName } from '../../core/name.js';
import type { LiteralUse } from '../../core/operation.js';
import { typeKey } from '../../core/schema.js';
import type { TypeReference } from '../../core/type.js';
import { stringConstant } from './expression-use.js';
import type { Scene } from './scene.js';

/**
 * A label added by ALTER TYPE ... ADD VALUE cannot be used before its transaction commits, unless the type itself was
 * created in that transaction (from 17 on; before, only its first labels can, and that case is left to the database).
 * Before 12 the label cannot be added in a transaction at all. Source: check_safe_enum_use in enum.c; observed on 15 to 18.
 */
export function failOnNewLabel(type: QualifiedName, label: string, scene: Scene): void {
  const definition = scene.schema.types.get(typeKey(scene.schema, type));
  if (definition?.kind !== 'enum' || !scene.inTransaction) return;
  const known = definition.labels.find((candidate) => candidate.label === label);
  if (known === undefined || !isUncommitted(known.birth.transaction, scene)) return;
  if (isUncommitted(definition.birth.transaction, scene)) return;
  const because = `unsafe use of new value "${label}" of enum type ${definition.key}; new enum values must be committed before they can be used`;
  scene.fails({ when: 'new-enum-value', certain: true, object: label, because });
}

function isUncommitted(transaction: number, scene: Scene): boolean {
  return transaction === scene.schema.transaction;
}

/** A default that is a label of the column's enum. */
export function failOnNewLabelDefault(type: TypeReference | undefined, value: Expression, scene: Scene): void {
  const label = stringConstant(value);
  if (type !== undefined && label !== undefined) failOnNewLabel(type, label, scene);
}

/** Literals that a statement stores or compares: those with a cast by its type, the others by their column's type. */
export function failOnNewLabels(table: QualifiedName | undefined, literals: readonly LiteralUse[], scene: Scene): void {
  const key = table === undefined ? undefined : scene.key(table);
  for (const { column, type, value } of literals) {
    const columnType = key === undefined || column === undefined ? undefined : scene.column(key, column)?.type;
    const enumType = type ?? columnType;
    if (enumType !== undefined) failOnNewLabel(enumType, value, scene);
  }
}
