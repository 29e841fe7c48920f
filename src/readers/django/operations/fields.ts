import { booleanArgument, stringArgument } from '../arguments.js';
import { readField } from '../fields.js';
import type { DjangoArguments, DjangoOperation, DjangoOperationKind } from '../model.js';
import type { DjangoReadOptions } from '../reading.js';

type Base = Pick<DjangoOperation, 'class' | 'span' | 'arguments'>;

/** Reads AddField, AlterField, RemoveField and RenameField. Undefined for other kinds and incomplete arguments. */
export function readFieldOperation(
  kind: DjangoOperationKind,
  named: DjangoArguments,
  base: Base,
  { options }: { readonly options: DjangoReadOptions },
): DjangoOperation | undefined {
  const modelName = stringArgument(named, 'model_name');
  if (modelName === undefined) return undefined;
  if (kind === 'RenameField') {
    const oldName = stringArgument(named, 'old_name');
    const newName = stringArgument(named, 'new_name');
    return oldName === undefined || newName === undefined ? undefined : { kind, ...base, modelName, oldName, newName };
  }
  const name = stringArgument(named, 'name');
  if (name === undefined) return undefined;
  if (kind === 'RemoveField') return { kind, ...base, modelName, name };
  if (kind !== 'AddField' && kind !== 'AlterField') return undefined;
  const value = named.get('field')?.value;
  const field = value === undefined ? undefined : readField(value, options);
  if (field === undefined) return undefined;
  const preserveDefault = booleanArgument(named, 'preserve_default') ?? true;
  return { kind, ...base, modelName, name, field, preserveDefault };
}
