import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import type { Column } from '../../core/schema.js';
import type { TypeReference } from '../../core/type.js';
import { displayType } from '../../core/type.js';
import { isAssignable } from '../casts.js';
import type { Loss } from '../losses.js';
import { lossOf, mayOverflow } from '../losses.js';
import { isBuiltIn, isString } from '../types.js';
import { generatedFrom, indexesOf, isInPartitionKey, policiesOver, viewsUsing } from './dependencies.js';
import { describeDomain, storedType, typeDefinition } from './domains.js';
import { isNullConstant } from './expression-use.js';
import { isSerial } from './add-column.js';
import { requireOwnColumn } from './preconditions.js';
import type { Scene } from './scene.js';
import { presentTypeUnknown } from './type-conversion.js';
import { castsOf } from './using.js';

type Operation = OperationOf<'alter-column-type'>;

/** Index methods for which a type has no operator class by default, so that an index on the column stands in the way. */
const withoutOperators: ReadonlyMap<string, readonly string[]> = new Map([
  ['json', ['btree', 'hash', 'gin', 'gist', 'brin']],
  ['xml', ['btree', 'hash', 'gin', 'gist', 'brin']],
  ['jsonb', ['gist', 'brin', 'spgist']],
]);

/** Fails where an index cannot be built again for the new type (GetIndexOpClass in indexcmds.c). */
function failOnIndexes(table: ObjectKey, { column, type }: Operation, scene: Scene): void {
  const methods = type.arrayDimensions > 0 ? undefined : withoutOperators.get(storedType(type, scene).name);
  const index = indexesOf(scene.schema, table).find(({ method, keys }) =>
    keys.some((key) => key.column === column && key.operatorClass === undefined && methods?.includes(method) === true),
  );
  if (index === undefined) return;
  const because = `data type ${displayType(type)} has no default operator class for access method "${index.method}" of index ${index.key}`;
  scene.fails({ when: 'unsupported', certain: true, object: index.key, because });
}

/** Whether values of the type are compared by a collation. */
export function collatable(type: TypeReference): boolean {
  return isString(type) || type.name === 'citext';
}

/**
 * What uses the column and stands in the way (RememberAllDependentForRebuilding in tablecmds.c: "cannot alter type of a
 * column used by a view or rule").
 */
export function failOnDependents(table: ObjectKey, operation: Operation, scene: Scene): void {
  const { column, type } = operation;
  const object = `${table}.${column}`;
  const refuse = (because: string): void => scene.fails({ when: 'objects-depend', certain: true, object, because });
  for (const view of viewsUsing(scene.schema, table, column)) {
    const because = 'cannot alter type of a column used by a view or rule';
    scene.fails({ when: 'view-depends', certain: true, object: view, because });
  }
  for (const generated of generatedFrom(scene.schema, table, column)) {
    refuse(`cannot alter type of a column used by a generated column (${generated})`);
  }
  if (isInPartitionKey(scene.schema, table, column)) {
    refuse(`cannot alter column "${column}" because it is part of the partition key of the relation`);
  }
  if (operation.only === true && scene.tree(table).length > 1) {
    const because = `type of inherited column "${column}" must be changed in child tables too`;
    scene.fails({ when: 'partitioned', certain: true, object, because });
  }
  for (const policy of policiesOver(scene.schema, table, column)) {
    refuse(`cannot alter type of a column used in a policy definition (${policy})`);
  }
  requireOwnColumn(table, column, 'alter', scene);
  failOnIndexes(table, operation, scene);
  if (isSerial(type)) {
    const because = `type "${type.name}" does not exist: it is a shorthand for new columns only`;
    scene.fails({ when: 'unsupported', certain: true, object, because });
  }
}

/** Fails where PostgreSQL has no cast that it may use by itself, for the values or for the default. */
export function failOnCasts(table: ObjectKey, operation: Operation, column: Column | undefined, scene: Scene): void {
  const { type } = operation;
  if (column?.type === undefined) return;
  const object = `${table}.${operation.column}`;
  const known = isAutomatic(column.type, type, scene);
  if (known) return;
  if (operation.using === undefined) {
    const because = `column "${operation.column}" cannot be cast automatically to type ${displayType(type)}`;
    scene.fails({ when: 'no-cast', certain: true, object, because });
  } else if (column.default !== undefined && !isNullConstant(column.default)) {
    const because = `default for column "${operation.column}" cannot be cast automatically to type ${displayType(type)}`;
    scene.fails({ when: 'no-cast', certain: true, object, because });
  }
  if (column.identity !== undefined && !integers.includes(storedType(type, scene).name)) {
    const because = 'identity column type must be smallint, integer, or bigint';
    scene.fails({ when: 'unsupported', certain: true, object, because });
  }
}

const integers = ['smallint', 'integer', 'bigint'];

/** Whether there is an assignment cast, or one may exist for all that is known. */
function isAutomatic(from: TypeReference, to: TypeReference, scene: Scene): boolean {
  const [before, after] = [storedType(from, scene), storedType(to, scene)];
  const [ownBefore, ownAfter] = [typeDefinition(before, scene), typeDefinition(after, scene)];
  if (ownBefore !== undefined && ownBefore.key === ownAfter?.key) return true;
  if (ownBefore?.kind === 'enum') return isString(after) || (ownAfter === undefined && !isBuiltIn(after));
  if (ownAfter?.kind === 'enum') return ownBefore === undefined && !isBuiltIn(before);
  if (!isBuiltIn(before) || !isBuiltIn(after)) return true;
  return isAssignable(before, after);
}

/** What the new type cannot hold, and what running code makes of the change. */
export function reportLosses(table: ObjectKey, operation: Operation, column: Column | undefined, scene: Scene): void {
  const object = `${table}.${operation.column}`;
  const { how, unknown } = lossBy(operation, column, scene);
  const mark = unknown === undefined ? {} : { unknown };
  if (how !== 'none') scene.loses({ what: 'precision', object, how, ...mark });
  if ((how === 'with-error' || overflows(column, operation, scene)) && scene.mayHaveRows(table)) {
    const because = `a value does not fit into type ${displayType(operation.type)}`;
    scene.fails({ when: 'values-do-not-fit', certain: false, object, because, ...mark });
  }
  if (!scene.columnInUse(table, operation.column)) return;
  if (column?.type === undefined || changesKind(column.type, operation.type, scene)) {
    // That the kind changes is known without a look at what USING makes of the values.
    const doubt = column?.type === undefined ? { unknown: presentTypeUnknown(operation, scene) } : {};
    scene.breaks({ clients: 'readers-and-writers', object, because: 'type-changed', ...doubt });
  } else if (worst([column.type, operation.type], false, scene) === 'with-error') {
    scene.breaks({ clients: 'writers', object, because: 'type-changed' });
  }
}

function lossBy(
  operation: Operation,
  column: Column | undefined,
  scene: Scene,
): { readonly how: Loss; readonly unknown?: string } {
  if (column?.type === undefined) {
    return holdsAll(operation.type, scene)
      ? { how: 'none' }
      : { how: 'with-error', unknown: presentTypeUnknown(operation, scene) };
  }
  if (describeDomain(operation.type, scene)?.constrained === true) return { how: 'with-error' };
  const casts = operation.using === undefined ? [] : castsOf(operation.using, operation.column);
  if (casts === undefined) {
    const how = worst([column.type, operation.type], true, scene);
    const unknown = `What the USING expression makes of the values of ${scene.key(operation.table)}.${operation.column} is not known; a look at it would settle it.`;
    return how === 'none' ? { how } : { how, unknown };
  }
  const explicit = worst([column.type, ...casts], true, scene);
  const assigned = worst([casts.at(-1) ?? column.type, operation.type], false, scene);
  return { how: explicit === 'silently' || assigned === 'none' ? explicit : assigned };
}

/** Every value of any type can be written as text, which has no limit of its own. */
function holdsAll(type: TypeReference, scene: Scene): boolean {
  const stored = storedType(type, scene);
  return (
    stored.arrayDimensions === 0 &&
    stored.modifiers.length === 0 &&
    (stored.name === 'text' || stored.name === 'character varying')
  );
}

/** A number that is rounded without a word may still be too large. */
function overflows(column: Column | undefined, operation: Operation, scene: Scene): boolean {
  return column?.type !== undefined && mayOverflow(storedType(column.type, scene), storedType(operation.type, scene));
}

/** The worst loss along a chain of conversions: a silent one before one that fails. */
function worst(types: readonly TypeReference[], explicit: boolean, scene: Scene): Loss {
  const losses = types.slice(1).map((to, at): Loss => lossBetween(types[at] ?? to, to, explicit, scene));
  if (losses.includes('silently')) return 'silently';
  return losses.includes('with-error') ? 'with-error' : 'none';
}

function lossBetween(from: TypeReference, to: TypeReference, explicit: boolean, scene: Scene): Loss {
  const [before, after] = [storedType(from, scene), storedType(to, scene)];
  const [ownBefore, ownAfter] = [typeDefinition(before, scene), typeDefinition(after, scene)];
  if (ownBefore !== undefined && ownBefore.key === ownAfter?.key) return 'none';
  if (ownBefore !== undefined || ownAfter !== undefined) return isString(after) ? 'none' : 'with-error';
  if (before.arrayDimensions !== after.arrayDimensions) return 'with-error';
  if (!isBuiltIn(before) || !isBuiltIn(after))
    return before.name === after.name || isString(after) ? 'none' : 'with-error';
  return lossOf(before, after, explicit);
}

/** Whether clients see another kind of value; a longer string or a finer number is the same kind. */
function changesKind(from: TypeReference, to: TypeReference, scene: Scene): boolean {
  const [before, after] = [storedType(from, scene), storedType(to, scene)];
  if (collatable(before) && collatable(after)) return false;
  return before.name !== after.name || before.arrayDimensions !== after.arrayDimensions;
}
