import type { Expression } from '../expression.js';
import type { LockMode } from '../lock.js';
import type { QualifiedName } from '../name.js';
import type { StorageParameter } from './clauses.js';
import type { QueryUse } from './tables.js';

/** A literal a statement stores or compares in a column: what shows that a new enum label is used. */
export interface LiteralUse {
  readonly column?: string;
  /** The type a cast names, when one is written: `'done'::status`. */
  readonly type?: QualifiedName;
  readonly value: string;
}

/** A statement that is kept as it is written, because its fields are an extract of it. */
export interface StatementText {
  /** The statement without its semicolon. */
  readonly text: string;
}

/** `column = value` of an UPDATE; a row of columns is set from a row or a subquery. */
export interface Assignment {
  /** Several for `(a, b) = ...`. */
  readonly columns: readonly string[];
  /** What follows the name of a single column that is changed in part, as written: `[1]`, `.street`. */
  readonly part?: string;
  /** `(a) = ROW(...)` of a single column. */
  readonly row?: boolean;
  readonly value: Expression;
}

export interface StatementOperations {
  insert: StatementText & {
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
  update: RowChange & {
    readonly table: QualifiedName;
    readonly columns: readonly string[];
    readonly assignments: readonly Assignment[];
    /** The tables after FROM, as written. */
    readonly from?: string;
    readonly where?: Expression;
    /** A subquery or FROM item limits the rows with LIMIT: the statement is a batch. */
    readonly limited: boolean;
    readonly query: QueryUse;
    readonly literals: readonly LiteralUse[];
  };
  delete: RowChange & {
    readonly table: QualifiedName;
    readonly where?: Expression;
    readonly limited: boolean;
    /** `USING` names other tables: a join may limit the rows without a WHERE. */
    readonly using: boolean;
    /** The tables after USING, as written. */
    readonly usingTables?: string;
    readonly query: QueryUse;
  };
  merge: StatementText & { readonly table: QualifiedName; readonly query: QueryUse };
  select: StatementText & {
    readonly query: QueryUse;
    /** `FOR UPDATE`, `FOR SHARE` and their kin. */
    readonly locksRows: boolean;
    readonly literals: readonly LiteralUse[];
  };
  copy: StatementText & {
    readonly table?: QualifiedName;
    readonly direction: 'from' | 'to';
    readonly query?: QueryUse;
  };
  call: StatementText & { readonly procedure: QualifiedName };

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
    readonly columns?: readonly string[];
    /** The options apart from FULL and ANALYZE. */
    readonly options?: readonly StorageParameter[];
    readonly only?: boolean;
  };
  analyze: {
    readonly table?: QualifiedName;
    readonly columns?: readonly string[];
    readonly options?: readonly StorageParameter[];
    readonly only?: boolean;
  };
  cluster: {
    readonly table?: QualifiedName;
    readonly index?: string;
    readonly options?: readonly StorageParameter[];
  };

  /** `modes`: ISOLATION LEVEL, READ ONLY, DEFERRABLE as written. */
  begin: { readonly modes?: string };
  commit: { readonly chain: boolean };
  rollback: { readonly chain: boolean };
  savepoint: { readonly name: string };
  'rollback-to-savepoint': { readonly name: string };
  'release-savepoint': { readonly name: string };
  'prepare-transaction': { readonly transaction: string };

  'set-parameter': {
    /** Lower case: `lock_timeout`. */
    readonly parameter: string;
    /** The values as texts without quotes; empty for `TO DEFAULT`. */
    readonly values: readonly string[];
    readonly local: boolean;
  };
  /** `parameter` absent for RESET ALL and DISCARD ALL. */
  'reset-parameter': {
    readonly parameter?: string;
    /** DISCARD ALL, which also drops temporary tables, prepared statements and locks. */
    readonly discard?: boolean;
  };
  'set-constraints': {
    readonly mode: 'deferred' | 'immediate';
    /** Absent for ALL. */
    readonly constraints?: readonly QualifiedName[];
  };

  /** `ALTER SYSTEM`, `CREATE TABLESPACE` and other statements that must run outside a transaction. */
  'cluster-wide': StatementText & { readonly command: string };

  /** A DO block. The operations of its body stand in `operations`. */
  'do-block': {
    readonly language: string;
    /** The string, decoded. */
    readonly body: string;
  };

  /** Understood and of no consequence for other sessions: NOTIFY, LISTEN, DECLARE, SHOW, EXPLAIN, LOAD, CHECKPOINT. */
  'session-statement': StatementText & { readonly command: string };

  /** Parsed, or at least delimited, but not understood; the reason is a sentence. Never dropped, always counted. */
  opaque: { readonly reason: string; readonly text: string };
}

/** The clauses that UPDATE and DELETE share, as written. */
export interface RowChange {
  /** `WITH name AS (...)`, with the word WITH. */
  readonly with?: string;
  readonly only?: boolean;
  readonly alias?: string;
  readonly returning?: string;
}
