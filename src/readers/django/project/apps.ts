import { classAttribute, foreignBases } from '../../python/classes.js';
import { readPythonModule } from '../../python/module.js';
import type { PythonClass } from '../../python/value.js';
import type { DjangoSettings } from './settings.js';

/** An app of the project that has migrations, or whose migrations are turned off. */
export interface DjangoApp {
  /** The label by which migrations name it. */
  readonly label: string;
  /** Its directory, without a slash at the end. */
  readonly directory: string;
  /** The directory of its migrations; undefined when `MIGRATION_MODULES` turns them off. */
  readonly migrationsDirectory: string | undefined;
  /**
   * Whether Django takes it for migrated: a directory without `__init__.py` is a namespace package, whose files Django
   * passes over without a word.
   */
  readonly migrated: boolean;
  /** The paths of its migration files, by name. */
  readonly files: readonly string[];
  /** The `default_auto_field` of its AppConfig. */
  readonly defaultAutoField: string | undefined;
}

type Read = (path: string) => string | undefined;

/** Finds the apps among the paths of a project. */
export function findApps(paths: readonly string[], read: Read, settings: DjangoSettings): readonly DjangoApp[] {
  const all = new Set(paths);
  const moved = [...settings.migrationModules.values()].flatMap((module) => module?.replaceAll('.', '/') ?? []);
  const directories = new Map<string, string[]>();
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    const directory = path.slice(0, Math.max(0, slash));
    const isMigrations = /(^|\/)\w*migrations\w*$/.test(directory) || moved.some((one) => endsWithPath(directory, one));
    if (!isMigrations || !path.endsWith('.py')) continue;
    const files = directories.get(directory);
    if (files === undefined) directories.set(directory, [path]);
    else files.push(path);
  }
  const apps: DjangoApp[] = [];
  for (const [directory, files] of directories) {
    if (isAside(directory, files, directories, moved, read)) continue;
    const app = appOf(directory, files, all, read, settings);
    if (app !== undefined) apps.push(app);
  }
  return apps.sort((a, b) => (a.directory < b.directory ? -1 : 1));
}

/**
 * Settings that compute `MIGRATION_MODULES` do not show that migrations lie in `db_migrations`. A directory of such a
 * name counts where there is no other and where it holds what it says.
 */
function isAside(
  directory: string,
  files: readonly string[],
  directories: ReadonlyMap<string, readonly string[]>,
  moved: readonly string[],
  read: Read,
): boolean {
  const slash = directory.lastIndexOf('/');
  if (directory.slice(slash + 1) === 'migrations' || moved.some((one) => endsWithPath(directory, one))) return false;
  if (directories.has(`${directory.slice(0, slash + 1)}migrations`)) return true;
  const first = files.filter((path) => /\/\d{4}_\w*\.py$/.test(path)).sort()[0];
  return first === undefined || !/^class Migration\(migrations\.Migration\)/m.test(read(first) ?? '');
}

/**
 * The apps in sets in which no label repeats, as Django wants it. A project may hold an app twice: a fork takes the place
 * of the original in some of its settings, such as those of its tests. The first set has of each label the app whose
 * directory is least deep; each further one has a fork in its place.
 */
export function appSets(apps: readonly DjangoApp[]): readonly (readonly DjangoApp[])[] {
  const depth = ({ directory }: DjangoApp): number => directory.split('/').length;
  const first = new Map<string, DjangoApp>();
  for (const app of apps) {
    const known = first.get(app.label);
    if (known === undefined || depth(app) < depth(known)) first.set(app.label, app);
  }
  const forks = apps.filter((app) => first.get(app.label) !== app);
  const originals = [...first.values()];
  return [originals, ...forks.map((fork) => originals.map((app) => (app.label === fork.label ? fork : app)))];
}

function appOf(
  migrations: string,
  files: readonly string[],
  all: ReadonlySet<string>,
  read: Read,
  settings: DjangoSettings,
): DjangoApp | undefined {
  const movedFor = [...settings.migrationModules].find(
    ([, module]) => module !== undefined && endsWithPath(migrations, module.replaceAll('.', '/')),
  )?.[0];
  const slash = migrations.lastIndexOf('/');
  const directory = movedFor === undefined ? migrations.slice(0, Math.max(0, slash)) : migrations;
  const config = movedFor === undefined ? configOf(directory, read, settings) : undefined;
  const label = movedFor ?? config?.label ?? directory.slice(directory.lastIndexOf('/') + 1);
  if (label === '') return undefined;
  const module = settings.migrationModules.get(label);
  const isElsewhere = movedFor === undefined && settings.migrationModules.has(label);
  // The migrations of an app that were moved are those of the other directory.
  if (isElsewhere && module !== undefined) return undefined;
  const own = files.filter(isMigrationFile).sort();
  if (!holdsMigrations(own, read)) return undefined;
  const migrated = !isElsewhere && all.has(`${migrations}/__init__.py`);
  return {
    label,
    directory,
    migrationsDirectory: isElsewhere ? undefined : migrations,
    migrated,
    files: isElsewhere ? [] : own,
    defaultAutoField: config?.defaultAutoField,
  };
}

/** `pkgutil.iter_modules` and the loader's own filter: no packages, no names that begin with `_` or `~`. */
function isMigrationFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  // A name with a dot is no module.
  return /^[^_~.][^.]*\.py$/.test(name);
}

/** Packages called `migrations` may hold something else. An empty one belongs to an app that has no migration yet. */
function holdsMigrations(files: readonly string[], read: Read): boolean {
  if (files.length === 0 || files.some((path) => /\/\d{4}_\w*\.py$/.test(path))) return true;
  return files.some((path) => /^class Migration\(/m.test(read(path) ?? ''));
}

interface AppConfig {
  readonly label: string | undefined;
  readonly defaultAutoField: string | undefined;
}

/** The AppConfig in `apps.py`: the one that `INSTALLED_APPS` names, the default one, or the only one. */
function configOf(directory: string, read: Read, settings: DjangoSettings): AppConfig | undefined {
  const path = directory === '' ? 'apps.py' : `${directory}/apps.py`;
  const text = read(path);
  if (text === undefined) return undefined;
  const classes = [...readPythonModule({ path, text }).names.values()].filter(
    (value): value is PythonClass =>
      value.kind === 'class' && foreignBases(value).some((base) => /AppConfig|\w+Config$/.test(base)),
  );
  const named = classes.find(({ name }) => settings.installedApps.some((app) => app.endsWith(`.apps.${name}`)));
  const isDefault = (one: PythonClass): boolean => {
    const value = classAttribute(one, 'default');
    return value?.kind === 'boolean' && value.value;
  };
  const chosen =
    (named !== undefined && isOf(named, directory, settings) ? named : undefined) ??
    classes.find(isDefault) ??
    classes[0];
  if (chosen === undefined) return undefined;
  const name = stringAttribute(chosen, 'name');
  return {
    label: stringAttribute(chosen, 'label') ?? name?.slice(name.lastIndexOf('.') + 1),
    defaultAutoField: stringAttribute(chosen, 'default_auto_field'),
  };
}

/** Whether `INSTALLED_APPS` means the class of this directory. */
function isOf({ name }: PythonClass, directory: string, settings: DjangoSettings): boolean {
  return settings.installedApps.some((app) => {
    const module = app.slice(0, Math.max(0, app.length - `.apps.${name}`.length));
    return app.endsWith(`.apps.${name}`) && endsWithPath(directory, module.replaceAll('.', '/'));
  });
}

function stringAttribute(definition: PythonClass, name: string): string | undefined {
  const value = classAttribute(definition, name);
  return value?.kind === 'string' ? value.text : undefined;
}

function endsWithPath(directory: string, end: string): boolean {
  return directory === end || directory.endsWith(`/${end}`);
}
