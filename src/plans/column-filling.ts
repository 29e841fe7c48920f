import type { Expression } from '../core/expression.js';
import type { QualifiedName } from '../core/name.js';
import type { ColumnDefinition } from '../core/operation.js';
import type { Hole, OperationPlan, PhaseName, PlannedWork, PlanStep } from '../core/plan.js';

/**
 * How a new column gets its values without a rewrite of the table: what makes the column and fills it in rows written
 * from then on, what the rows that exist get, and what is left to do when all rows are filled.
 */
export interface Filling {
  readonly title: string;
  /** The column as ADD COLUMN makes it. */
  readonly column: ColumnDefinition;
  /** What follows ADD COLUMN in the same transaction: a default or a trigger for rows written from then on. */
  readonly first: readonly PlannedWork[];
  /** What the first file is for, as a sentence. */
  readonly purpose: string;
  /** What the rows that exist get, and which of them have it to come; absent when ADD COLUMN gives it to them. */
  readonly backfill?: { readonly value: Expression; readonly where: Expression };
  /** Whether NOT NULL is still to be enforced when all rows are filled. */
  readonly enforceNotNull: boolean;
  /** Where NOT NULL and the column's constraints come: `contract` when only the new code can meet them. */
  readonly enforced: PhaseName;
  /** What comes after the constraints. */
  readonly last: readonly PlanStep[];
  readonly deploy: OperationPlan['deploy'];
  readonly notes: readonly string[];
  readonly holes: readonly Hole[];
  readonly differs?: string;
}

/** What a filling is made from. */
export interface NewColumn {
  readonly table: QualifiedName;
  /** `users.email` */
  readonly shown: string;
  /** The column with its base type where the type was a domain, and the default of the domain. */
  readonly definition: ColumnDefinition;
  /** Whether it must be NOT NULL in the end. */
  readonly required: boolean;
}

/** The column without what would make PostgreSQL write every row. */
export function bareColumn(definition: ColumnDefinition): ColumnDefinition {
  const { name, type, collation, storage, compression } = definition;
  return {
    name,
    ...(type === undefined ? {} : { type }),
    notNull: false,
    ...(collation === undefined ? {} : { collation }),
    ...(storage === undefined ? {} : { storage }),
    ...(compression === undefined ? {} : { compression }),
  };
}
