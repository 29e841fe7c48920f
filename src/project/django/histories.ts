import type { HistoryGraph } from '../../core/history-graph.js';
import { migrationKey } from '../../history/django/graph.js';
import type { MigrationKey } from '../../history/django/graph.js';
import { djangoHistory } from '../../history/django/history-graph.js';
import { loadGraph } from '../../history/django/loader.js';
import type { LoadedGraph, LoaderSettings } from '../../history/django/loader.js';
import { runOrder } from '../../history/django/run-order.js';
import { appSets } from '../../readers/django/project/index.js';
import type { DjangoApp } from '../../readers/django/project/index.js';
import type { DjangoConfig } from '../configuration/config.js';
import type { HistoryFile, HistoryFiles } from '../histories.js';
import { displayPath } from '../paths.js';
import { MigrationFiles } from './migrations.js';
import type { AppMigration } from './migrations.js';
import type { ProjectOnDisk } from './projects.js';

/** What is needed to tell what the migrations of a history do. */
export interface DjangoHistory {
  /** The migrations, in the order of the history's files. */
  readonly migrations: readonly AppMigration[];
  /** These and those that come after them, by app and name. */
  readonly all: readonly AppMigration[];
  /** The version of Django whose SQL they stand for. */
  readonly version: string;
  readonly settings: { readonly authUserModel?: string; readonly defaultAutoField?: string };
}

/** Django's newest version that is known: what a project is taken to run when nothing tells. */
const newestDjango = '6.0';

/** How the histories of a project are made. */
export interface HistoryOptions {
  readonly cwd: string;
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly config: DjangoConfig;
}

/** The histories of a project. */
export interface ProjectHistories {
  readonly histories: readonly HistoryFiles[];
  /** The files that migrations read (the SQL of a RunSQL), by absolute path: they are judged where they are read. */
  readonly readByMigrations: ReadonlySet<string>;
}

/**
 * Puts the migrations of a project into the order in which Django runs them. A project is one history, because state and
 * foreign keys cross its apps; it is more than one where an app has a fork in its place, and where a squash stands beside
 * the migrations it replaces, which then have a history of their own.
 *
 * @param wanted the absolute paths of the migrations that were asked for
 */
export function djangoHistories(
  project: ProjectOnDisk,
  wanted: ReadonlySet<string>,
  options: HistoryOptions,
): ProjectHistories {
  const { cwd, contents, config } = options;
  const { defaultAutoField } = config;
  const files = new MigrationFiles(project, cwd, contents, defaultAutoField === undefined ? {} : { defaultAutoField });
  const waiting = new Set(wanted);
  const histories = appSets(project.apps).flatMap((apps) => {
    const all = apps.flatMap((app) => files.of(app));
    const judged = new Set(all.map(({ path }) => path).filter((path) => waiting.has(path)));
    if (judged.size === 0) return [];
    for (const path of judged) waiting.delete(path);
    return historiesOfApps(project, apps, all, judged, options);
  });
  return { histories, readByMigrations: files.readByMigrations };
}

function historiesOfApps(
  project: ProjectOnDisk,
  apps: readonly DjangoApp[],
  all: readonly AppMigration[],
  judged: ReadonlySet<string>,
  options: HistoryOptions,
): readonly HistoryFiles[] {
  const version = options.config.version ?? project.version(headersOf(all))?.text ?? newestDjango;
  const settings = loaderSettings(project, apps, version, options.config);
  const loaded = loadGraph(all.map(asLoaded), settings);
  const graph = graphOf(all, loaded, apps, project, judged, options.cwd);
  const history = (
    order: readonly AppMigration[],
    own: ReadonlySet<string>,
    ofHistory?: HistoryGraph,
  ): HistoryFiles => {
    const last = order.findLastIndex(({ path }) => own.has(path));
    const run = order.slice(0, last + 1);
    return {
      directory: project.root,
      files: run.map(({ path, migration, app }) => fileOf(path, migration.name, app.label, own)),
      django: { migrations: run, all, version, settings: modelSettings(project, options.config) },
      ...(ofHistory === undefined ? {} : { graph: ofHistory }),
    };
  };
  const main = inOrder(all, runOrder(loaded));
  const histories = [history(main, judged, graph)];
  // Migrations whose place a squash has taken ran on databases that are older than the squash.
  const inMain = new Set(main.map(({ path }) => path));
  const replaced = new Set([...judged].filter((path) => !inMain.has(path)));
  if (replaced.size > 0) {
    const older = all.filter(({ migration }) => migration.replaces.length === 0);
    histories.push(history(inOrder(older, runOrder(loadGraph(older.map(asLoaded), settings))), replaced));
  }
  return histories;
}

function fileOf(path: string, id: string, namespace: string, judged: ReadonlySet<string>): HistoryFile {
  return { path, id, namespace, role: judged.has(path) ? 'judged' : 'replayed' };
}

function inOrder(migrations: readonly AppMigration[], order: readonly MigrationKey[]): readonly AppMigration[] {
  const byKey = new Map(migrations.map((one) => [migrationKey(one.app.label, one.migration.name), one]));
  return order.flatMap((key) => byKey.get(key) ?? []);
}

function asLoaded({ app, migration }: AppMigration) {
  const { name, dependencies, runBefore, replaces } = migration;
  return { app: app.label, name, dependencies, runBefore, replaces };
}

function headersOf(migrations: readonly AppMigration[]): readonly string[] {
  return migrations.flatMap(({ migration }) => migration.generatedBy ?? []);
}

function graphOf(
  all: readonly AppMigration[],
  loaded: LoadedGraph,
  apps: readonly DjangoApp[],
  project: ProjectOnDisk,
  judged: ReadonlySet<string>,
  cwd: string,
): HistoryGraph {
  const nodes = all.map((one) => {
    const { source, comments, problems, span } = one.migration;
    return { ...asLoaded(one), source, comments, problems, span, judged: judged.has(one.path), isRead: one.isRead };
  });
  const directories = apps.flatMap(({ label, migrationsDirectory }): readonly [string, string][] =>
    migrationsDirectory === undefined ? [] : [[label, displayPath(`${project.root}/${migrationsDirectory}`, cwd)]],
  );
  return djangoHistory(nodes, loaded, new Map(directories.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function loaderSettings(
  { settings, apps: allApps }: ProjectOnDisk,
  apps: readonly DjangoApp[],
  version: string,
  config: DjangoConfig,
): LoaderSettings {
  const known = new Set(apps.map(({ label }) => label));
  const turnedOff = allApps.filter(({ migrationsDirectory }) => migrationsDirectory === undefined);
  return {
    migratedApps: known,
    unmigratedApps: new Set(turnedOff.map(({ label }) => label)),
    foreignApps: (app) => !settings.installedAppsComplete || settings.installedApps.some((name) => mayBe(name, app)),
    swappable: new Map([['AUTH_USER_MODEL', userModel(settings, config)]]),
    squashesOfSquashes: Number.parseInt(version, 10) >= 6,
  };
}

/** Whether an installed app may have a label: `wagtail.admin` is called `wagtailadmin`. */
function mayBe(installed: string, label: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return (
    plain(installed).includes(plain(label)) || installed.split('.').some((part) => plain(label).includes(plain(part)))
  );
}

function userModel({ authUserModel }: ProjectOnDisk['settings'], config: DjangoConfig): string {
  return config.authUserModel ?? authUserModel ?? 'auth.User';
}

function modelSettings({ settings }: ProjectOnDisk, config: DjangoConfig): DjangoHistory['settings'] {
  const defaultAutoField = config.defaultAutoField ?? settings.defaultAutoField;
  return {
    authUserModel: userModel(settings, config),
    ...(defaultAutoField === undefined ? {} : { defaultAutoField }),
  };
}
