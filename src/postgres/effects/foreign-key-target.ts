import type { ObjectKey } from '../../core/name.js';
import type { ForeignKeyConstraint } from '../../core/operation.js';
import type { TypeReference } from '../../core/type.js';
import { displayType } from '../../core/type.js';
import { isComparable } from '../casts.js';
import { indexesOf } from './dependencies.js';
import { storedType, typeDefinition } from './domains.js';
import { requireColumn, shortName } from './preconditions.js';
import type { Scene } from './scene.js';

/**
 * Whether the foreign key can be made for all that is known: its columns are there, the other table has a unique
 * constraint or index on the columns it points to, and their types can be compared (ATAddForeignKeyConstraint).
 */
export function canReference(
  table: ObjectKey,
  constraint: ForeignKeyConstraint,
  scene: Scene,
  newColumn?: string,
): boolean {
  const referenced = scene.key(constraint.references);
  const columns = scene.table(table)?.columns;
  const present = constraint.columns.every((column) => column === newColumn || requireColumn(table, column, scene));
  if (!present) return false;
  if (scene.schema.views.has(referenced)) {
    const because = `referenced relation "${shortName(referenced)}" is not a table`;
    scene.fails({ when: 'unsupported', certain: true, object: referenced, because });
    return false;
  }
  const target = constraint.referencedColumns.length > 0 ? constraint.referencedColumns : primaryKey(referenced, scene);
  if (scene.table(referenced)?.complete === true && !isUnique(referenced, target, scene)) {
    const because = `there is no unique constraint matching given keys for referenced table "${shortName(referenced)}"`;
    scene.fails({ when: 'not-unique-index', certain: true, object: referenced, because });
    return false;
  }
  return constraint.columns.every((column, at) => {
    const to = target[at] === undefined ? undefined : scene.column(referenced, target[at])?.type;
    return comparable(columns?.get(column)?.type, to, constraint, scene);
  });
}

function primaryKey(table: ObjectKey, scene: Scene): readonly string[] {
  const constraints = scene.table(table)?.constraints ?? [];
  return constraints.find(({ definition }) => definition.kind === 'primary-key')?.columns ?? [];
}

function isUnique(table: ObjectKey, columns: readonly string[], scene: Scene): boolean {
  const matches = (own: readonly (string | undefined)[]): boolean =>
    own.length === columns.length && columns.every((column) => own.includes(column));
  const byConstraint = scene
    .table(table)
    ?.constraints.some(
      ({ definition, columns: own }) =>
        (definition.kind === 'unique' || definition.kind === 'primary-key') && matches(own),
    );
  if (byConstraint === true) return true;
  return indexesOf(scene.schema, table).some(
    ({ unique, where, keys }) => unique && where === undefined && matches(keys.map(({ column }) => column)),
  );
}

function comparable(
  from: TypeReference | undefined,
  to: TypeReference | undefined,
  { name }: ForeignKeyConstraint,
  scene: Scene,
): boolean {
  if (from === undefined || to === undefined) return true;
  const [own, other] = [storedType(from, scene), storedType(to, scene)];
  const [ownType, otherType] = [typeDefinition(own, scene), typeDefinition(other, scene)];
  if (ownType !== undefined || otherType !== undefined ? ownType?.key === otherType?.key : isComparable(own, other))
    return true;
  const because = `foreign key constraint${name === undefined ? '' : ` "${name}"`} cannot be implemented: key columns are of incompatible types ${displayType(from)} and ${displayType(to)}`;
  scene.fails({ when: 'no-cast', certain: true, because });
  return false;
}
