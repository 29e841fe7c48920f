import { readPythonModule } from '../../python/module.js';
import type { PythonClass, PythonValue } from '../../python/value.js';
import { findApps, type DjangoApp } from './apps.js';
import { isSettingsFile, readSettings, type DjangoSettings } from './settings.js';
import { djangoVersion, isRequirementsFile, type DjangoVersion } from './version.js';

export { appSets } from './apps.js';
export type { DjangoApp } from './apps.js';
export type { DjangoSettings } from './settings.js';
export type { DjangoVersion } from './version.js';

/** A Django project, as far as its files tell without running them. */
export interface DjangoProject {
  readonly settings: DjangoSettings;
  /** The apps whose code is in the project, by directory. Others are known by name only. Labels may repeat: `appSets`. */
  readonly apps: readonly DjangoApp[];
  /** Which Django it runs, when the headers of the migrations say `generatedBy`. */
  readonly version: (generatedBy: Iterable<string>) => DjangoVersion | undefined;
  /** A class of the project by its dotted path, for field classes; undefined when it is not found. */
  readonly classOf: (path: string) => PythonClass | undefined;
}

/**
 * Looks at the files of a project: `paths` are all of them, with forward slashes; `read` gives the text of one, or
 * undefined when it cannot be read. `loadPythonParser` must have been awaited.
 */
export function readDjangoProject(paths: readonly string[], read: (path: string) => string | undefined): DjangoProject {
  const texts = (wanted: (path: string) => boolean) =>
    paths.filter(wanted).flatMap((path) => {
      const text = read(path);
      return text === undefined ? [] : [{ path, text }];
    });
  const settings = readSettings(texts(isSettingsFile));
  return {
    settings,
    apps: findApps(paths, read, settings),
    version: (generatedBy) => djangoVersion(texts(isRequirementsFile), generatedBy),
    classOf: classFinder(paths, read),
  };
}

/** Finds `shop.fields.MoneyField` in `shop/fields.py`, `src/shop/fields/__init__.py` and the like. */
function classFinder(
  paths: readonly string[],
  read: (path: string) => string | undefined,
): (path: string) => PythonClass | undefined {
  const found = new Map<string, PythonClass | undefined>();
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    if (!path.endsWith('.py')) continue;
    const module = path.replace(/(\/__init__)?\.py$/, '');
    const name = module.slice(module.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  const modules = new Map<string, ReadonlyMap<string, PythonValue> | undefined>();
  const namesOf = (file: string): ReadonlyMap<string, PythonValue> | undefined => {
    if (!modules.has(file)) {
      const text = read(file);
      modules.set(file, text === undefined ? undefined : readPythonModule({ path: file, text }).names);
    }
    return modules.get(file);
  };
  const find = (dotted: string, depth: number): PythonClass | undefined => {
    const dot = dotted.lastIndexOf('.');
    const module = dotted.slice(0, Math.max(0, dot)).replace(/^\.+/, '');
    const name = dotted.slice(dot + 1);
    const file = moduleFile(module, byName);
    const value = file === undefined || depth > 5 ? undefined : namesOf(file)?.get(name);
    if (value?.kind === 'class') return value;
    // A package often only passes on what its modules define.
    return value?.kind === 'name' ? find(absolute(value.path, module), depth + 1) : undefined;
  };
  return (path) => {
    if (!found.has(path)) found.set(path, path.startsWith('django.') ? undefined : find(path, 0));
    return found.get(path);
  };
}

function moduleFile(module: string, byName: ReadonlyMap<string, readonly string[]>): string | undefined {
  if (module === '') return undefined;
  const end = module.replaceAll('.', '/');
  const candidates = byName.get(module.slice(module.lastIndexOf('.') + 1)) ?? [];
  return candidates
    .filter((path) => [`${end}.py`, `${end}/__init__.py`].some((tail) => path === tail || path.endsWith(`/${tail}`)))
    .sort((a, b) => a.length - b.length)[0];
}

/** `.fields.MoneyField` imported by the package `shop` is `shop.fields.MoneyField`. */
function absolute(path: string, module: string): string {
  if (!path.startsWith('.')) return path;
  return `${module}.${path.replace(/^\.+/, '')}`;
}
