import type { DjangoField, DjangoModelReference } from '../model.js';
import { stringArgument, stringsOf } from '../arguments.js';
import type { PythonValue } from '../../python/value.js';
import type { ModelTarget, StateField } from './model-state.js';
import type { World } from './world.js';

/** The field as the state keeps it. `model` is the one it belongs to. */
export function stateField(
  written: DjangoField,
  model: { readonly app: string; readonly name: string },
  preserveDefault: boolean,
  world: World,
): StateField {
  const value = written.arguments.get('default')?.value;
  return {
    written,
    to: targetOf(written.to, model, world),
    through: targetOf(written.through, model, world),
    toField: stringArgument(written.arguments, 'to_field'),
    fieldNames: written.positional.flatMap(textOf),
    default: preserveDefault && !isNotProvided(value) ? value : undefined,
  };
}

/** The default that an operation brings, for itself alone where it is not preserved. */
export function writtenDefault(written: DjangoField): PythonValue | undefined {
  const value = written.arguments.get('default')?.value;
  return isNotProvided(value) ? undefined : value;
}

function isNotProvided(value: PythonValue | undefined): boolean {
  return value?.kind === 'name' && value.path.endsWith('NOT_PROVIDED');
}

function textOf(value: PythonValue): readonly string[] {
  return value.kind === 'string' ? [value.text] : (stringsOf(value) ?? []);
}

/** Which model a reference means: bare names are of the own app, settings are looked up. */
function targetOf(
  reference: DjangoModelReference | undefined,
  model: { readonly app: string; readonly name: string },
  world: World,
): ModelTarget | undefined {
  switch (reference?.kind) {
    case undefined:
      return undefined;
    case 'self':
      return { kind: 'model', app: model.app, model: model.name };
    case 'model':
      return { kind: 'model', app: reference.app ?? model.app, model: reference.model };
    case 'setting': {
      const value = world.settings.get(reference.setting);
      const dot = value?.lastIndexOf('.') ?? -1;
      if (value === undefined || dot < 0) {
        return { kind: 'unknown', reason: `the setting ${reference.setting} is not known` };
      }
      return { kind: 'model', app: value.slice(0, dot), model: value.slice(dot + 1) };
    }
    case 'unknown':
      return { kind: 'unknown', reason: `the model it points to is ${reference.reason}` };
  }
}
