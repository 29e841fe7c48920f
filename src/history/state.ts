import type { ObjectKey, QualifiedName } from '../core/name.js';
import { objectKey } from '../core/name.js';
import type { Birth, Column, Constraint, FunctionDefinition, Index, Schema } from '../core/schema.js';
import type { Sequence, Table, TypeDefinition, View } from '../core/schema.js';
import { Journal } from './journal.js';

/** A column with what only the replay needs to know. */
export interface StoredColumn extends Column {
  /** It is there because a parent has it, and goes with the parent's. */
  readonly inherited?: boolean;
}

export interface StoredConstraint extends Constraint {
  /** Name of the parent's constraint it was made for, and with which it goes. */
  readonly inheritedFrom?: string;
}

export interface StoredTable extends Table {
  readonly columns: ReadonlyMap<string, StoredColumn>;
  readonly constraints: readonly StoredConstraint[];
}

/** Where PostgreSQL looks when nothing was set: the user's own schema seldom exists. */
export const defaultSearchPath: readonly string[] = ['public'];

/** Of objects that were there before the history in sight: never new. */
const beforeHistory: Birth = { deploy: -1, transaction: -1 };

/**
 * The schema while it is being built. Tables, columns and the rest are values that are replaced, never changed; all
 * changes go through `put`, `remove`, `link` and `unlink`, which keep the journal for ROLLBACK.
 */
export class State implements Schema {
  searchPath: readonly string[] = defaultSearchPath;
  /** The search path to return to when the transaction that set a local one ends. */
  localSearchPath: readonly string[] | undefined;
  timeZone: string | undefined;
  /** The time zone to return to when the transaction that set a local one ends. */
  localTimeZone: { readonly before: string | undefined } | undefined;
  deploy = 0;
  transaction = 0;
  readonly tables = new Map<ObjectKey, StoredTable>();
  readonly indexes = new Map<ObjectKey, Index>();
  readonly views = new Map<ObjectKey, View>();
  readonly sequences = new Map<ObjectKey, Sequence>();
  readonly types = new Map<ObjectKey, TypeDefinition>();
  readonly functions = new Map<ObjectKey, FunctionDefinition>();
  readonly referencedBy = new Map<ObjectKey, Set<ObjectKey>>();
  readonly indexesOf = new Map<ObjectKey, Set<ObjectKey>>();
  readonly childrenOf = new Map<ObjectKey, Set<ObjectKey>>();
  readonly viewsOf = new Map<ObjectKey, Set<ObjectKey>>();
  readonly tablesOfType = new Map<ObjectKey, Set<ObjectKey>>();
  readonly sequencesOf = new Map<ObjectKey, Set<ObjectKey>>();
  /** Per function the tables with triggers that call it. */
  readonly triggersOf = new Map<ObjectKey, Set<ObjectKey>>();
  /** Per sequence the tables with columns that may draw their default from it. */
  readonly drawersOf = new Map<ObjectKey, Set<ObjectKey>>();
  /** Per schema all that lives in it: relations, types and functions. */
  readonly membersOf = new Map<string, Set<ObjectKey>>();
  /** How many constraints of a schema have a name, by `schema.name`: PostgreSQL avoids these names. */
  readonly constraintNames = new Map<ObjectKey, number>();
  readonly temporary = new Set<ObjectKey>();
  readonly journal = new Journal();
  #birth: Birth = { deploy: 0, transaction: 0 };

  /** The birth of what is made now. */
  get birth(): Birth {
    const { deploy, transaction } = this;
    if (this.#birth.deploy !== deploy || this.#birth.transaction !== transaction) this.#birth = { deploy, transaction };
    return this.#birth;
  }

  /** The birth of what is only now heard of. */
  get oldBirth(): Birth {
    return beforeHistory;
  }

  put<K, V>(map: Map<K, V>, key: K, value: V): void {
    const before = map.get(key);
    if (before === value) return;
    map.set(key, value);
    this.journal.record(() => {
      if (before === undefined) map.delete(key);
      else map.set(key, before);
    });
  }

  remove<K, V>(map: Map<K, V>, key: K): void {
    const before = map.get(key);
    if (before === undefined) return;
    map.delete(key);
    this.journal.record(() => map.set(key, before));
  }

  link<K>(index: Map<K, Set<ObjectKey>>, from: K, to: ObjectKey): void {
    const members = index.get(from);
    if (members?.has(to)) return;
    if (members === undefined) index.set(from, new Set([to]));
    else members.add(to);
    this.journal.record(() => detach(index, from, to));
  }

  unlink<K>(index: Map<K, Set<ObjectKey>>, from: K, to: ObjectKey): void {
    if (!index.get(from)?.has(to)) return;
    detach(index, from, to);
    this.journal.record(() => {
      const members = index.get(from);
      if (members === undefined) index.set(from, new Set([to]));
      else members.add(to);
    });
  }

  setSearchPath(path: readonly string[]): void {
    const before = this.searchPath;
    this.searchPath = path;
    this.journal.record(() => (this.searchPath = before));
  }

  setTimeZone(zone: string | undefined): void {
    const before = this.timeZone;
    this.timeZone = zone;
    this.journal.record(() => (this.timeZone = before));
  }

  /** Whether a table, index, view or sequence has the name: they share one set of names. */
  hasRelation(key: ObjectKey): boolean {
    return this.tables.has(key) || this.indexes.has(key) || this.views.has(key) || this.sequences.has(key);
  }

  /** The key of an object about to be created: in the first schema of the search path unless its name says another. */
  creationKey(name: QualifiedName): ObjectKey {
    return objectKey(name.schema ?? this.searchPath[0] ?? 'public', name.name);
  }
}

function detach<K>(index: Map<K, Set<ObjectKey>>, from: K, to: ObjectKey): void {
  const members = index.get(from);
  members?.delete(to);
  if (members?.size === 0) index.delete(from);
}

/** The schema part of a key. */
export function schemaOf(key: ObjectKey): string {
  return key.slice(0, key.indexOf('.'));
}

/** The key without its schema. */
export function nameOf(key: ObjectKey): string {
  return key.slice(key.indexOf('.') + 1);
}

export function qualifiedNameOf(key: ObjectKey): { schema: string; name: string } {
  return { schema: schemaOf(key), name: nameOf(key) };
}

/** A snapshot of the members of a set that may change while they are visited. */
export function membersOf<K>(index: ReadonlyMap<K, ReadonlySet<ObjectKey>>, key: K): readonly ObjectKey[] {
  const members = index.get(key);
  return members === undefined ? [] : [...members];
}
