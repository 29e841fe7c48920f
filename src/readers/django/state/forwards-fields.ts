import type { DjangoOperationOf } from '../model.js';
import { stateField } from './fields.js';
import type { ModelState, StateField } from './model-state.js';
import type { ProjectState } from './project-state.js';
import type { World } from './world.js';

export function addedField(
  state: ProjectState,
  app: string,
  { modelName, name, field, preserveDefault }: DjangoOperationOf<'AddField'>,
  world: World,
): ProjectState {
  const model = state.model(app, modelName);
  if (model === undefined) return state;
  return state.with(withField(model, name, stateField(field, model, preserveDefault, world)));
}

export function alteredField(
  state: ProjectState,
  app: string,
  { modelName, name, field, preserveDefault }: DjangoOperationOf<'AlterField'>,
  world: World,
): ProjectState {
  const model = state.model(app, modelName);
  if (model === undefined) return state;
  return state.with(withField(model, name, stateField(field, model, preserveDefault, world)));
}

export function removedField(state: ProjectState, app: string, modelName: string, name: string): ProjectState {
  const model = state.model(app, modelName);
  if (model === undefined) return state;
  const fields = new Map(model.fields);
  fields.delete(name);
  return state.with({ ...model, fields });
}

/** `rename_field` of Django's ProjectState: sets of fields and keys that name the field follow; indexes do not. */
export function renamedField(
  state: ProjectState,
  app: string,
  modelName: string,
  oldName: string,
  newName: string,
): ProjectState {
  const model = state.model(app, modelName);
  const field = model?.fields.get(oldName);
  if (model === undefined || field === undefined) return state;
  const follow = (name: string): string => (name === oldName ? newName : name);
  const fields = new Map<string, StateField>(
    [...model.fields]
      .filter(([name]) => name !== oldName)
      .map(([name, one]) => [name, { ...one, fieldNames: one.fieldNames.map(follow) }]),
  );
  fields.set(newName, field);
  const options = {
    ...model.options,
    uniqueTogether: model.options.uniqueTogether.map((set) => set.map(follow)),
    indexTogether: model.options.indexTogether.map((set) => set.map(follow)),
  };
  return withKeysFollowing(state.with({ ...model, fields, options }), model, oldName, newName);
}

function withField(model: ModelState, name: string, field: StateField): ModelState {
  return { ...model, fields: new Map(model.fields).set(name, field) };
}

/** Foreign keys to the renamed field that name it (`to_field`). */
function withKeysFollowing(state: ProjectState, renamed: ModelState, oldName: string, newName: string): ProjectState {
  let after = state;
  const isKey = ({ to, toField }: StateField): boolean =>
    toField === oldName &&
    to?.kind === 'model' &&
    to.app === renamed.app &&
    to.model.toLowerCase() === renamed.name.toLowerCase();
  for (const model of [...state.models()]) {
    if (![...model.fields.values()].some(isKey)) continue;
    const fields = new Map(
      [...model.fields].map(([name, field]) => [name, isKey(field) ? { ...field, toField: newName } : field]),
    );
    after = after.with({ ...model, fields });
  }
  return after;
}
