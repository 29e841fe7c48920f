import type { CodeOperations } from './operations/code.js';
import type { ColumnOperations } from './operations/columns.js';
import type { ConstraintOperations } from './operations/constraints.js';
import type { IndexOperations } from './operations/indexes.js';
import type { ObjectOperations } from './operations/objects.js';
import type { StatementOperations } from './operations/statements.js';
import type { TableOperations } from './operations/tables.js';
import type { Span } from './span.js';

export type * from './operations/clauses.js';
export type * from './operations/code.js';
export type * from './operations/columns.js';
export type * from './operations/constraints.js';
export type * from './operations/indexes.js';
export type * from './operations/objects.js';
export type * from './operations/statements.js';
export type * from './operations/tables.js';

/** Every kind of operation with its own fields. The union below is derived from it, so a kind is declared once. */
export interface OperationMap
  extends
    TableOperations,
    ColumnOperations,
    ConstraintOperations,
    IndexOperations,
    ObjectOperations,
    StatementOperations,
    CodeOperations {}

export type OperationKind = keyof OperationMap;

/** What every operation carries beside the fields of its kind. */
export interface OperationBase<K extends OperationKind> {
  readonly kind: K;
  /** The statement, or the part of it that is this operation (one command of an ALTER TABLE). */
  readonly span: Span;
  /** The whole statement the operation belongs to. Equal to `span` when the statement is one operation. */
  readonly statementSpan: Span;
  /** Index of the statement in its file, from 0. Operations of one statement share it and run under one lock. */
  readonly statement: number;
  /**
   * Operations inside: the body of a DO block or of a function. Those of a `do-block` run where it stands; those of
   * a `create-function` run when the function is called.
   */
  readonly operations?: readonly Operation[];
  /** True inside an IF, LOOP or EXCEPTION of a block: the operation may run, may not run, or run many times. */
  readonly conditional?: boolean;
  /**
   * Set in the part of a block that an EXCEPTION clause guards: the conditions it catches, lower case, such as
   * `duplicate_object` and `others`. A failure that is caught does not fail the statement.
   */
  readonly caught?: readonly string[];
  /** The EXPLAIN ANALYZE that runs the statement, as written. */
  readonly explained?: string;
}

/** The operation of one kind, or of several. */
export type OperationOf<K extends OperationKind> = { [P in K]: OperationBase<P> & OperationMap[P] }[K];

/** One schema or data change, independent of the format it was written in. */
export type Operation = OperationOf<OperationKind>;

/**
 * An operation that was not read but thought of, by a plan for instance: it has no place in a source. A writer prints
 * it, and reading what it printed gives the operation back.
 */
export type OperationDraft<K extends OperationKind = OperationKind> = {
  [P in K]: {
    readonly kind: P;
    readonly operations?: readonly OperationDraft[];
    readonly explained?: string;
  } & OperationMap[P];
}[K];

/**
 * The operations that are to stand in one statement: the commands of one ALTER TABLE, the tables of one DROP TABLE.
 * Most statements are one operation.
 */
export type StatementDraft = readonly OperationDraft[];
