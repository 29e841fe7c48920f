import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { TypeReference } from '../type.js';
import type { AlterTarget, StorageParameter } from './clauses.js';
import type { ConstraintDefinition } from './constraints.js';
import type { ColumnDefinition } from './columns.js';
import type { IndexKey } from './indexes.js';

/** How the rows of a partitioned table are divided. */
export interface PartitionKey {
  readonly strategy: 'range' | 'list' | 'hash';
  /** Column names, or the text of an expression. */
  readonly keys: readonly (({ readonly column: string } | { readonly expression: Expression }) &
    Pick<IndexKey, 'collation' | 'operatorClass'>)[];
}

/** `FOR VALUES ...` of a partition, or `DEFAULT`. Values are the texts of their expressions. */
export type PartitionBound =
  | { readonly kind: 'default' }
  | { readonly kind: 'range'; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'hash'; readonly modulus: number; readonly remainder: number };

/** Where the rows and WAL of a table live. */
export type Persistence = 'permanent' | 'unlogged' | 'temporary';

/** `LIKE other INCLUDING ...` in a CREATE TABLE. */
export interface LikeClause {
  readonly table: QualifiedName;
  /** How many of the table's own columns stand before it; absent when all do. */
  readonly columnsBefore?: number;
  readonly including: readonly (
    | 'comments'
    | 'compression'
    | 'constraints'
    | 'defaults'
    | 'generated'
    | 'identity'
    | 'indexes'
    | 'statistics'
    | 'storage'
  )[];
}

export interface TableOperations {
  'create-table': {
    readonly table: QualifiedName;
    readonly ifNotExists: boolean;
    readonly persistence: Persistence;
    readonly columns: readonly ColumnDefinition[];
    /** Table constraints and the inline constraints of columns alike, in the order written. */
    readonly constraints: readonly ConstraintDefinition[];
    readonly like: readonly LikeClause[];
    readonly inherits: readonly QualifiedName[];
    readonly partitionBy?: PartitionKey;
    readonly partitionOf?: { readonly parent: QualifiedName; readonly bound: PartitionBound };
    /** `CREATE TABLE ... AS SELECT`: the columns come from a query; `columns` holds the names when they are listed. */
    readonly asQuery?: QueryUse;
    /** The query of CREATE TABLE AS as written. */
    readonly definition?: string;
    /** `WITH NO DATA` of CREATE TABLE AS. */
    readonly withNoData?: boolean;
    /** `CREATE TABLE ... OF type`. */
    readonly ofType?: QualifiedName;
    /** `USING method`. */
    readonly accessMethod?: string;
    readonly storageParameters?: readonly StorageParameter[];
    /** Of a temporary table. */
    readonly onCommit?: 'preserve-rows' | 'delete-rows' | 'drop';
    readonly tablespace?: string;
  };
  'drop-table': { readonly table: QualifiedName; readonly ifExists: boolean; readonly cascade: boolean };
  'rename-table': {
    readonly table: QualifiedName;
    readonly newName: string;
    readonly ifExists: boolean;
    readonly only?: boolean;
  };
  'truncate-table': {
    readonly table: QualifiedName;
    readonly only: boolean;
    readonly cascade: boolean;
    readonly restartIdentity: boolean;
  };
  'set-persistence': AlterTarget & { readonly table: QualifiedName; readonly persistence: 'permanent' | 'unlogged' };
  /** `SET TABLESPACE` of a table, index or materialized view. */
  'set-tablespace': AlterTarget & {
    readonly relation: QualifiedName;
    readonly relationKind: 'table' | 'index' | 'materialized-view';
    readonly tablespace: string;
  };
  /** `ALTER TABLE | INDEX | MATERIALIZED VIEW ALL IN TABLESPACE ... SET TABLESPACE`: all of a kind that lie in a tablespace. */
  'move-tablespace': {
    readonly relationKind: 'table' | 'index' | 'materialized-view';
    readonly from: string;
    readonly tablespace: string;
    /** `OWNED BY`: only what these roles own. */
    readonly ownedBy?: readonly string[];
    readonly nowait?: boolean;
  };
  'set-access-method': AlterTarget & { readonly table: QualifiedName; readonly accessMethod: string };
  /** `SET (...)` or `RESET (...)` of storage parameters. */
  'set-storage-parameters': AlterTarget & {
    readonly relation: QualifiedName;
    readonly relationKind: 'table' | 'index' | 'materialized-view' | 'view';
    /** Their names. */
    readonly parameters: readonly string[];
    /** What SET gives to each of them, in their order; null where no value is written. Absent for RESET. */
    readonly values?: readonly (string | null)[];
  };
  /** `CLUSTER ON index` and `SET WITHOUT CLUSTER`: catalogue only, the table is not rewritten. */
  'set-cluster-index': AlterTarget & { readonly table: QualifiedName; readonly index?: string };
  'set-replica-identity': AlterTarget & {
    readonly table: QualifiedName;
    readonly identity: 'default' | 'full' | 'nothing' | 'index';
    readonly index?: string;
  };
  'set-row-security': AlterTarget & {
    readonly table: QualifiedName;
    readonly action: 'enable' | 'disable' | 'force' | 'no-force';
  };
  'set-inheritance': AlterTarget & {
    readonly table: QualifiedName;
    readonly parent: QualifiedName;
    readonly inherit: boolean;
  };
  'attach-partition': AlterTarget & {
    readonly table: QualifiedName;
    readonly partition: QualifiedName;
    readonly bound: PartitionBound;
  };
  'detach-partition': AlterTarget & {
    readonly table: QualifiedName;
    readonly partition: QualifiedName;
    readonly concurrently: boolean;
    readonly finalize: boolean;
  };
}

/** Which relations, columns and functions a query reads. Names are as written; `columns` is best effort. */
export interface QueryUse {
  readonly relations: readonly QualifiedName[];
  /**
   * Columns used, with the relation they were qualified with (alias resolved) when one was written; `*` for all columns
   * of that relation.
   */
  readonly columns: readonly { readonly relation?: QualifiedName; readonly column: string }[];
  /** `SELECT *` or `alias.*` occurs. */
  readonly star: boolean;
  readonly functions: readonly QualifiedName[];
  /** Output columns of the query with their types where the query states them (casts), in order. */
  readonly output: readonly { readonly name?: string; readonly type?: TypeReference }[];
}
