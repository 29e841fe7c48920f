import { automaticThrough } from './many-to-many.js';
import type { ModelState, ModelTarget } from './model-state.js';
import { DjangoStops } from './not-emulated.js';
import { externalModel, unknownModel } from './external-models.js';
import type { ProjectState } from './project-state.js';
import type { RenderedField } from './rendered-field.js';
import { RenderedModel } from './rendered-model.js';
import type { World } from './world.js';

/** The models of a state with tables and columns, made when they are asked for: Django's `StateApps`. */
export class RenderedState {
  private readonly rendered = new Map<ModelState, RenderedModel>();
  private readonly external = new Map<string, RenderedModel>();
  private readonly throughs = new Map<RenderedField, RenderedModel>();

  constructor(
    readonly state: ProjectState,
    readonly world: World,
  ) {}

  /** A model of an app whose migrations are replayed. */
  model(app: string, name: string): RenderedModel | undefined {
    const model = this.state.model(app, name);
    return model === undefined ? undefined : this.render(model);
  }

  /** A model of an app whose migrations are replayed. Throws as Django does when there is none. */
  existing(app: string, name: string): RenderedModel {
    const model = this.model(app, name);
    if (model === undefined) throw new DjangoStops('KeyError', `('${app}', '${name.toLowerCase()}')`);
    return model;
  }

  /** The model that a relation points to; one of an app that is not at hand is taken for what it most likely is. */
  target(target: ModelTarget | undefined): RenderedModel {
    if (target?.kind !== 'model') return new RenderedModel(unknownModel, this, true);
    const own = this.model(target.app, target.model);
    if (own !== undefined) return own;
    const key = `${target.app}.${target.model.toLowerCase()}`;
    const known = this.external.get(key) ?? new RenderedModel(externalModel(target.app, target.model), this, true);
    this.external.set(key, known);
    return known;
  }

  /** Whether the app of a relation's target has migrations, but no such model. */
  isMissing({ app, model }: { readonly app: string; readonly model: string }): boolean {
    return this.state.hasApp(app) && this.state.model(app, model) === undefined;
  }

  /** The model of the table that a ManyToManyField makes. */
  throughOf(field: RenderedField): RenderedModel {
    const known = this.throughs.get(field) ?? automaticThrough(field);
    this.throughs.set(field, known);
    return known;
  }

  /** The models of all apps, each behind the tables between it and others. */
  *models(): Iterable<RenderedModel> {
    for (const state of this.state.models()) {
      const model = this.render(state);
      for (const field of model.manyToMany) if (field.automaticThrough !== undefined) yield field.automaticThrough;
      yield model;
    }
  }

  /** Relations of other models that point to a model, `_relation_tree` of Django's Options. */
  *relationsTo(model: RenderedModel): Iterable<RenderedField> {
    const concrete = model.concrete;
    for (const other of this.models()) {
      for (const field of [...other.fields, ...other.manyToMany]) {
        if (field.pointsTo(concrete)) yield field;
      }
    }
  }

  private render(state: ModelState): RenderedModel {
    const known = this.rendered.get(state);
    if (known !== undefined) return known;
    const model = new RenderedModel(state, this, false);
    this.rendered.set(state, model);
    return model;
  }
}
