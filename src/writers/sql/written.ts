import type { OperationDraft, OperationKind } from '../../core/operation.js';

/**
 * What an operation is as a statement. Operations of one statement share its head and tail, and each is a part of its
 * list: the commands of an ALTER TABLE, the tables of a DROP TABLE.
 */
export interface Parts {
  readonly head: string;
  readonly part: string;
  readonly tail?: string;
  /** Each part stands in a line of its own when there are several. */
  readonly lines?: boolean;
}

/** A statement that is one operation, or a part of one that may be several. */
export type Written = string | Parts;

export type OperationWriter<K extends OperationKind> = (operation: OperationDraft<K>) => Written;

/** How the operations of some kinds are written. */
export type Writers<K extends OperationKind> = { readonly [P in K]: OperationWriter<P> };
