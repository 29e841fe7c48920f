import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { TypeReference } from '../type.js';
import type { ConstraintDefinition } from './constraints.js';

/** Options of the sequence behind an identity column that change what is safe; the rest does not matter here. */
export interface IdentityDefinition {
  readonly when: 'always' | 'by-default';
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
}

export interface ColumnOperations {
  'add-column': {
    readonly table: QualifiedName;
    readonly column: ColumnDefinition;
    /** The column's inline CHECK, UNIQUE, PRIMARY KEY and REFERENCES. */
    readonly constraints: readonly ConstraintDefinition[];
    readonly ifNotExists: boolean;
    readonly only: boolean;
  };
  'drop-column': {
    readonly table: QualifiedName;
    readonly column: string;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-column': { readonly table: QualifiedName; readonly column: string; readonly newName: string };
  'alter-column-type': {
    readonly table: QualifiedName;
    readonly column: string;
    readonly type: TypeReference;
    readonly collation?: QualifiedName;
    readonly using?: Expression;
    readonly only?: boolean;
  };
  'set-default': { readonly table: QualifiedName; readonly column: string; readonly default: Expression };
  'drop-default': { readonly table: QualifiedName; readonly column: string };
  'set-not-null': { readonly table: QualifiedName; readonly column: string };
  'drop-not-null': { readonly table: QualifiedName; readonly column: string };
  'add-identity': { readonly table: QualifiedName; readonly column: string; readonly identity: IdentityDefinition };
  /** `SET GENERATED ...`, `RESTART`, `SET INCREMENT ...` on an identity column. */
  'alter-identity': {
    readonly table: QualifiedName;
    readonly column: string;
    readonly when?: IdentityDefinition['when'];
  };
  'drop-identity': { readonly table: QualifiedName; readonly column: string; readonly ifExists: boolean };
  /** `SET EXPRESSION AS (...)` (17+). */
  'set-generated-expression': {
    readonly table: QualifiedName;
    readonly column: string;
    readonly expression: Expression;
  };
  'drop-generated-expression': { readonly table: QualifiedName; readonly column: string; readonly ifExists: boolean };
  /** Column settings that touch only the catalogue: SET STATISTICS, SET STORAGE, SET COMPRESSION, SET (...). */
  'set-column-property': {
    readonly table: QualifiedName;
    readonly column: string;
    readonly property: 'statistics' | 'storage' | 'compression' | 'options';
  };
}
