import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { TypeReference } from '../type.js';
import type { AlterTarget, SequenceOptions, StorageParameter } from './clauses.js';
import type { ConstraintDefinition } from './constraints.js';

/** `GENERATED ... AS IDENTITY` with the options of the sequence behind it. */
export interface IdentityDefinition {
  readonly when: 'always' | 'by-default';
  readonly sequence?: SequenceOptions;
}

/** `GENERATED ALWAYS AS (expression) STORED | VIRTUAL` (VIRTUAL from PostgreSQL 18, where it is the default). */
export interface GeneratedDefinition {
  readonly expression: Expression;
  /** `unstated` when neither word was written: an error before 18, virtual from 18 on. */
  readonly storage: 'stored' | 'virtual' | 'unstated';
}

/** A column of CREATE TABLE or ADD COLUMN. Its inline constraints other than NOT NULL stand in the operation's `constraints`. */
export interface ColumnDefinition {
  readonly name: string;
  /** Absent in `CREATE TABLE ... OF type`, in a partition that only adds options, and in CREATE TABLE AS. */
  readonly type?: TypeReference;
  readonly notNull: boolean;
  /** `DEFAULT NULL` is kept as written. */
  readonly default?: Expression;
  readonly identity?: IdentityDefinition;
  readonly generated?: GeneratedDefinition;
  readonly collation?: QualifiedName;
  /** A name or NO INHERIT that the column's own NOT NULL was given (18+). */
  readonly notNullConstraint?: { readonly name?: string; readonly noInherit?: boolean };
  /** `STORAGE` (16+) and `COMPRESSION`: lower case, `default` for DEFAULT. */
  readonly storage?: string;
  readonly compression?: string;
}

export interface ColumnOperations {
  'add-column': AlterTarget & {
    readonly table: QualifiedName;
    readonly column: ColumnDefinition;
    /** The column's inline CHECK, UNIQUE, PRIMARY KEY and REFERENCES. */
    readonly constraints: readonly ConstraintDefinition[];
    readonly ifNotExists: boolean;
    readonly only: boolean;
  };
  'drop-column': AlterTarget & {
    readonly table: QualifiedName;
    readonly column: string;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-column': AlterTarget & { readonly table: QualifiedName; readonly column: string; readonly newName: string };
  'alter-column-type': AlterTarget & {
    readonly table: QualifiedName;
    readonly column: string;
    readonly type: TypeReference;
    readonly collation?: QualifiedName;
    readonly using?: Expression;
  };
  'set-default': AlterTarget & { readonly table: QualifiedName; readonly column: string; readonly default: Expression };
  'drop-default': AlterTarget & { readonly table: QualifiedName; readonly column: string };
  'set-not-null': AlterTarget & { readonly table: QualifiedName; readonly column: string };
  'drop-not-null': AlterTarget & { readonly table: QualifiedName; readonly column: string };
  'add-identity': AlterTarget & {
    readonly table: QualifiedName;
    readonly column: string;
    readonly identity: IdentityDefinition;
  };
  /** `SET GENERATED ...`, `RESTART`, `SET INCREMENT ...` on an identity column. */
  'alter-identity': AlterTarget & {
    readonly table: QualifiedName;
    readonly column: string;
    readonly when?: IdentityDefinition['when'];
    readonly sequence?: SequenceOptions;
  };
  'drop-identity': AlterTarget & { readonly table: QualifiedName; readonly column: string; readonly ifExists: boolean };
  /** `SET EXPRESSION AS (...)` (17+). */
  'set-generated-expression': AlterTarget & {
    readonly table: QualifiedName;
    readonly column: string;
    readonly expression: Expression;
  };
  'drop-generated-expression': AlterTarget & {
    readonly table: QualifiedName;
    readonly column: string;
    readonly ifExists: boolean;
  };
  /** Column settings that touch only the catalogue: SET STATISTICS, SET STORAGE, SET COMPRESSION, SET (...). */
  'set-column-property': AlterTarget & {
    readonly table: QualifiedName;
    readonly column: string;
    readonly property: 'statistics' | 'storage' | 'compression' | 'options';
    /** Of statistics, storage and compression: a number or a word in lower case; absent for DEFAULT. */
    readonly value?: string;
    /** Of options: those set or, without values, reset. */
    readonly parameters?: readonly StorageParameter[];
    /** `RESET (...)`. */
    readonly reset?: boolean;
  };
}
