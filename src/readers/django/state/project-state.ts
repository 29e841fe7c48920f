import type { ModelState } from './model-state.js';

type AppModels = ReadonlyMap<string, ModelState>;

/**
 * All models of a project as the migrations so far have built them. Immutable: an operation makes a new one that shares
 * what it did not touch, so both sides of an operation stay at hand.
 */
export class ProjectState {
  static readonly empty = new ProjectState(new Map());

  private constructor(private readonly apps: ReadonlyMap<string, AppModels>) {}

  /** `model` in any case. */
  model(app: string, model: string): ModelState | undefined {
    return this.apps.get(app)?.get(model.toLowerCase());
  }

  /** By app label, and within an app in the order in which they came. */
  *models(): Iterable<ModelState> {
    for (const app of [...this.apps.keys()].sort()) yield* this.apps.get(app)?.values() ?? [];
  }

  hasApp(app: string): boolean {
    return this.apps.has(app);
  }

  /** With a model added, or in the place of the one of its name. */
  with(model: ModelState): ProjectState {
    const models = new Map(this.apps.get(model.app));
    models.set(model.name.toLowerCase(), model);
    return new ProjectState(new Map(this.apps).set(model.app, models));
  }

  without(app: string, model: string): ProjectState {
    const models = new Map(this.apps.get(app));
    models.delete(model.toLowerCase());
    return new ProjectState(new Map(this.apps).set(app, models));
  }
}
