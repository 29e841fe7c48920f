import type { Expression } from '../expression.js';
import type { QualifiedName } from '../name.js';
import type { Span } from '../span.js';

/** Code in the language of the migration, which the runner calls between its statements. */
export interface CodeOperations {
  /**
   * A function that the runner calls where the operation stands. What its body was seen to do stands in `operations`:
   * each is a statement of its own, conditional where the body may leave it out or repeat it, and opaque where reading
   * does not tell.
   */
  'run-code': {
    /** `python`, `ruby`, `javascript`. */
    readonly language: string;
    /** What messages call it: `fill_status`. Absent for a function without a name. */
    readonly name?: string;
    /** Classes of the application that stand for tables, as they are today and not as they were for this migration. */
    readonly currentModels: readonly CurrentModel[];
    readonly loops: readonly RowLoop[];
  };
}

/** A class of the application's own code that a migration uses. */
export interface CurrentModel {
  /** As it is imported: `shop.models.Order`. */
  readonly path: string;
  /** What messages call it: `Order`. */
  readonly name: string;
  readonly span: Span;
}

/** A loop of code over the rows of a table. */
export interface RowLoop {
  readonly table: QualifiedName;
  /** What narrows the rows; absent when the loop goes over all of them. */
  readonly where?: Expression;
  /** A limit is set to how many rows it goes over. */
  readonly limited: boolean;
  /** The rows come in portions; else all of them are held in memory. */
  readonly inPortions: boolean;
  /** Each round changes rows, of this table or of another one. */
  readonly changesRows: boolean;
  /** Where the rows are asked for. */
  readonly span: Span;
}
