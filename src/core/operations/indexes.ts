import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { StorageParameter } from './clauses.js';

/** One key of an index: a column or an expression, with what refines it. */
export interface IndexKey {
  readonly column?: string;
  readonly expression?: Expression;
  /** As SQL writes it: with its schema where one is written, quoted where needed. */
  readonly operatorClass?: string;
  /** `gist_trgm_ops (siglen = 32)` */
  readonly operatorClassParameters?: readonly StorageParameter[];
  readonly collation?: QualifiedName;
  readonly descending?: boolean;
  readonly nullsFirst?: boolean;
}

export interface IndexOperations {
  'create-index': {
    /** Absent when the migration leaves the name to PostgreSQL. An index lives in the schema of its table. */
    readonly index?: string;
    readonly table: QualifiedName;
    readonly unique: boolean;
    readonly concurrently: boolean;
    readonly ifNotExists: boolean;
    /** `ON ONLY table`: partitions are left alone, and the index stays invalid until theirs are attached. */
    readonly only: boolean;
    readonly method: string;
    readonly keys: readonly IndexKey[];
    readonly include: readonly string[];
    readonly where?: Expression;
    readonly nullsNotDistinct: boolean;
    readonly storageParameters?: readonly StorageParameter[];
    readonly tablespace?: string;
  };
  'drop-index': {
    readonly index: QualifiedName;
    readonly concurrently: boolean;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-index': { readonly index: QualifiedName; readonly newName: string; readonly ifExists: boolean };
  reindex: {
    readonly target: 'index' | 'table' | 'schema' | 'database' | 'system';
    /** Absent for the current database. */
    readonly name?: QualifiedName;
    readonly concurrently: boolean;
    readonly tablespace?: string;
    readonly verbose?: boolean;
  };
  /** `ALTER INDEX parent ATTACH PARTITION child`. */
  'attach-index-partition': { readonly index: QualifiedName; readonly partition: QualifiedName };
}
