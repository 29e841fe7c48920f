import type { LockMode } from './lock.js';
import type { ObjectKey } from './name.js';

/**
 * How long a lock or the statement that holds it lasts, apart from waiting: `brief` is a change of the catalogue,
 * `scan` reads the table once, `index-build` reads it and builds an index, `rewrite` writes it anew with its indexes.
 * A lock is kept until its transaction ends; what comes after in the transaction is the timeline's concern.
 */
export type Held = 'brief' | 'scan' | 'index-build' | 'rewrite';

interface EffectBase {
  /**
   * Present when the history does not show enough and the effect was judged on the safe side: a sentence that says
   * what is unknown and what would settle it. It may then be wrong on the harmless side only.
   */
  readonly unknown?: string;
}

/** The statement takes a table-level lock. */
export interface LocksEffect extends EffectBase {
  readonly kind: 'locks';
  readonly relation: ObjectKey;
  readonly mode: LockMode;
  readonly held: Held;
}

/** The statement reads a relation in full. A table that is written anew is read as well, and both are listed. */
export interface ScansEffect extends EffectBase {
  readonly kind: 'scans';
  readonly relation: ObjectKey;
}

/** The statement writes a relation anew, with all its indexes; `indexesOnly` when only indexes are built again. */
export interface RewritesEffect extends EffectBase {
  readonly kind: 'rewrites';
  readonly relation: ObjectKey;
  readonly indexesOnly?: readonly string[];
  /** What forces the rewrite, as a noun phrase for messages: `the volatile default gen_random_uuid()`. */
  readonly because: string;
}

/** What is lost for good. */
export type LostThing =
  | 'rows'
  | 'column'
  | 'table'
  | 'view'
  | 'materialized-view'
  | 'sequence'
  | 'schema'
  | 'database'
  | 'type'
  | 'precision'
  | 'enum-label'
  | 'constraint'
  | 'index'
  | 'default'
  | 'trigger'
  | 'policy'
  | 'function'
  | 'privilege';

export interface LosesEffect extends EffectBase {
  readonly kind: 'loses';
  readonly what: LostThing;
  /** The object that is lost or whose data is: `public.users.email`, `public.users`. */
  readonly object: string;
  /**
   * `all`: everything in the object; `some`: what matches a condition; `silently`: values change without an error
   * (rounding, an explicit cast that cuts); `with-error`: the statement fails instead of losing (a value too long).
   */
  readonly how: 'all' | 'some' | 'silently' | 'with-error';
  /** True when CASCADE takes it along and the statement does not name it. */
  readonly cascaded?: boolean;
}

/** Code that is already running breaks when the operation commits. */
export interface BreaksEffect extends EffectBase {
  readonly kind: 'breaks';
  readonly clients: 'readers' | 'writers' | 'readers-and-writers';
  /** `public.users.email`, `public.users`, an enum label, a type. */
  readonly object: string;
  readonly because:
    | 'removed'
    | 'renamed'
    | 'moved'
    | 'type-changed'
    | 'required'
    | 'default-dropped'
    | 'privilege-changed'
    | 'row-security'
    | 'constraint-added'
    | 'behaviour-changed';
}

/** When the statement itself fails. */
export type FailureCondition =
  | 'rows-exist'
  | 'nulls-exist'
  | 'duplicates-exist'
  | 'violating-rows-exist'
  | 'values-do-not-fit'
  | 'in-transaction'
  | 'outside-transaction'
  | 'partitioned'
  | 'version'
  | 'view-depends'
  | 'objects-depend'
  | 'new-enum-value'
  | 'no-cast'
  | 'not-unique-index'
  | 'exists'
  | 'missing'
  | 'pending-trigger-events'
  | 'unsupported';

export interface FailsEffect extends EffectBase {
  readonly kind: 'fails';
  readonly when: FailureCondition;
  /** True when it fails whatever the rows hold; false when it depends on the data. */
  readonly certain: boolean;
  /** The object it fails over, when there is one: a view, a column, an enum label. */
  readonly object?: string;
  /** A clause that completes "it fails: ...", with PostgreSQL's own words where it has them. */
  readonly because: string;
}

/** What an operation does to a live database. */
export type Effect = LocksEffect | ScansEffect | RewritesEffect | LosesEffect | BreaksEffect | FailsEffect;
export type EffectKind = Effect['kind'];
export type EffectOf<K extends EffectKind> = Extract<Effect, { kind: K }>;

/** The effects of one kind, in order. */
export function effectsOfKind<K extends EffectKind>(effects: readonly Effect[], kind: K): readonly EffectOf<K>[] {
  // Most operations have no effect of the kind that a rule asks for.
  if (!effects.some((effect) => effect.kind === kind)) return none;
  return effects.filter((effect): effect is EffectOf<K> => effect.kind === kind);
}

const none: readonly never[] = [];
