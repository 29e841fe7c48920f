import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { Span } from '../span.js';
import type { AlterTarget, StorageParameter } from './clauses.js';
import type { IndexKey } from './indexes.js';

interface ConstraintBase {
  /** Absent when the migration leaves the name to PostgreSQL. */
  readonly name?: string;
  /** Where the constraint stands, when it is a part of a larger operation. */
  readonly span?: Span;
  /** NOT DEFERRABLE and INITIALLY IMMEDIATE, which are the defaults, leave these absent. */
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

/** What a constraint says about the index that stands behind it. */
interface IndexBackedConstraint extends ConstraintBase {
  readonly storageParameters?: readonly StorageParameter[];
  /** `USING INDEX TABLESPACE`. */
  readonly tablespace?: string;
}

export interface CheckConstraint extends ConstraintBase {
  readonly kind: 'check';
  readonly expression: Expression;
  readonly notValid: boolean;
  /** `NO INHERIT` */
  readonly noInherit: boolean;
  /** `NOT ENFORCED` (18+) makes it false. */
  readonly enforced: boolean;
}

/** A table-level `NOT NULL column` (18+), which may be NOT VALID. A column's own NOT NULL is `ColumnDefinition.notNull`. */
export interface NotNullConstraint extends ConstraintBase {
  readonly kind: 'not-null';
  readonly column: string;
  readonly notValid: boolean;
  readonly noInherit: boolean;
}

export interface UniqueConstraint extends IndexBackedConstraint {
  readonly kind: 'unique' | 'primary-key';
  /** Empty when an existing index is used. */
  readonly columns: readonly string[];
  readonly usingIndex?: string;
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
  /** `WITHOUT OVERLAPS` after the last column (18+). */
  readonly withoutOverlaps?: boolean;
}

export interface ExclusionConstraint extends IndexBackedConstraint {
  readonly kind: 'exclude';
  readonly method: string;
  readonly include?: readonly string[];
  readonly keys: readonly (IndexKey & { readonly operator: string })[];
  readonly where?: Expression;
}

export type ReferentialAction = 'no-action' | 'restrict' | 'cascade' | 'set-null' | 'set-default';

export interface ForeignKeyConstraint extends ConstraintBase {
  readonly kind: 'foreign-key';
  readonly columns: readonly string[];
  readonly references: QualifiedName;
  /** Empty when the primary key of the referenced table is meant. */
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  /** The columns that `ON DELETE SET NULL (...)` or `SET DEFAULT (...)` names (15+); absent for all. */
  readonly onDeleteColumns?: readonly string[];
  readonly onUpdate: ReferentialAction;
  readonly match: 'simple' | 'full';
  readonly notValid: boolean;
  readonly enforced: boolean;
  /** The last column of either side is a PERIOD (18+). */
  readonly period?: boolean;
}

export type ConstraintDefinition =
  CheckConstraint | NotNullConstraint | UniqueConstraint | ExclusionConstraint | ForeignKeyConstraint;

export interface ConstraintOperations {
  'add-constraint': AlterTarget & {
    readonly table: QualifiedName;
    readonly constraint: ConstraintDefinition;
    readonly only: boolean;
  };
  'validate-constraint': AlterTarget & { readonly table: QualifiedName; readonly name: string };
  'drop-constraint': AlterTarget & {
    readonly table: QualifiedName;
    readonly name: string;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-constraint': AlterTarget & {
    readonly table: QualifiedName;
    readonly name: string;
    readonly newName: string;
  };
  /** `ALTER CONSTRAINT ... DEFERRABLE / ENFORCED / INHERIT`. What is absent stays as it is. */
  'alter-constraint': AlterTarget & {
    readonly table: QualifiedName;
    readonly name: string;
    readonly deferrable?: boolean;
    readonly initiallyDeferred?: boolean;
    readonly enforced?: boolean;
    readonly inherit?: boolean;
  };
}
