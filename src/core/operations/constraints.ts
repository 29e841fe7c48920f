import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { Span } from '../span.js';
import type { IndexKey } from './indexes.js';

interface ConstraintBase {
  /** Absent when the migration leaves the name to PostgreSQL. */
  readonly name?: string;
  /** Where the constraint stands, when it is a part of a larger operation. */
  readonly span?: Span;
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
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

export interface UniqueConstraint extends ConstraintBase {
  readonly kind: 'unique' | 'primary-key';
  /** Empty when an existing index is used. */
  readonly columns: readonly string[];
  readonly usingIndex?: string;
  readonly include: readonly string[];
  readonly nullsNotDistinct: boolean;
}

export interface ExclusionConstraint extends ConstraintBase {
  readonly kind: 'exclude';
  readonly method: string;
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
  readonly onUpdate: ReferentialAction;
  readonly match: 'simple' | 'full';
  readonly notValid: boolean;
  readonly enforced: boolean;
}

export type ConstraintDefinition =
  CheckConstraint | NotNullConstraint | UniqueConstraint | ExclusionConstraint | ForeignKeyConstraint;

export interface ConstraintOperations {
  'add-constraint': {
    readonly table: QualifiedName;
    readonly constraint: ConstraintDefinition;
    readonly only: boolean;
  };
  'validate-constraint': { readonly table: QualifiedName; readonly name: string };
  'drop-constraint': {
    readonly table: QualifiedName;
    readonly name: string;
    readonly ifExists: boolean;
    readonly cascade: boolean;
  };
  'rename-constraint': { readonly table: QualifiedName; readonly name: string; readonly newName: string };
  /** `ALTER CONSTRAINT ... DEFERRABLE / ENFORCED / INHERIT`. What is absent stays as it is. */
  'alter-constraint': {
    readonly table: QualifiedName;
    readonly name: string;
    readonly deferrable?: boolean;
    readonly enforced?: boolean;
    readonly inherit?: boolean;
  };
}
