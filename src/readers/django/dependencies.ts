import { itemsOf } from '../python/sequences.js';
import type { PythonValue } from '../python/value.js';
import { reasonOf } from './arguments.js';
import type { DjangoDependency } from './model.js';
import { settingName } from './settings.js';

/** Reads a list of migrations: `dependencies`, `run_before`, `replaces`. */
export function readDependencies(value: PythonValue | undefined): readonly DjangoDependency[] {
  if (value === undefined || value.kind === 'none') return [];
  if (value.kind === 'conditional') {
    // Both ways count: an edge too many is better than a migration that seems to stand alone.
    const seen = new Set(itemsOf(value.then));
    return [...seen, ...itemsOf(value.otherwise).filter((item) => !seen.has(item))].map(readDependency);
  }
  return itemsOf(value).map(readDependency);
}

function readDependency(item: PythonValue): DjangoDependency {
  const { span } = item;
  if (item.kind === 'tuple' || item.kind === 'list') {
    const [app, name] = item.items;
    if (app?.kind === 'string' && name?.kind === 'string') {
      return { kind: 'migration', app: app.text, name: name.text, span };
    }
  }
  if (item.kind === 'call' && item.path?.endsWith('swappable_dependency') === true) {
    const [setting] = item.positional;
    if (setting?.kind === 'string') {
      // `swappable_dependency("auth.User")`: the first migration of the app that is named.
      const app = setting.text.slice(0, setting.text.indexOf('.'));
      return { kind: 'migration', app, name: '__first__', span };
    }
    const name = setting === undefined ? undefined : settingName(setting);
    if (name !== undefined) return { kind: 'swappable', setting: name, span };
  }
  if (item.kind === 'call' && item.path === 'swapper.dependency') {
    const [app] = item.positional;
    if (app?.kind === 'string') return { kind: 'migration', app: app.text, name: '__first__', span };
  }
  return { kind: 'unknown', reason: reasonOf(item), span };
}
