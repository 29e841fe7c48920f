import type { DataModel, RowSelection } from './model.js';

/** What a name or an expression of a data migration stands for, as far as the database is concerned. */
export type Binding =
  | { readonly kind: 'apps' }
  | { readonly kind: 'schema-editor' }
  | { readonly kind: 'connection' }
  | { readonly kind: 'cursor' }
  | { readonly kind: 'model'; readonly model: DataModel }
  /** `apps.get_model(...)` of what is not constant. */
  | { readonly kind: 'some-model' }
  | {
      readonly kind: 'rows';
      readonly model: DataModel;
      readonly narrowed: boolean;
      readonly selection: RowSelection;
      readonly batched: boolean;
    }
  | { readonly kind: 'instance'; readonly model: DataModel; readonly isNew: boolean; readonly fields: Set<string> }
  /** What hangs on an instance: `order.lines`. */
  | { readonly kind: 'related'; readonly model: DataModel; readonly name: string };

export type Rows = Extract<Binding, { kind: 'rows' }>;

/** All rows of a model. */
export function allRows(model: DataModel): Rows {
  return { kind: 'rows', model, narrowed: false, selection: everyRow, batched: false };
}

/** No condition and no limit. */
export const everyRow: RowSelection = { conditions: [], limited: false };

/** One row of a model. */
export function instanceOf(model: DataModel, isNew: boolean): Binding {
  return { kind: 'instance', model, isNew, fields: new Set() };
}
