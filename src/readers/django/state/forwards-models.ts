import { stringArgument } from '../arguments.js';
import type { DjangoOperationOf } from '../model.js';
import { stateField } from './fields.js';
import type { ModelState, ModelTarget, StateField } from './model-state.js';
import type { ProjectState } from './project-state.js';
import type { World } from './world.js';

/** The model that CreateModel describes. */
export function createdModel(operation: DjangoOperationOf<'CreateModel'>, app: string, world: World): ModelState {
  const model = { app, name: operation.name };
  const [unread] = [...operation.unreadFields, ...operation.unreadOptions];
  return {
    ...model,
    fields: new Map(operation.fields.map(({ name, field }) => [name, stateField(field, model, true, world)])),
    options: {
      dbTable: operation.dbTable,
      managed: operation.managed,
      proxy: operation.proxy,
      swappable: operation.swappable,
      uniqueTogether: operation.uniqueTogether.map(({ fields }) => fields),
      indexTogether: operation.indexTogether.map(({ fields }) => fields),
      indexes: operation.indexes,
      constraints: operation.constraints,
      orderWithRespectTo: operation.orderWithRespectTo,
      tableComment: operation.dbTableComment,
      tablespace: stringArgument(operation.options, 'db_tablespace'),
      defaultRelatedName: stringArgument(operation.options, 'default_related_name'),
    },
    bases: operation.bases,
    incomplete: unread === undefined ? undefined : `the model has ${unread.reason} among its fields or options`,
  };
}

/** `rename_model` of Django's ProjectState: all that points to the model follows. */
export function renamedModel(state: ProjectState, app: string, oldName: string, newName: string): ProjectState {
  const model = state.model(app, oldName);
  if (model === undefined) return state;
  const isOld = (target: ModelTarget | undefined): boolean =>
    target?.kind === 'model' && target.app === app && target.model.toLowerCase() === oldName.toLowerCase();
  const repointed = (field: StateField): StateField => ({
    ...field,
    to: isOld(field.to) ? { kind: 'model', app, model: newName } : field.to,
    through: isOld(field.through) ? { kind: 'model', app, model: newName } : field.through,
  });
  let after = state.without(app, oldName).with({ ...model, name: newName });
  for (const one of [...after.models()]) {
    const points = [...one.fields.values()].some((field) => isOld(field.to) || isOld(field.through));
    const derives = one.bases.some((base) => base.kind === 'model' && isOld(targetOfBase(base, one.app)));
    if (!points && !derives) continue;
    const fields = new Map([...one.fields].map(([name, field]) => [name, repointed(field)]));
    const bases = one.bases.map((base) =>
      base.kind === 'model' && isOld(targetOfBase(base, one.app)) ? { ...base, app, model: newName } : base,
    );
    after = after.with({ ...one, fields, bases });
  }
  return after;
}

function targetOfBase(base: { readonly app: string | undefined; readonly model: string }, app: string): ModelTarget {
  return { kind: 'model', app: base.app ?? app, model: base.model };
}
