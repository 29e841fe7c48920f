import type { Expression } from '../expression.js';
import type { LockMode } from '../lock.js';
import type { QualifiedName } from '../name.js';
import type { QueryUse } from './tables.js';

/** A literal a statement stores or compares in a column: what shows that a new enum label is used. */
export interface LiteralUse {
  readonly column?: string;
  /** The type a cast names, when one is written: `'done'::status`. */
  readonly type?: QualifiedName;
  readonly value: string;
}

export interface StatementOperations {
  insert: {
    readonly table: QualifiedName;
    /** Empty when the statement lists none. */
    readonly columns: readonly string[];
    /** How many rows of VALUES; absent when the rows come from a query. */
    readonly rows?: number;
    /** What the statement reads: the source query, and subqueries. */
    readonly query: QueryUse;
    readonly literals: readonly LiteralUse[];
    readonly onConflict: 'none' | 'nothing' | 'update';
  };
  update: {
    readonly table: QualifiedName;
    readonly columns: readonly string[];
    readonly where?: Expression;
    /** A subquery or FROM item limits the rows with LIMIT: the statement is a batch. */
    readonly limited: boolean;
    readonly query: QueryUse;
    readonly literals: readonly LiteralUse[];
  };
  delete: {
    readonly table: QualifiedName;
    readonly where?: Expression;
    readonly limited: boolean;
    /** `USING` names other tables: a join may limit the rows without a WHERE. */
    readonly using: boolean;
    readonly query: QueryUse;
  };
  merge: { readonly table: QualifiedName; readonly query: QueryUse };
  select: {
    readonly query: QueryUse;
    /** `FOR UPDATE`, `FOR SHARE` and their kin. */
    readonly locksRows: boolean;
    readonly literals: readonly LiteralUse[];
  };
  copy: { readonly table?: QualifiedName; readonly direction: 'from' | 'to'; readonly query?: QueryUse };
  call: { readonly procedure: QualifiedName };

  'lock-table': {
    readonly table: QualifiedName;
    readonly mode: LockMode;
    readonly nowait: boolean;
    readonly only: boolean;
  };
  vacuum: {
    /** Absent for the whole database. */
    readonly table?: QualifiedName;
    readonly full: boolean;
    readonly analyze: boolean;
  };
  analyze: { readonly table?: QualifiedName };
  cluster: { readonly table?: QualifiedName; readonly index?: string };

  begin: Nothing;
  commit: { readonly chain: boolean };
  rollback: { readonly chain: boolean };
  savepoint: { readonly name: string };
  'rollback-to-savepoint': { readonly name: string };
  'release-savepoint': { readonly name: string };
  'prepare-transaction': Nothing;

  'set-parameter': {
    /** Lower case: `lock_timeout`. */
    readonly parameter: string;
    /** The values as texts without quotes; empty for `TO DEFAULT`. */
    readonly values: readonly string[];
    readonly local: boolean;
  };
  /** `parameter` absent for RESET ALL and DISCARD ALL. */
  'reset-parameter': { readonly parameter?: string };
  'set-constraints': { readonly mode: 'deferred' | 'immediate' };

  /** `ALTER SYSTEM`, `CREATE TABLESPACE` and other statements that must run outside a transaction. */
  'cluster-wide': { readonly command: string };

  /** A DO block. The operations of its body stand in `operations`. */
  'do-block': { readonly language: string };

  /** Understood and of no consequence for other sessions: NOTIFY, LISTEN, DECLARE, SHOW, EXPLAIN, LOAD, CHECKPOINT. */
  'session-statement': { readonly command: string };

  /** Parsed, or at least delimited, but not understood; the reason is a sentence. Never dropped, always counted. */
  opaque: { readonly reason: string; readonly text: string };
}

/** The operation carries nothing but its kind and place. */
export type Nothing = Record<never, never>;
