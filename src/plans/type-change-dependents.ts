import type { ObjectKey } from '../core/name.js';
import { nameOf, objectKey, schemaOf } from '../core/name.js';
import type { ConstraintDefinition, UniqueConstraint } from '../core/operation.js';
import type { Constraint, Index } from '../core/schema.js';
import { foreignKeysToColumn, indexUse, indexesOf } from '../postgres/effects/dependencies.js';
import { renameColumnIn } from '../postgres/expressions/index.js';
import { chooseName } from '../postgres/names.js';
import type { IndexDraft } from './concurrent-index.js';
import { isTakenRelation } from './names.js';
import type { TypeChange } from './type-change.js';

/** What hangs on a column, each with its double for the second column. */
export interface Dependents {
  /** Indexes that belong to no constraint. */
  readonly indexes: readonly { readonly name: string; readonly double: string; readonly draft: IndexDraft }[];
  /** UNIQUE and PRIMARY KEY, each with the index that is built for it. */
  readonly keys: readonly {
    readonly constraint: Constraint;
    readonly definition: UniqueConstraint;
    readonly double: string;
    readonly draft: IndexDraft;
  }[];
  /** CHECK and FOREIGN KEY of the table, and the foreign keys that point to the column. */
  readonly rules: readonly {
    readonly holder: ObjectKey;
    readonly constraint: Constraint;
    readonly double: ConstraintDefinition & { readonly name: string };
  }[];
}

/** All that has to be made again for the second column. */
export function dependentsOf(change: TypeChange): Dependents {
  const { key, known, operation, context } = change;
  const used = indexesOf(context.schema, key).filter((index) => indexUse(index, operation.column) !== 'none');
  const own = known.constraints.filter(({ columns, definition }) => {
    if (definition.kind === 'not-null') return false;
    const included = definition.kind === 'unique' || definition.kind === 'primary-key' ? definition.include : [];
    return columns.includes(operation.column) || included.includes(operation.column);
  });
  const incoming = foreignKeysToColumn(context.schema, key, operation.column);
  const names = new Names(change);
  return {
    indexes: used
      .filter(({ constraint }) => constraint === undefined)
      .map((index) => {
        const name = nameOf(index.key);
        return { name, double: names.relation(name), draft: indexDraft(index, change) };
      }),
    keys: own.flatMap((constraint) => {
      const { definition } = constraint;
      if (definition.kind !== 'unique' && definition.kind !== 'primary-key') return [];
      const double = names.relation(constraint.name);
      return [{ constraint, definition, double, draft: keyDraft(definition, constraint.columns, change) }];
    }),
    rules: [
      ...own.map((constraint) => ({ table: key, constraint })),
      ...incoming.filter(({ table, constraint }) => table !== key || !own.includes(constraint)),
    ].flatMap(({ table, constraint }) => {
      const definition = doubleOf(
        constraint,
        table === key,
        incoming.some((other) => other.constraint === constraint),
        change,
      );
      if (definition === undefined) return [];
      return [{ holder: table, constraint, double: { ...definition, name: names.constraint(table, constraint.name) } }];
    }),
  };
}

/** Names for doubles: `users_email_key_new`, free and each given once. */
class Names {
  readonly #given = new Set<ObjectKey>();

  constructor(readonly change: TypeChange) {}

  relation(name: string): string {
    const { key, context } = this.change;
    return this.#choose(name, schemaOf(key), (candidate) => isTakenRelation(context.schema, candidate));
  }

  constraint(table: ObjectKey, name: string): string {
    const constraints = this.change.context.schema.tables.get(table)?.constraints ?? [];
    return this.#choose(name, table, (candidate) =>
      constraints.some((other) => objectKey(table, other.name) === candidate),
    );
  }

  #choose(name: string, space: string, isTaken: (key: ObjectKey) => boolean): string {
    const keyOf = (candidate: string): ObjectKey => objectKey(space, candidate);
    const double = chooseName(name, undefined, 'new', (candidate) => {
      return isTaken(keyOf(candidate)) || this.#given.has(keyOf(candidate));
    });
    this.#given.add(keyOf(double));
    return double;
  }
}

function indexDraft(index: Index, { operation, newName }: TypeChange): IndexDraft {
  const { unique, method, keys, include, where, nullsNotDistinct, storageParameters, tablespace } = index;
  const { column: name } = operation;
  return {
    unique,
    method,
    keys: keys.map((key) => ({
      ...key,
      ...(key.column === name ? { column: newName } : {}),
      ...(key.expression === undefined ? {} : { expression: renameColumnIn(key.expression, name, newName) }),
    })),
    include: renamed(include, name, newName),
    nullsNotDistinct: nullsNotDistinct ?? false,
    ...(where === undefined ? {} : { where: renameColumnIn(where, name, newName) }),
    ...(storageParameters === undefined ? {} : { storageParameters }),
    ...(tablespace === undefined ? {} : { tablespace }),
  };
}

function keyDraft(
  { include, nullsNotDistinct, storageParameters, tablespace }: UniqueConstraint,
  columns: readonly string[],
  { operation, newName }: TypeChange,
): IndexDraft {
  return {
    unique: true,
    method: 'btree',
    keys: renamed(columns, operation.column, newName).map((column) => ({ column })),
    include: renamed(include, operation.column, newName),
    nullsNotDistinct,
    ...(storageParameters === undefined ? {} : { storageParameters }),
    ...(tablespace === undefined ? {} : { tablespace }),
  };
}

/** A CHECK or foreign key as it is for the second column, not yet validated; undefined for any other constraint. */
function doubleOf(
  { definition, columns, enforced }: Constraint,
  isOwn: boolean,
  pointsToColumn: boolean,
  { operation, newName }: TypeChange,
): ConstraintDefinition | undefined {
  const { column } = operation;
  if (definition.kind === 'check') {
    return { ...definition, expression: renameColumnIn(definition.expression, column, newName), notValid: enforced };
  }
  if (definition.kind !== 'foreign-key') return undefined;
  const { onDeleteColumns } = definition;
  return {
    ...definition,
    columns: isOwn ? renamed(columns, column, newName) : columns,
    referencedColumns: pointsToColumn
      ? renamed(definition.referencedColumns, column, newName)
      : definition.referencedColumns,
    ...(onDeleteColumns === undefined || !isOwn ? {} : { onDeleteColumns: renamed(onDeleteColumns, column, newName) }),
    notValid: enforced,
  };
}

function renamed(names: readonly string[], from: string, to: string): readonly string[] {
  return names.map((name) => (name === from ? to : name));
}
