import type { PythonValue } from '../python/value.js';
import { reasonOf } from './arguments.js';
import type { DjangoModelReference } from './model.js';
import { settingName } from './settings.js';

/** Reads the model a relation points to: `"shop.Author"`, `"self"`, `settings.AUTH_USER_MODEL`, a class. */
export function readModelReference(value: PythonValue): DjangoModelReference {
  const { span } = value;
  if (value.kind === 'string') {
    if (value.text === 'self') return { kind: 'self', span };
    const dot = value.text.lastIndexOf('.');
    const app = dot < 0 ? undefined : value.text.slice(0, dot);
    return { kind: 'model', app, model: value.text.slice(dot + 1), span };
  }
  const setting = settingName(value);
  if (setting !== undefined) return { kind: 'setting', setting, span };
  if (value.kind === 'name' && value.path.includes('.models.')) return modelOfPath(value.path, span);
  return { kind: 'unknown', reason: reasonOf(value), span };
}

/** A model class that was imported: `shop.models.Author` is of the app in `shop`. */
function modelOfPath(path: string, span: DjangoModelReference['span']): DjangoModelReference {
  const parts = path.split('.');
  const model = parts.at(-1) ?? path;
  const app = parts[parts.indexOf('models') - 1];
  return { kind: 'model', app: app === '' ? undefined : app, model, span };
}
