import type { ObjectKey, QualifiedName } from '../core/name.js';
import { objectKey, schemaOf } from '../core/name.js';
import type { Birth, Column, Constraint, FunctionDefinition, Index, Schema } from '../core/schema.js';
import type { Sequence, Table, TypeDefinition, View } from '../core/schema.js';
import { Journal, addMember, removeMember } from './journal.js';

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

/** The settings that change what statements mean. */
export type Setting = 'search_path' | 'timezone';

/** Where PostgreSQL looks when nothing was set: the user's own schema seldom exists. */
const defaultSearchPath: readonly string[] = ['public'];

/** Of objects that were there before the history in sight: never new. */
const beforeHistory: Birth = { deploy: -1, transaction: -1 };

/**
 * The schema while it is being built. Tables, columns and the rest are values that are replaced, never changed; all
 * changes go through `put`, `remove`, `link` and `unlink`, which keep the journal for ROLLBACK.
 */
export class State implements Schema {
  /** Settings that were made and matter here; what is not in it has its default. */
  readonly settings = new Map<Setting, readonly string[]>();
  /** What `SET LOCAL` replaced and the end of the transaction brings back. */
  readonly replacedSettings = new Map<Setting, readonly string[] | undefined>();
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
  /** Keys under which temporary tables were made in this session, also such that are gone. */
  readonly temporary = new Set<ObjectKey>();
  readonly journal = new Journal();
  #birth: Birth = { deploy: 0, transaction: 0 };

  get searchPath(): readonly string[] {
    return this.settings.get('search_path') ?? defaultSearchPath;
  }

  get timeZone(): string | undefined {
    return this.settings.get('timezone')?.[0];
  }

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

  /** The same schema, to be changed independently of this one. */
  copy(): State {
    const copy = new State();
    copy.deploy = this.deploy;
    copy.transaction = this.transaction;
    for (const name of plainFields) copyInto<unknown, unknown>(copy[name], this[name]);
    for (const name of indexFields) {
      for (const [from, members] of this[name]) copy[name].set(from, new Set(members));
    }
    for (const key of this.temporary) copy.temporary.add(key);
    return copy;
  }

  put<K, V>(map: Map<K, V>, key: K, value: V): void {
    this.journal.recordPut(map, key);
    map.set(key, value);
  }

  remove<K, V>(map: Map<K, V>, key: K): void {
    if (!map.has(key)) return;
    this.journal.recordPut(map, key);
    map.delete(key);
  }

  link<K>(index: Map<K, Set<ObjectKey>>, from: K, to: ObjectKey): void {
    const members = index.get(from);
    if (members?.has(to) === true) return;
    this.journal.recordLink(index, from, to, false);
    if (members === undefined) addMember(index, from, to);
    else members.add(to);
  }

  unlink<K>(index: Map<K, Set<ObjectKey>>, from: K, to: ObjectKey): void {
    if (!index.get(from)?.has(to)) return;
    this.journal.recordLink(index, from, to, true);
    removeMember(index, from, to);
  }

  /** Puts an object on the list of its schema. */
  join(key: ObjectKey): void {
    this.link(this.membersOf, schemaOf(key), key);
  }

  /** Takes an object off the list of its schema. */
  leave(key: ObjectKey): void {
    this.unlink(this.membersOf, schemaOf(key), key);
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

const plainFields = [
  'settings',
  'replacedSettings',
  'tables',
  'indexes',
  'views',
  'sequences',
  'types',
  'functions',
  'constraintNames',
] as const satisfies readonly (keyof State)[];

const indexFields = [
  'referencedBy',
  'indexesOf',
  'childrenOf',
  'viewsOf',
  'tablesOfType',
  'sequencesOf',
  'triggersOf',
  'drawersOf',
  'membersOf',
] as const satisfies readonly (keyof State)[];

function copyInto<K, V>(to: Map<K, V>, from: ReadonlyMap<K, V>): void {
  for (const [key, value] of from) to.set(key, value);
}

/** A snapshot of the members of a set that may change while they are visited. */
export function membersOf<K>(index: ReadonlyMap<K, ReadonlySet<ObjectKey>>, key: K): readonly ObjectKey[] {
  const members = index.get(key);
  return members === undefined ? [] : [...members];
}
