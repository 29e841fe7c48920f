import type { Span } from '../../core/span.js';
import { appOf, MigrationGraph, migrationKey, type MigrationKey } from './graph.js';

/** A migration as the loader sees it. */
export interface LoadedMigration {
  readonly app: string;
  readonly name: string;
  readonly dependencies: readonly LoadedDependency[];
  readonly runBefore: readonly LoadedDependency[];
  readonly replaces: readonly LoadedDependency[];
}

/** A dependency as it is written. What could not be read is left out of the graph. */
export type LoadedDependency = { readonly span: Span } & (
  | { readonly kind: 'migration'; readonly app: string; readonly name: string }
  | { readonly kind: 'swappable'; readonly setting: string }
  | { readonly kind: 'unknown' }
);

/** What the loader needs to know of the project beside its migrations. */
export interface LoaderSettings {
  /** Apps of the project that have a migrations package, also those without a migration in it. */
  readonly migratedApps: ReadonlySet<string>;
  /** Apps of the project without migrations: dependencies on their `__first__` are ignored. */
  readonly unmigratedApps: ReadonlySet<string>;
  /**
   * Whether apps may be installed whose code is not in the project, or which ones. Then a dependency on an app that is
   * not known is taken to be one on such an app, and no problem.
   */
  readonly foreignApps: boolean | ((app: string) => boolean);
  /** `auth.User` in `AUTH_USER_MODEL`, by the name of the setting. */
  readonly swappable: ReadonlyMap<string, string>;
  /** What a database has applied; none for a new one. */
  readonly applied?: ReadonlySet<MigrationKey>;
  /** Whether Django takes squashes of squashes (6.0 and later). */
  readonly squashesOfSquashes: boolean;
}

/** Why Django would refuse the graph. */
export type LoadProblem =
  /** `Migration shop.0002_a dependencies reference nonexistent parent node ('shop', '0009_nope')`. */
  | {
      readonly kind: 'missing-parent' | 'missing-child';
      readonly migration: MigrationKey;
      readonly missing: MigrationKey;
      readonly span: Span;
    }
  /** `Dependency on unknown app: ghost`. */
  | { readonly kind: 'unknown-app'; readonly migration: MigrationKey; readonly app: string; readonly span: Span }
  /** `Dependency on app with no migrations: empty`. */
  | { readonly kind: 'no-migrations'; readonly migration: MigrationKey; readonly app: string; readonly span: Span }
  | { readonly kind: 'cycle'; readonly migrations: readonly MigrationKey[] }
  /** `Cyclical squash replacement found, starting at shop.0001_squashed`. */
  | { readonly kind: 'cyclic-squash'; readonly migration: MigrationKey };

/** The graph as the loader leaves it. */
export interface LoadedGraph {
  readonly graph: MigrationGraph;
  readonly problems: readonly LoadProblem[];
  /** The apps with more than one leaf, with their leaves: `detect_conflicts()`. */
  readonly conflicts: ReadonlyMap<string, readonly MigrationKey[]>;
  /** All migrations in the order in which `migrate` runs them on a new database. */
  readonly plan: readonly MigrationKey[];
  /** Which migration each dependency means, as far as it means one that is or ought to be in the project. */
  readonly targets: ReadonlyMap<LoadedDependency, MigrationKey>;
}

/** Builds the graph as `MigrationLoader.build_graph` of Django does, but goes on where Django raises. */
export function loadGraph(migrations: readonly LoadedMigration[], settings: LoaderSettings): LoadedGraph {
  const loading = new Loading(migrations, settings);
  loading.build();
  const { graph } = loading;
  const cycles = graph.cycles();
  for (const cycle of cycles) loading.problems.push({ kind: 'cycle', migrations: cycle });
  return {
    graph,
    problems: loading.problems,
    conflicts: conflictsOf(graph),
    plan: cycles.length > 0 ? [] : planOf(graph, loading.applied),
    targets: loading.targets,
  };
}

function conflictsOf(graph: MigrationGraph): ReadonlyMap<string, readonly MigrationKey[]> {
  const leaves = new Map<string, MigrationKey[]>();
  for (const leaf of graph.leaves()) leaves.set(appOf(leaf), [...(leaves.get(appOf(leaf)) ?? []), leaf]);
  return new Map([...leaves].filter(([, keys]) => keys.length > 1));
}

/** `MigrationExecutor.migration_plan` for all leaves. */
function planOf(graph: MigrationGraph, applied: ReadonlySet<MigrationKey>): readonly MigrationKey[] {
  const plan = new Set<MigrationKey>();
  for (const leaf of graph.leaves()) {
    for (const key of graph.forwardsPlan(leaf)) if (!applied.has(key)) plan.add(key);
  }
  return [...plan];
}

class Loading {
  readonly graph = new MigrationGraph();
  readonly problems: LoadProblem[] = [];
  readonly targets = new Map<LoadedDependency, MigrationKey>();
  private readonly byKey = new Map<MigrationKey, LoadedMigration>();
  /** What has been applied, also squashes of which all that they replace has been. */
  readonly applied: Set<MigrationKey>;
  /** Who named a node first, for nodes that turn out to be missing. */
  private readonly namedBy = new Map<
    MigrationKey,
    { kind: 'missing-parent' | 'missing-child'; migration: MigrationKey; span: Span }
  >();

  constructor(
    migrations: readonly LoadedMigration[],
    private readonly settings: LoaderSettings,
  ) {
    for (const migration of migrations) this.byKey.set(migrationKey(migration.app, migration.name), migration);
    this.applied = new Set(settings.applied);
  }

  build(): void {
    for (const key of this.byKey.keys()) this.graph.add(key);
    for (const [key, migration] of this.byKey) this.addInternal(key, migration);
    for (const [key, migration] of this.byKey) this.addExternal(key, migration);
    this.replace();
    for (const missing of this.graph.missing) {
      const named = this.namedBy.get(missing);
      if (named !== undefined) this.problems.push({ ...named, missing });
    }
  }

  /** Those of the same app come first, so that `__first__` of other apps finds the right root. */
  private addInternal(key: MigrationKey, { app, dependencies }: LoadedMigration): void {
    for (const dependency of dependencies) {
      const parent = this.named(dependency);
      if (parent?.app === app && parent.name !== '__first__') {
        this.connect(key, migrationKey(app, parent.name), key, 'missing-parent', dependency);
      }
    }
  }

  private addExternal(key: MigrationKey, { app, dependencies, runBefore }: LoadedMigration): void {
    for (const dependency of dependencies) {
      const parent = this.named(dependency);
      if (parent === undefined || parent.app === app) continue;
      const parentKey = this.checked(parent, key, app, dependency.span);
      if (parentKey !== undefined) this.connect(key, parentKey, key, 'missing-parent', dependency);
    }
    for (const dependency of runBefore) {
      const child = this.named(dependency);
      const childKey = child === undefined ? undefined : this.checked(child, key, app, dependency.span);
      if (childKey !== undefined) this.connect(childKey, key, key, 'missing-child', dependency);
    }
  }

  private connect(
    child: MigrationKey,
    parent: MigrationKey,
    migration: MigrationKey,
    kind: 'missing-parent' | 'missing-child',
    dependency: LoadedDependency,
  ): void {
    this.graph.addDependency(child, parent);
    const named = kind === 'missing-parent' ? parent : child;
    this.targets.set(dependency, named);
    const { span } = dependency;
    if (!this.byKey.has(named) && !this.namedBy.has(named)) this.namedBy.set(named, { kind, migration, span });
  }

  private named(dependency: LoadedDependency): { readonly app: string; readonly name: string } | undefined {
    if (dependency.kind === 'migration') return dependency;
    const model = dependency.kind === 'swappable' ? this.settings.swappable.get(dependency.setting) : undefined;
    return model === undefined ? undefined : { app: model.slice(0, model.indexOf('.')), name: '__first__' };
  }

  /** `MigrationLoader.check_key`: which node a dependency on another app means; undefined when it means none. */
  private checked(
    { app, name }: { readonly app: string; readonly name: string },
    migration: MigrationKey,
    currentApp: string,
    span: Span,
  ): MigrationKey | undefined {
    const { migratedApps, unmigratedApps, foreignApps } = this.settings;
    const mayBeForeign = typeof foreignApps === 'function' ? foreignApps(app) : foreignApps;
    const isForeign = mayBeForeign && !migratedApps.has(app) && !unmigratedApps.has(app);
    const key = migrationKey(app, name);
    if ((name !== '__first__' && name !== '__latest__') || this.graph.has(key)) return isForeign ? undefined : key;
    if (app === currentApp || unmigratedApps.has(app) || isForeign) return undefined;
    if (migratedApps.has(app)) {
      const [found] = name === '__first__' ? this.graph.roots(app) : this.graph.leaves(app);
      if (found === undefined) this.problems.push({ kind: 'no-migrations', migration, app, span });
      return found;
    }
    this.problems.push({ kind: 'unknown-app', migration, app, span });
    return undefined;
  }

  private replace(): void {
    const progress = new Map<MigrationKey, 'begun' | 'done'>();
    for (const [key, { replaces }] of this.byKey) if (replaces.length > 0) this.replaceOne(key, progress);
  }

  private replaceOne(key: MigrationKey, progress: Map<MigrationKey, 'begun' | 'done'>): void {
    if (progress.get(key) === 'done') return;
    if (progress.get(key) === 'begun') {
      this.problems.push({ kind: 'cyclic-squash', migration: key });
      return;
    }
    progress.set(key, 'begun');
    const replaced = this.replacedBy(key);
    if (this.settings.squashesOfSquashes) {
      for (const target of replaced) if (this.replacedBy(target).size > 0) this.replaceOne(target, progress);
    }
    const targets = this.settings.squashesOfSquashes ? this.resolved(replaced, new Set()) : replaced;
    const count = [...targets].filter((target) => this.applied.has(target)).length;
    if (count === targets.size) this.applied.add(key);
    else this.applied.delete(key);
    if (count === targets.size || count === 0) this.graph.removeReplaced(key, replaced);
    else this.graph.removeReplacement(key, replaced);
    progress.set(key, 'done');
  }

  private replacedBy(key: MigrationKey): ReadonlySet<MigrationKey> {
    const replaces = this.byKey.get(key)?.replaces ?? [];
    return new Set(replaces.flatMap((one) => (one.kind === 'migration' ? [migrationKey(one.app, one.name)] : [])));
  }

  /** What squashes of squashes replace in the end. */
  private resolved(keys: ReadonlySet<MigrationKey>, seen: Set<MigrationKey>): Set<MigrationKey> {
    const resolved = new Set<MigrationKey>();
    for (const key of keys) {
      if (seen.has(key)) continue;
      seen.add(key);
      const further = this.replacedBy(key);
      if (further.size === 0) resolved.add(key);
      else for (const one of this.resolved(further, seen)) resolved.add(one);
    }
    return resolved;
  }
}
