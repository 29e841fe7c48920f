import type { Span } from '../../../core/span.js';
import type { PythonString, PythonValue } from '../../python/value.js';

/** The callable of a `RunPython`. */
export type PythonCode =
  | { readonly kind: 'noop'; readonly span: Span }
  /** A function of the same file, with what its body was seen to do. */
  | {
      readonly kind: 'function';
      readonly name: string;
      /** Where it is named in the operation. */
      readonly span: Span;
      /** The name in `def name(...)`; the lambda for a lambda. */
      readonly definition: Span;
      readonly actions: readonly PythonAction[];
      /** Models imported from the app's own code: they have today's fields, not those of the migration's time. */
      readonly importedModels: readonly ImportedModel[];
    }
  /** A function of another module, or what is no function at all. */
  | { readonly kind: 'unknown'; readonly path: string | undefined; readonly reason: string; readonly span: Span };

export interface ImportedModel {
  /** `shop.models.Order`, `..models.Order`. */
  readonly path: string;
  readonly span: Span;
}

/** A model that the code names. */
export interface DataModel {
  /** The app label, when `apps.get_model` names it; else undefined. */
  readonly app: string | undefined;
  readonly model: string;
  /** Whether it is a historical model of `apps.get_model`, or was imported. */
  readonly historical: boolean;
}

/** Which rows of a model are meant. */
export interface RowSelection {
  /** All of them hold; none when every row is meant. */
  readonly conditions: readonly RowCondition[];
  /** A slice sets a limit to how many rows there are. */
  readonly limited: boolean;
}

/** A condition on rows, as `filter` takes it. */
export type RowCondition =
  /** `status__isnull=True`. */
  | { readonly kind: 'lookup'; readonly lookup: string; readonly value: PythonValue }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly RowCondition[] }
  | { readonly kind: 'not'; readonly part: RowCondition }
  /** What is not told by reading. */
  | { readonly kind: 'unknown'; readonly span: Span };

/** What a function of a data migration does to the database, in the order it is written. */
export type PythonAction = {
  readonly span: Span;
  /** Inside a `for` or `while`: it runs once for each round. */
  readonly looped: boolean;
  /** Inside an `if`, `try` or `except`, or after an early `return`: it may not run. */
  readonly conditional: boolean;
} & (
  | {
      readonly kind: 'update' | 'delete';
      readonly model: DataModel;
      /** False when no `filter`, `exclude` or slice narrows the rows: every row is meant. */
      readonly narrowed: boolean;
      readonly selection: RowSelection;
      /** The columns that `.update(...)` sets, by field name. */
      readonly fields: readonly string[];
      /** What `.update(...)` sets them to; none for `.save()`. */
      readonly values: readonly Span[];
      /** True for `.save()` and `.delete()` of one instance. */
      readonly instance: boolean;
    }
  | {
      readonly kind: 'insert';
      readonly model: DataModel;
      readonly bulk: boolean;
    }
  | {
      readonly kind: 'bulk-update';
      readonly model: DataModel;
      readonly fields: readonly string[];
      readonly batched: boolean;
    }
  /** A loop over the rows of a model. `batched` when it takes them by `iterator()`, slices, a paginator or chunks. */
  | {
      readonly kind: 'loop';
      readonly model: DataModel;
      readonly narrowed: boolean;
      readonly selection: RowSelection;
      readonly batched: boolean;
      /** A round changes rows. */
      readonly changesRows: boolean;
    }
  /** A raw statement: `cursor.execute("...")`, `schema_editor.execute("...")`. */
  | {
      readonly kind: 'sql';
      readonly sql: PythonString;
      readonly params: PythonValue | undefined;
      readonly through: 'cursor' | 'schema-editor';
    }
  /** Something that reaches the database, or may, and cannot be told by reading. */
  | { readonly kind: 'opaque'; readonly reason: string }
);
