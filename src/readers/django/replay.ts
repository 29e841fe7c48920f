import { codeTables } from './code-tables.js';
import type { DjangoMigration } from './model.js';
import type { CodeTable } from './run-code.js';
import type { DataModel } from './run-python/model.js';
import { DatabaseNames, type GeneratedNames } from './schema-editor/database.js';
import { runMigration, type RunMode } from './schema-editor/run.js';
import type { DjangoStatement } from './schema-editor/statements.js';
import { stateForwards } from './state/forwards.js';
import type { ModelState } from './state/model-state.js';
import { ProjectState } from './state/project-state.js';
import { RenderedState } from './state/rendered.js';
import type { World } from './state/world.js';
import { djangoFeatures } from './versions.js';

export type { GeneratedNames } from './schema-editor/database.js';
export type { DjangoSqlStatement, DjangoStatement } from './schema-editor/statements.js';
export { printedSql } from './schema-editor/print.js';

export interface DjangoReplayOptions {
  /** Such as `5.2`. */
  readonly version: string;
  /** How PostgreSQL names what is given no name: `generatedNames` of `src/postgres`. */
  readonly names: GeneratedNames;
  /** Settings that name models: `AUTH_USER_MODEL`, which is `auth.User` unless it is given. */
  readonly settings?: ReadonlyMap<string, string>;
  /** The setting `DEFAULT_AUTO_FIELD`: `django.db.models.BigAutoField`. */
  readonly defaultAutoField?: string;
  /** The setting `USE_TZ`. Django's default is true from 5.0 on. */
  readonly useTz?: boolean;
  /** The setting `TIME_ZONE`. Django's default is `America/Chicago`. */
  readonly timeZone?: string;
  /** What a default that asks the clock gives, in UTC: `2024-02-29T13:14:15.167089Z`. */
  readonly now?: string;
  /** What a default that draws a random UUID gives. */
  readonly uuid4?: string;
}

/**
 * Replays the migrations of a project in the loader's order, and tells of each what SQL Django runs for it. Nothing is
 * executed: the models are kept as Django's project state, the names of constraints and indexes as PostgreSQL has them.
 */
export class DjangoReplay {
  private state = ProjectState.empty;
  private database: DatabaseNames;
  private readonly world: World;

  constructor(private readonly options: DjangoReplayOptions) {
    this.world = worldOf(options);
    this.database = DatabaseNames.empty(options.names);
  }

  /** What `migrate` does for the next migration; it counts as applied from then on. */
  migrate(migration: DjangoMigration, app: string): readonly DjangoStatement[] {
    const database = this.database.copy();
    const { state, statements } = this.run(migration, app, 'migrate', database);
    const stops = statements.some(({ kind }) => kind === 'stops');
    // A migration that stops is rolled back; what follows it is judged as if it had been mended in the database.
    if (!stops || !migration.atomic) this.database = database;
    this.state = state;
    return statements;
  }

  /**
   * What `sqlmigrate` prints for the next migration, which is not applied by it: names are looked up in the database as it
   * is before the migration.
   */
  print(migration: DjangoMigration, app: string): readonly DjangoStatement[] {
    return this.run(migration, app, 'sqlmigrate', this.database.copy()).statements;
  }

  /** Finds the tables of models that the code of an operation of the next migration names, as they stand before it. */
  tablesAt(migration: DjangoMigration, app: string, operation: number): (model: DataModel) => CodeTable | undefined {
    let { state } = this;
    for (const earlier of migration.operations.slice(0, operation)) {
      state = stateForwards(state, earlier, app, this.world);
    }
    return codeTables(new RenderedState(state, this.world), app);
  }

  /** Counts a migration as applied without running it: `migrate --fake`. */
  fake(migration: DjangoMigration, app: string): void {
    for (const operation of migration.operations) {
      this.state = stateForwards(this.state, operation, app, this.world);
    }
  }

  /** Another replay that stands where this one does. */
  fork(): DjangoReplay {
    const fork = new DjangoReplay(this.options);
    fork.state = this.state;
    fork.database = this.database.copy();
    return fork;
  }

  /** All models as they stand. */
  models(): Iterable<ModelState> {
    return this.state.models();
  }

  private run(migration: DjangoMigration, app: string, mode: RunMode, database: DatabaseNames) {
    return runMigration(migration, app, { state: this.state, world: this.world, database, mode });
  }
}

function worldOf(options: DjangoReplayOptions): World {
  const features = djangoFeatures(options.version);
  const { defaultAutoField = features.bigAutoFieldByDefault ? 'BigAutoField' : 'AutoField' } = options;
  return {
    features,
    settings: new Map([['AUTH_USER_MODEL', 'auth.User'], ...(options.settings ?? [])]),
    autoField: /BigAutoField$/.test(defaultAutoField)
      ? 'BigAutoField'
      : /SmallAutoField$/.test(defaultAutoField)
        ? 'SmallAutoField'
        : 'AutoField',
    useTz: options.useTz ?? features.databaseDefaults,
    timeZone: options.timeZone ?? 'America/Chicago',
    now: options.now ?? '1970-01-01T00:00:00Z',
    uuid4: options.uuid4 ?? '00000000-0000-4000-8000-000000000000',
    defaultIndexTablespace: undefined,
  };
}
