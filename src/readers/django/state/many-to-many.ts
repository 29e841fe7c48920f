import { truncatedName } from './names.js';
import { noOptions } from './external-models.js';
import type { ModelTarget } from './model-state.js';
import { NotEmulated } from './not-emulated.js';
import type { RenderedField } from './rendered-field.js';
import { RenderedModel } from './rendered-model.js';
import { ownField } from './synthetic.js';

/** The names of the two sides of a many-to-many table: those of the models, told apart where they are the same. */
export function sidesOf(field: RenderedField): { readonly from: string; readonly to: string } {
  const from = field.model.lowerName;
  const to = targetOf(field).model.toLowerCase();
  return from === to ? { from: `from_${from}`, to: `to_${to}` } : { from, to };
}

/** `create_many_to_many_intermediary_model`, django/db/models/fields/related.py. */
export function automaticThrough(field: RenderedField): RenderedModel {
  const { model } = field;
  const { from, to } = sidesOf(field);
  const name = `${model.name}_${field.name}`;
  const given = {
    related_name: `${name}+`,
    db_tablespace: field.tablespace,
    db_constraint: field.isConstrained,
  };
  const own: ModelTarget = { kind: 'model', app: model.app, model: model.name };
  return new RenderedModel(
    {
      app: model.app,
      name,
      fields: new Map([
        [from, ownField('ForeignKey', given, own)],
        [to, ownField('ForeignKey', given, targetOf(field))],
      ]),
      options: {
        ...noOptions,
        dbTable: field.text('db_table') ?? truncatedName(`${model.table}_${field.name}`),
        managed: model.options.managed || field.remote.options.managed,
        uniqueTogether: [[from, to]],
        tablespace: model.options.tablespace,
      },
      bases: [],
      incomplete: undefined,
    },
    model.state,
    false,
    model,
  );
}

function targetOf(field: RenderedField): Extract<ModelTarget, { kind: 'model' }> {
  const { to } = field.source;
  if (to?.kind === 'model') return to;
  throw new NotEmulated(to?.reason ?? `the model that ${field.name} points to is not known`);
}
