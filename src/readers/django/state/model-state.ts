import type { PythonValue } from '../../python/value.js';
import type { DjangoBase, DjangoConstraint, DjangoField, DjangoIndex } from '../model.js';

/** A model as the migrations so far have built it: Django's `ModelState`, `django/db/migrations/state.py`. */
export interface ModelState {
  readonly app: string;
  /** As it is written; keys have it in lower case. */
  readonly name: string;
  /** In Django's order: a renamed field moves to the end. */
  readonly fields: ReadonlyMap<string, StateField>;
  readonly options: ModelOptions;
  readonly bases: readonly DjangoBase[];
  /** Why not all of its fields are known: a clause. */
  readonly incomplete: string | undefined;
}

/** A field with what later operations made of its references. */
export interface StateField {
  readonly written: DjangoField;
  /** The model at the other end; `self` stays as it is written. */
  readonly to: ModelTarget | undefined;
  readonly through: ModelTarget | undefined;
  /** The field at the other end; undefined for its primary key. */
  readonly toField: string | undefined;
  /** The fields of a CompositePrimaryKey. */
  readonly fieldNames: readonly string[];
  /** The default that stays; undefined when there is none, or when it only filled existing rows. */
  readonly default: PythonValue | undefined;
}

/** A model that a relation points to. */
export type ModelTarget =
  | { readonly kind: 'model'; readonly app: string; readonly model: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The options that decide about tables. */
export interface ModelOptions {
  readonly dbTable: string | undefined;
  readonly managed: boolean;
  readonly proxy: boolean;
  readonly swappable: string | undefined;
  readonly uniqueTogether: readonly (readonly string[])[];
  readonly indexTogether: readonly (readonly string[])[];
  readonly indexes: readonly DjangoIndex[];
  readonly constraints: readonly DjangoConstraint[];
  readonly orderWithRespectTo: string | undefined;
  readonly tableComment: string | undefined;
  readonly tablespace: string | undefined;
  readonly defaultRelatedName: string | undefined;
}
