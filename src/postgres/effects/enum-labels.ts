import type { Expression } from '../../core/expression.js';
import type { ObjectKey, QualifiedName } from '../../core/name.js';
import type { LiteralUse } from '../../core/operation.js';
import { typeKey } from '../../core/schema.js';
import type { TypeReference } from '../../core/type.js';
import { analyseExpression } from '../expressions/index.js';
import type { ExpressionNode } from '../expressions/index.js';
import { stringConstant } from './expression-use.js';
import type { Scene } from './scene.js';

/**
 * A label added by ALTER TYPE ... ADD VALUE cannot be used before its transaction commits, unless the type itself was
 * created in that transaction (from 17 on, and before 12; between, only the labels it was created with can). Before 12
 * a label cannot be added in a transaction to any other type. Source: check_safe_enum_use in enum.c; observed on 10 to 18.
 */
function failOnNewLabel(type: QualifiedName, label: string, scene: Scene): void {
  const definition = scene.schema.types.get(typeKey(scene.schema, type));
  if (definition?.kind !== 'enum' || !scene.inTransaction) return;
  const known = definition.labels.find((candidate) => candidate.label === label);
  if (known === undefined || !isUncommitted(known.birth.transaction, scene)) return;
  const isNewType = isUncommitted(definition.birth.transaction, scene);
  if (isNewType && (known.added !== true || scene.postgres < 12 || scene.postgres >= 17)) return;
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

/** Labels that an expression casts to their enum, or compares with a column of it. */
export function failOnNewLabelsIn(expression: Expression, table: ObjectKey, scene: Scene): void {
  const { types, columns, tree } = analyseExpression(expression.text);
  for (const { literal, ...type } of types) if (literal !== undefined) failOnNewLabel(type, literal, scene);
  if (tree === undefined) return;
  const enums = columns.flatMap(({ name }) => scene.column(table, name)?.type ?? []);
  for (const label of stringsIn(tree)) for (const type of enums) failOnNewLabel(type, label, scene);
}

/** The bare strings in comparisons and lists of an expression. */
function stringsIn(node: ExpressionNode): readonly string[] {
  switch (node.kind) {
    case 'constant':
      return node.type === 'string' ? [node.text] : [];
    case 'unary':
    case 'is':
      return stringsIn(node.operand);
    case 'binary':
      return [...stringsIn(node.left), ...stringsIn(node.right)];
    case 'in':
    case 'list':
      return node.items.flatMap(stringsIn);
    default:
      return [];
  }
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
