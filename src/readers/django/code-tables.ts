import type { CodeTable } from './run-code.js';
import type { DataModel } from './run-python/model.js';
import { NotEmulated } from './state/not-emulated.js';
import type { RenderedModel } from './state/rendered-model.js';
import type { RenderedState } from './state/rendered.js';

/** Finds the tables of the models that code names, as they stand before its operation. */
export function codeTables(state: RenderedState, app: string): (model: DataModel) => CodeTable | undefined {
  return (named) => {
    const model = modelOf(named, state, app);
    return model === undefined ? undefined : whereKnown(() => tableOf(model));
  };
}

/** `app` is absent for a model that was imported: then it is most likely one of the migration's own app. */
function modelOf(named: DataModel, state: RenderedState, app: string): RenderedModel | undefined {
  const setting = /^settings\.(\w+)$/.exec(named.model)?.[1];
  const [label = app, model = ''] =
    setting === undefined ? [named.app ?? app, named.model] : (state.world.settings.get(setting)?.split('.') ?? []);
  return state.model(label, model) ?? (named.historical ? foreignModel(label, model, state) : undefined);
}

/** A model of an app whose migrations are not at hand. */
function foreignModel(app: string, model: string, state: RenderedState): RenderedModel | undefined {
  return whereKnown(() => state.target({ kind: 'model', app, model }));
}

function tableOf(model: RenderedModel): CodeTable {
  const { table } = model;
  const key = whereKnown(() => model.primaryKey.column) ?? 'id';
  return { name: table, key, column: (field) => whereKnown(() => model.find(field)?.column) };
}

/** Undefined where it would depend on what reading does not show. */
function whereKnown<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof NotEmulated) return undefined;
    throw error;
  }
}
