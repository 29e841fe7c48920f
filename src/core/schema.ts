import type { Expression } from './expression.js';
import type { ObjectKey, QualifiedName } from './name.js';
import { objectKey } from './name.js';
import type {
  ConstraintDefinition,
  GeneratedDefinition,
  IdentityDefinition,
  IndexKey,
  PartitionBound,
  PartitionKey,
  Persistence,
  StorageParameter,
  Volatility,
} from './operation.js';
import type { TypeReference } from './type.js';

/**
 * What the history has built up to a point. What is not here is unknown, not absent: a table that no migration in sight
 * created may well exist. A table that was seen only in passing (an ALTER of it) is here with `complete: false`.
 */
export interface Schema {
  /** Where unqualified names are looked up and new objects are made; `['public']` unless `search_path` was set. */
  readonly searchPath: readonly string[];
  /** `SET [LOCAL] timezone` in force, as written; absent when the history does not set it. */
  readonly timeZone?: string;
  readonly tables: ReadonlyMap<ObjectKey, Table>;
  readonly indexes: ReadonlyMap<ObjectKey, Index>;
  readonly views: ReadonlyMap<ObjectKey, View>;
  readonly sequences: ReadonlyMap<ObjectKey, Sequence>;
  readonly types: ReadonlyMap<ObjectKey, TypeDefinition>;
  readonly functions: ReadonlyMap<ObjectKey, FunctionDefinition>;
  /** Per referenced table the tables that hold foreign keys to it. */
  readonly referencedBy: ReadonlyMap<ObjectKey, ReadonlySet<ObjectKey>>;
  /** Per table the indexes on it. */
  readonly indexesOf: ReadonlyMap<ObjectKey, ReadonlySet<ObjectKey>>;
  /** Per partitioned or inherited table its direct children. */
  readonly childrenOf: ReadonlyMap<ObjectKey, ReadonlySet<ObjectKey>>;
  /** Per table or view the views and materialized views whose queries read it directly (the reverse of `View.relations`). */
  readonly viewsOf: ReadonlyMap<ObjectKey, ReadonlySet<ObjectKey>>;
  /** Per user-defined type the tables that have columns of it or of arrays of it (the reverse of `Column.type`). */
  readonly tablesOfType: ReadonlyMap<ObjectKey, ReadonlySet<ObjectKey>>;
  /** Per table the sequences its columns own (the reverse of `Sequence.ownedBy`). */
  readonly sequencesOf: ReadonlyMap<ObjectKey, ReadonlySet<ObjectKey>>;
  /** Per function the tables with triggers that call it. */
  readonly triggersOf: ReadonlyMap<ObjectKey, ReadonlySet<ObjectKey>>;
  /** Per sequence the tables with columns that may draw their default from it. */
  readonly drawersOf: ReadonlyMap<ObjectKey, ReadonlySet<ObjectKey>>;
  /** Per schema all that lives in it: relations, types and functions. */
  readonly membersOf: ReadonlyMap<string, ReadonlySet<ObjectKey>>;
  /** Number of the deployment being replayed. Objects whose `deploy` equals it are new: no running code knows them. */
  readonly deploy: number;
  /** Number of the transaction being replayed. */
  readonly transaction: number;
}

/** When an object was made, in the numbers of `Schema.deploy` and `Schema.transaction`. */
export interface Birth {
  readonly deploy: number;
  readonly transaction: number;
}

export interface Table {
  readonly key: ObjectKey;
  readonly birth: Birth;
  /** True when the history shows all of the table, so that a column not listed does not exist. */
  readonly complete: boolean;
  readonly persistence: Persistence;
  readonly columns: ReadonlyMap<string, Column>;
  readonly constraints: readonly Constraint[];
  readonly partitionBy?: PartitionKey;
  /** Set while the table is a partition. */
  readonly partitionOf?: { readonly parent: ObjectKey; readonly bound: PartitionBound };
  readonly inherits: readonly ObjectKey[];
  readonly triggers: readonly Trigger[];
  readonly rowSecurity: boolean;
  readonly policies: readonly string[];
  /** Per policy the columns of the table that it uses, as far as the history shows. */
  readonly policyColumns?: ReadonlyMap<string, readonly string[]>;
  /** The extended statistics that name the table. */
  readonly statistics?: readonly ObjectKey[];
  /** The last transaction that has written rows to it. */
  readonly writtenIn?: number;
  /** The last transaction that has left checks of its rows for its end ("pending trigger events"). */
  readonly pendingIn?: number;
}

export interface Trigger {
  readonly name: string;
  /** With its schema, and under the name it has now. */
  readonly function: QualifiedName;
  readonly enabled: boolean;
  /** A constraint trigger that fires when the transaction ends. */
  readonly initiallyDeferred?: boolean;
}

export interface Column {
  readonly name: string;
  readonly birth: Birth;
  /** Absent when the history does not show it. */
  readonly type?: TypeReference;
  /** `unknown` when the history does not show it; `not-valid` from 18 on, while a NOT NULL constraint is not validated. */
  readonly notNull: boolean | 'unknown' | 'not-valid';
  /** Absent when there is none, or when it is unknown (then `known` is false). */
  readonly default?: Expression;
  readonly identity?: IdentityDefinition;
  readonly generated?: GeneratedDefinition;
  readonly collation?: QualifiedName;
  /** False when the column was only seen in passing. */
  readonly known: boolean;
}

/** A constraint as it stands: its definition with the name PostgreSQL gave it, its keys resolved, and whether it is valid. */
export interface Constraint {
  readonly name: string;
  readonly definition: ConstraintDefinition;
  /** Columns the constraint is on, in order (for CHECK those its expression uses). */
  readonly columns: readonly string[];
  /** False while NOT VALID. */
  readonly valid: boolean;
  readonly enforced: boolean;
  /** The table a foreign key points to. */
  readonly references?: ObjectKey;
  /** The index that backs a UNIQUE, PRIMARY KEY or EXCLUDE. */
  readonly index?: ObjectKey;
  readonly birth: Birth;
}

export interface Index {
  readonly key: ObjectKey;
  readonly table: ObjectKey;
  readonly birth: Birth;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly where?: Expression;
  /** Set when one NULL is the equal of another (15+). */
  readonly nullsNotDistinct?: true;
  readonly storageParameters?: readonly StorageParameter[];
  readonly tablespace?: string;
  /** False for an index ON ONLY a partitioned table whose partitions' indexes are not all attached. */
  readonly valid: boolean;
  /** Name of the constraint the index belongs to, which then must be dropped in its place. */
  readonly constraint?: string;
  readonly partitionOf?: ObjectKey;
}

export interface View {
  readonly key: ObjectKey;
  readonly birth: Birth;
  readonly materialized: boolean;
  readonly populated: boolean;
  /** The names of its columns, in order; absent when the query does not show them all. */
  readonly output?: readonly string[];
  /** The relations the query reads, resolved. */
  readonly relations: readonly ObjectKey[];
  /** The columns it uses, per relation; `'*'` as a column means all of them. */
  readonly columns: ReadonlyMap<ObjectKey, ReadonlySet<string>>;
}

export interface Sequence {
  readonly key: ObjectKey;
  readonly birth: Birth;
  readonly ownedBy?: { readonly table: ObjectKey; readonly column: string };
}

export interface EnumLabel {
  readonly label: string;
  readonly birth: Birth;
  /** Set when ALTER TYPE ... ADD VALUE added it to the type. */
  readonly added?: true;
}

export type TypeDefinition = { readonly key: ObjectKey; readonly birth: Birth } & (
  | { readonly kind: 'enum'; readonly labels: readonly EnumLabel[] }
  | {
      readonly kind: 'domain';
      readonly base: TypeReference;
      readonly notNull: boolean;
      readonly default?: Expression;
      readonly checks: readonly { readonly name: string; readonly expression: Expression; readonly valid: boolean }[];
    }
  | {
      readonly kind: 'composite';
      readonly attributes: readonly { readonly name: string; readonly type: TypeReference }[];
    }
  | { readonly kind: 'other' }
);

export interface FunctionDefinition {
  readonly key: ObjectKey;
  readonly birth: Birth;
  readonly volatility: Volatility;
  readonly language: string;
  /** Only triggers can call it. */
  readonly returnsTrigger?: true;
}

/**
 * The key an unqualified name stands for: a temporary object that hides others (kept in `pg_temp`), the first schema of
 * the search path in which `exists` finds it, else the first schema of the path, which is where PostgreSQL would create
 * it.
 */
export function resolveName(schema: Schema, name: QualifiedName, exists: (key: ObjectKey) => boolean): ObjectKey {
  if (name.schema !== undefined) return objectKey(name.schema, name.name);
  // Hardly ever is there anything temporary, and names are resolved for every operation.
  if (schema.membersOf.has('pg_temp')) {
    const temporary = objectKey('pg_temp', name.name);
    if (exists(temporary)) return temporary;
  }
  let first: ObjectKey | undefined;
  for (const candidate of schema.searchPath) {
    const key = objectKey(candidate, name.name);
    if (exists(key)) return key;
    first ??= key;
  }
  return first ?? objectKey('public', name.name);
}

/** The key of a table, view or materialized view. */
export function relationKey(schema: Schema, name: QualifiedName): ObjectKey {
  return resolveName(schema, name, (key) => schema.tables.has(key) || schema.views.has(key));
}

export function indexKey(schema: Schema, name: QualifiedName): ObjectKey {
  return resolveName(schema, name, (key) => schema.indexes.has(key));
}

export function typeKey(schema: Schema, name: QualifiedName): ObjectKey {
  return resolveName(schema, name, (key) => schema.types.has(key));
}

export function tableOf(schema: Schema, name: QualifiedName): Table | undefined {
  return schema.tables.get(relationKey(schema, name));
}

/**
 * Whether other sessions cannot be using the relation: it is created by the migrations deployed together, or it is
 * temporary. Unknown relations are in use.
 */
export function isNewRelation(schema: Schema, key: ObjectKey): boolean {
  const relation = schema.tables.get(key) ?? schema.views.get(key) ?? schema.sequences.get(key);
  if (relation === undefined) {
    const index = schema.indexes.get(key);
    return index !== undefined && isNewRelation(schema, index.table);
  }
  return relation.birth.deploy === schema.deploy || ('persistence' in relation && relation.persistence === 'temporary');
}

/** All partitions or inheritance children below a table, itself not included. */
export function descendantsOf(schema: Schema, key: ObjectKey): readonly ObjectKey[] {
  const found: ObjectKey[] = [];
  const seen = new Set<ObjectKey>([key]);
  const visit = (parent: ObjectKey): void => {
    for (const child of schema.childrenOf.get(parent) ?? []) {
      if (seen.has(child)) continue;
      seen.add(child);
      found.push(child);
      visit(child);
    }
  };
  visit(key);
  return found;
}
