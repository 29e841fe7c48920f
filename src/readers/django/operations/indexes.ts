import { stringArgument, stringsArgument } from '../arguments.js';
import { readConstraint } from '../constraints.js';
import { readIndex } from '../indexes.js';
import type { DjangoArguments, DjangoOperation, DjangoOperationKind } from '../model.js';
import type { DjangoReadOptions } from '../reading.js';

type Base = Pick<DjangoOperation, 'class' | 'span' | 'arguments'>;

/** Reads the operations on indexes and constraints. Undefined for other kinds and incomplete arguments. */
export function readIndexOperation(
  kind: DjangoOperationKind,
  named: DjangoArguments,
  base: Base,
  { options }: { readonly options: DjangoReadOptions },
): DjangoOperation | undefined {
  const modelName = stringArgument(named, 'model_name');
  if (modelName === undefined) return undefined;
  const name = stringArgument(named, 'name');
  switch (kind) {
    case 'AddIndex':
    case 'AddIndexConcurrently': {
      const value = named.get('index')?.value;
      const index = value === undefined ? undefined : readIndex(value, options);
      return index === undefined ? undefined : { kind, ...base, modelName, index };
    }
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
    case 'RemoveConstraint':
    case 'ValidateConstraint':
      return name === undefined ? undefined : { kind, ...base, modelName, name };
    case 'RenameIndex': {
      const newName = stringArgument(named, 'new_name');
      if (newName === undefined) return undefined;
      const oldFields = stringsArgument(named, 'old_fields');
      return { kind, ...base, modelName, newName, oldName: stringArgument(named, 'old_name'), oldFields };
    }
    case 'AddConstraint':
    case 'AddConstraintNotValid': {
      const value = named.get('constraint')?.value;
      return value === undefined ? undefined : { kind, ...base, modelName, constraint: readConstraint(value, options) };
    }
    case 'AlterConstraint': {
      const value = named.get('constraint')?.value;
      if (value === undefined || name === undefined) return undefined;
      return { kind, ...base, modelName, name, constraint: readConstraint(value, options) };
    }
    default:
      return undefined;
  }
}
