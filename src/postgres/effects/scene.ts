import type { BreaksEffect, Effect, FailsEffect, Held, LosesEffect } from '../../core/effect.js';
import type { LockMode } from '../../core/lock.js';
import { compareLockModes } from '../../core/lock.js';
import type { ObjectKey, QualifiedName } from '../../core/name.js';
import type { Operation } from '../../core/operation.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import type { Column, Schema, Table } from '../../core/schema.js';
import { descendantsOf, isNewRelation, relationKey } from '../../core/schema.js';

type Unmarked<E extends { readonly kind: string }> = Omit<E, 'kind'>;

/** A relation with storage of its own, and why it may not be what the operation touches. */
interface Part {
  readonly relation: ObjectKey;
  readonly unknown?: string;
}

/**
 * The place where the effects of one operation are worked out: the schema before it, the version, and the effects
 * found so far. It keeps one lock per relation, the strongest, and gives all locks the duration of the longest work
 * of the operation, because they are held until its end.
 */
export class Scene {
  readonly #locks = new Map<ObjectKey, { mode: LockMode; unknown: string | undefined }>();
  /** Most operations do none, and an empty map is as large as all else here. */
  #work: Map<string, Effect> | undefined;
  readonly #others: Effect[] = [];
  #held: Held = 'brief';
  #lastName: QualifiedName | undefined;
  #lastKey: ObjectKey = '';

  constructor(
    readonly schema: Schema,
    readonly postgres: PostgresVersion,
    readonly inTransaction: boolean,
    /** The other operations of the same statement: `DROP TABLE a, b` drops both at once. */
    readonly siblings: readonly Operation[] = [],
  ) {}

  /** All effects: locks in the order they were taken, then scans and rewrites, then the rest. */
  effects(): readonly Effect[] {
    const effects: Effect[] = [];
    const held = this.#held;
    for (const [relation, { mode, unknown }] of this.#locks) {
      effects.push({ kind: 'locks', relation, mode, held, ...(unknown === undefined ? {} : { unknown }) });
    }
    if (this.#work !== undefined) effects.push(...this.#work.values());
    effects.push(...this.#others);
    return effects;
  }

  /** The statement takes the lock; a weaker one on the same relation is forgotten. */
  lock(relation: ObjectKey, mode: LockMode, unknown?: string): void {
    const held = this.#locks.get(relation);
    const stronger = held === undefined ? 1 : compareLockModes(mode, held.mode);
    if (stronger > 0) this.#locks.set(relation, { mode, unknown });
    else if (stronger === 0 && unknown === undefined && held !== undefined) held.unknown = undefined;
  }

  /** Locks a table with all its partitions and inheritance children. */
  lockTree(relation: ObjectKey, mode: LockMode): void {
    for (const member of this.tree(relation)) this.lock(member, mode);
  }

  /** The statement lasts at least this long. */
  lasts(held: Held): void {
    if (heldOrder.indexOf(held) > heldOrder.indexOf(this.#held)) this.#held = held;
  }

  /** The statement reads the table in full, or all its partitions and children. */
  scanTree(relation: ObjectKey, unknown?: string): void {
    for (const part of this.parts(relation)) this.scan(part.relation, unknown ?? part.unknown);
  }

  /** The statement reads the relation in full. */
  scan(relation: ObjectKey, unknown?: string): void {
    this.lasts('scan');
    const id = `scan ${relation}`;
    const earlier = this.#work?.get(id);
    if (earlier !== undefined && (unknown !== undefined || earlier.unknown === undefined)) return;
    (this.#work ??= new Map<string, Effect>()).set(id, {
      kind: 'scans',
      relation,
      ...(unknown === undefined ? {} : { unknown }),
    });
  }

  /** The statement reads the table and builds an index on it, or on every partition. Inheritance children do not get it. */
  buildIndex(relation: ObjectKey): void {
    this.scanPartitions(relation);
    this.lasts('index-build');
  }

  /** The statement reads the table or its partitions, but no inheritance children. */
  scanPartitions(relation: ObjectKey): void {
    if (this.isPartitioned(relation)) this.scanTree(relation);
    else this.scan(relation);
  }

  /** The statement writes the table (or all its partitions) anew, which reads it too. */
  rewriteTree(relation: ObjectKey, because: string, unknown?: string): void {
    for (const part of this.parts(relation)) {
      this.scan(part.relation, unknown ?? part.unknown);
      this.rewrite(part.relation, because, unknown ?? part.unknown);
    }
  }

  /** The statement writes the relation anew without a scan of it that PostgreSQL would count. */
  rewrite(relation: ObjectKey, because: string, unknown?: string): void {
    this.lasts('rewrite');
    const id = `rewrite ${relation}`;
    const earlier = this.#work?.get(id);
    if (earlier !== undefined && (unknown !== undefined || earlier.unknown === undefined)) return;
    (this.#work ??= new Map<string, Effect>()).set(id, {
      kind: 'rewrites',
      relation,
      because,
      ...(unknown === undefined ? {} : { unknown }),
    });
  }

  /** The statement builds existing indexes of the relation again and leaves its rows where they are. */
  rebuildIndexes(relation: ObjectKey, indexesOnly: readonly string[], because: string, unknown?: string): void {
    this.lasts('index-build');
    (this.#work ??= new Map<string, Effect>()).set(`rebuild ${relation}`, {
      kind: 'rewrites',
      relation,
      indexesOnly,
      because,
      ...(unknown === undefined ? {} : { unknown }),
    });
  }

  loses(effect: Unmarked<LosesEffect>): void {
    this.#others.push({ kind: 'loses', ...effect });
  }

  breaks(effect: Unmarked<BreaksEffect>): void {
    this.#others.push({ kind: 'breaks', ...effect });
  }

  fails(effect: Unmarked<FailsEffect>): void {
    this.#others.push({ kind: 'fails', ...effect });
  }

  /** Relations that the same statement drops, so that nothing of theirs stands in the way. */
  alsoDropped(): Set<ObjectKey> {
    const gone = new Set<ObjectKey>();
    for (const other of this.siblings) {
      if (other.kind === 'drop-table') gone.add(this.key(other.table));
      else if (other.kind === 'drop-view' || other.kind === 'drop-materialized-view') gone.add(this.key(other.view));
    }
    return gone;
  }

  /** Tables that the same statement empties. */
  alsoTruncated(): Set<ObjectKey> {
    return new Set(this.siblings.flatMap((other) => (other.kind === 'truncate-table' ? [this.key(other.table)] : [])));
  }

  key(name: QualifiedName): ObjectKey {
    // Handlers ask for the key of the operation's table again and again, and resolving a name builds strings.
    if (name === this.#lastName) return this.#lastKey;
    this.#lastName = name;
    this.#lastKey = relationKey(this.schema, name);
    return this.#lastKey;
  }

  table(relation: ObjectKey): Table | undefined {
    return this.schema.tables.get(relation);
  }

  column(relation: ObjectKey, column: string): Column | undefined {
    return this.schema.tables.get(relation)?.columns.get(column);
  }

  isPartitioned(relation: ObjectKey): boolean {
    return this.table(relation)?.partitionBy !== undefined;
  }

  /** The relation itself, then its partitions and inheritance children. */
  tree(relation: ObjectKey): readonly ObjectKey[] {
    return this.schema.childrenOf.has(relation) ? [relation, ...descendantsOf(this.schema, relation)] : [relation];
  }

  /** The relation itself, then its partitions; inheritance children are left out. */
  partitionTree(relation: ObjectKey): readonly ObjectKey[] {
    return this.isPartitioned(relation) ? this.tree(relation) : [relation];
  }

  /** The relations of the tree that hold rows: a partitioned table has none of its own. */
  parts(relation: ObjectKey): readonly Part[] {
    const stored = this.tree(relation).filter((member) => !this.isPartitioned(member));
    if (stored.length > 0) return stored.map((member) => ({ relation: member }));
    if (!this.inUse(relation)) return [];
    return [
      {
        relation,
        unknown: `The partitions of ${relation} are not in the history; their migrations or a schema dump would name them.`,
      },
    ];
  }

  /** Whether running code may know the relation: it is neither new in this deployment nor temporary. */
  inUse(relation: ObjectKey): boolean {
    return !isNewRelation(this.schema, relation);
  }

  /** Whether running code may know the column: an old column of a relation in use, or one the history does not show. */
  columnInUse(relation: ObjectKey, column: string): boolean {
    if (!this.inUse(relation)) return false;
    const known = this.column(relation, column);
    return known === undefined || known.birth.deploy !== this.schema.deploy;
  }

  /** Whether the table may hold rows: not when it was created in this deployment and nothing was written to it. */
  mayHaveRows(relation: ObjectKey): boolean {
    const table = this.table(relation);
    if (table === undefined) return true;
    if (table.birth.deploy === this.schema.deploy) {
      return this.tree(relation).some((member) => {
        const part = this.table(member);
        return part === undefined || part.birth.deploy !== this.schema.deploy || part.writtenIn !== undefined;
      });
    }
    return true;
  }
}

const heldOrder: readonly Held[] = ['brief', 'scan', 'index-build', 'rewrite'];
