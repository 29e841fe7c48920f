import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';

/** One key of an index: a column or an expression, with what refines it. */
export interface IndexKey {
  readonly column?: string;
  readonly expression?: Expression;
  readonly operatorClass?: string;
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
  };
  /** `ALTER INDEX parent ATTACH PARTITION child`. */
  'attach-index-partition': { readonly index: QualifiedName; readonly partition: QualifiedName };
}
