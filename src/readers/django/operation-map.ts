import type { Span } from '../../core/span.js';
import type { PythonString, PythonValue } from '../python/value.js';
import type {
  DjangoArguments,
  DjangoConstraint,
  DjangoField,
  DjangoIndex,
  DjangoNamedField,
  DjangoOperation,
} from './model.js';
import type { PythonCode } from './run-python/model.js';

/** Every class of operation with its own fields, named as Django names them. */
export interface DjangoOperationMap
  extends DjangoModelOperations, DjangoFieldOperations, DjangoIndexOperations, DjangoSpecialOperations {}

/** The options that decide about tables; `options` has all of them. */
interface CreateModelFields {
  readonly name: string;
  readonly fields: readonly DjangoNamedField[];
  /** Items of `fields` that could not be read: their number and kind are not known. */
  readonly unreadFields: readonly UnreadPart[];
  readonly options: DjangoArguments;
  /** Options that could not be read, such as `**COMMON`. */
  readonly unreadOptions: readonly UnreadPart[];
  /** `app.Model` as it is written, in lower case; none when the only base is `models.Model`. */
  readonly bases: readonly DjangoBase[];
  readonly dbTable: string | undefined;
  readonly managed: boolean;
  readonly proxy: boolean;
  /** The setting that may put another model in its place: `AUTH_USER_MODEL`. */
  readonly swappable: string | undefined;
  readonly uniqueTogether: readonly DjangoTogether[];
  readonly indexTogether: readonly DjangoTogether[];
  readonly indexes: readonly DjangoIndex[];
  readonly constraints: readonly DjangoConstraint[];
  readonly orderWithRespectTo: string | undefined;
  readonly dbTableComment: string | undefined;
}

/** A base class of a model. */
export type DjangoBase =
  /** A model, whose fields are inherited through a parent link (or whose table is shared by a proxy). */
  | { readonly kind: 'model'; readonly app: string | undefined; readonly model: string; readonly span: Span }
  /** A class without a table of its own, such as a mixin: `shop.models.Timestamped`. */
  | { readonly kind: 'class'; readonly path: string; readonly span: Span }
  | { readonly kind: 'unknown'; readonly reason: string; readonly span: Span };

/** One set of field names of `unique_together` or `index_together`. */
export interface DjangoTogether {
  readonly fields: readonly string[];
  readonly span: Span;
}

/** A part that was seen but not understood. */
export interface UnreadPart {
  /** A noun phrase for messages: `a comprehension`. */
  readonly reason: string;
  readonly span: Span;
}

export interface DjangoModelOperations {
  CreateModel: CreateModelFields;
  DeleteModel: { readonly name: string };
  RenameModel: { readonly oldName: string; readonly newName: string };
  /** `None` gives the default name back. */
  AlterModelTable: { readonly name: string; readonly table: string | undefined };
  AlterModelTableComment: { readonly name: string; readonly tableComment: string | undefined };
  AlterUniqueTogether: { readonly name: string; readonly uniqueTogether: readonly DjangoTogether[] };
  AlterIndexTogether: { readonly name: string; readonly indexTogether: readonly DjangoTogether[] };
  AlterOrderWithRespectTo: { readonly name: string; readonly orderWithRespectTo: string | undefined };
  AlterModelOptions: { readonly name: string; readonly options: DjangoArguments };
  AlterModelManagers: { readonly name: string };
}

export interface DjangoFieldOperations {
  AddField: FieldChange;
  AlterField: FieldChange;
  RemoveField: { readonly modelName: string; readonly name: string };
  RenameField: { readonly modelName: string; readonly oldName: string; readonly newName: string };
}

interface FieldChange {
  readonly modelName: string;
  readonly name: string;
  readonly field: DjangoField;
  /** False for a default that only fills existing rows. Django's default is true. */
  readonly preserveDefault: boolean;
}

export interface DjangoIndexOperations {
  AddIndex: { readonly modelName: string; readonly index: DjangoIndex };
  RemoveIndex: { readonly modelName: string; readonly name: string };
  RenameIndex: {
    readonly modelName: string;
    readonly newName: string;
    readonly oldName: string | undefined;
    readonly oldFields: readonly string[] | undefined;
  };
  AddConstraint: { readonly modelName: string; readonly constraint: DjangoConstraint };
  RemoveConstraint: { readonly modelName: string; readonly name: string };
  AlterConstraint: { readonly modelName: string; readonly name: string; readonly constraint: DjangoConstraint };
  AddIndexConcurrently: { readonly modelName: string; readonly index: DjangoIndex };
  RemoveIndexConcurrently: { readonly modelName: string; readonly name: string };
  AddConstraintNotValid: { readonly modelName: string; readonly constraint: DjangoConstraint };
  ValidateConstraint: { readonly modelName: string; readonly name: string };
}

export interface DjangoSpecialOperations {
  RunSQL: {
    readonly sql: DjangoSql;
    /** Undefined when it is not given (or None): the migration cannot be reversed. */
    readonly reverseSql: DjangoSql | undefined;
    readonly stateOperations: readonly DjangoOperation[];
    readonly elidable: boolean;
  };
  RunPython: {
    readonly code: PythonCode;
    /** Undefined when it is not given (or None): the migration cannot be reversed. */
    readonly reverseCode: PythonCode | undefined;
    /** Undefined when it is not given: as the migration. */
    readonly atomic: boolean | undefined;
    readonly elidable: boolean;
  };
  SeparateDatabaseAndState: {
    readonly databaseOperations: readonly DjangoOperation[];
    readonly stateOperations: readonly DjangoOperation[];
  };
  /** Also `HStoreExtension`, `TrigramExtension` and the others, which name their extension themselves. */
  CreateExtension: { readonly name: string };
  CreateCollation: DjangoCollation;
  RemoveCollation: DjangoCollation;
  /** An operation that was seen but not understood. */
  Opaque: {
    /** A clause that completes "it was not understood: ...". */
    readonly reason: string;
    /** What stands there. */
    readonly value: PythonValue;
  };
}

interface DjangoCollation {
  readonly name: string;
  readonly locale: string;
  /** Django's default is `libc`. */
  readonly provider: string;
  /** Django's default is true. */
  readonly deterministic: boolean;
}

/** The SQL of a `RunSQL`, in one of the forms Django takes. */
export type DjangoSql =
  /** `RunSQL.noop`, or an empty string. */
  | { readonly kind: 'noop'; readonly span: Span }
  /** Statements in order. A plain string is one entry, which Django splits at its semicolons. */
  | { readonly kind: 'statements'; readonly statements: readonly DjangoSqlText[]; readonly span: Span };

export type DjangoSqlText =
  | {
      readonly kind: 'text';
      readonly sql: PythonString;
      /** Undefined when there are none: then `%` is not doubled and Django splits a plain string into statements. */
      readonly params: readonly PythonValue[] | undefined;
      /** True for a string that stands alone, which Django splits; items of a list run as they are. */
      readonly splits: boolean;
      readonly span: Span;
    }
  /** The content of a file beside the migration; `text` when whoever reads the migration could supply it. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly text: string | undefined;
      readonly splits: boolean;
      readonly span: Span;
    }
  | { readonly kind: 'unknown'; readonly reason: string; readonly span: Span };
