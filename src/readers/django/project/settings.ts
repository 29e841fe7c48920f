import { readPythonModule } from '../../python/module.js';
import { itemsOf } from '../../python/sequences.js';
import type { PythonValue } from '../../python/value.js';

/** What the settings files of a project say, as far as they are constant. All files count together. */
export interface DjangoSettings {
  /** The dotted names of `INSTALLED_APPS` of all files. */
  readonly installedApps: readonly string[];
  /** Whether these are all of them: false when one could not be read, or when no file has such a list. */
  readonly installedAppsComplete: boolean;
  /** The module of the migrations by app label; undefined for an app whose migrations are turned off. */
  readonly migrationModules: ReadonlyMap<string, string | undefined>;
  readonly authUserModel: string | undefined;
  readonly defaultAutoField: string | undefined;
}

/** Whether a path is one of a settings file by the usual names: `settings.py`, `settings/base.py`, `test_settings.py`. */
export function isSettingsFile(path: string): boolean {
  if (/(^|\/)migrations\//.test(path)) return false;
  return /(^|\/)(\w*settings\w*\.py|settings\/(\w+\/)*[\w.]+\.py)$/.test(path);
}

/** Reads settings files. Files that cannot be read say nothing. */
export function readSettings(sources: readonly { readonly path: string; readonly text: string }[]): DjangoSettings {
  const installed = new Set<string>();
  const migrationModules = new Map<string, string | undefined>();
  let complete = true;
  let authUserModel: string | undefined;
  let defaultAutoField: string | undefined;
  for (const source of sources) {
    if (!/INSTALLED_APPS|MIGRATION_MODULES|AUTH_USER_MODEL|DEFAULT_AUTO_FIELD/.test(source.text)) continue;
    const { names } = readPythonModule(source);
    const apps = names.get('INSTALLED_APPS');
    if (apps !== undefined) {
      const read = appsOf(apps);
      for (const name of read.names) installed.add(name);
      complete &&= read.complete;
    }
    addModules(names.get('MIGRATION_MODULES'), migrationModules);
    authUserModel ??= textOf(names.get('AUTH_USER_MODEL'));
    defaultAutoField ??= textOf(names.get('DEFAULT_AUTO_FIELD'));
  }
  return {
    installedApps: [...installed],
    installedAppsComplete: complete && installed.size > 0,
    migrationModules,
    authUserModel,
    defaultAutoField,
  };
}

function appsOf(value: PythonValue): { readonly names: readonly string[]; readonly complete: boolean } {
  if (value.kind === 'conditional') {
    const [then, otherwise] = [appsOf(value.then), appsOf(value.otherwise)];
    return { names: [...then.names, ...otherwise.names], complete: then.complete && otherwise.complete };
  }
  const names: string[] = [];
  let complete = true;
  for (const item of itemsOf(value)) {
    if (item.kind === 'string') names.push(item.text);
    // What `from .base import *` brought is read where it is written.
    else complete &&= item.kind === 'spread' && item.of.kind === 'name' && item.of.path.endsWith('INSTALLED_APPS');
  }
  return { names, complete };
}

function addModules(value: PythonValue | undefined, modules: Map<string, string | undefined>): void {
  if (value?.kind !== 'dict') return;
  for (const { key, value: module } of value.entries) {
    if (key?.kind !== 'string') continue;
    if (module.kind === 'string') modules.set(key.text, module.text);
    else if (module.kind === 'none' && !modules.has(key.text)) modules.set(key.text, undefined);
  }
}

function textOf(value: PythonValue | undefined): string | undefined {
  return value?.kind === 'string' ? value.text : undefined;
}
