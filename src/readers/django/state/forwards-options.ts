import { booleanArgument, stringArgument } from '../arguments.js';
import type { DjangoIndex, DjangoOperation, DjangoOperationOf } from '../model.js';
import type { ModelOptions } from './model-state.js';
import type { ProjectState } from './project-state.js';

/** Operations that change the options of a model. All others leave the state as it is. */
export function alteredOptions(state: ProjectState, app: string, operation: DjangoOperation): ProjectState {
  const name = 'modelName' in operation ? operation.modelName : 'name' in operation ? operation.name : undefined;
  const model = name === undefined ? undefined : state.model(app, name);
  if (model === undefined) return state;
  const changed = changesOf(model.options, operation);
  return changed === undefined ? state : state.with({ ...model, options: { ...model.options, ...changed } });
}

function changesOf(options: ModelOptions, operation: DjangoOperation): Partial<ModelOptions> | undefined {
  switch (operation.kind) {
    case 'AlterModelTable':
      return { dbTable: operation.table };
    case 'AlterModelTableComment':
      return { tableComment: operation.tableComment };
    case 'AlterUniqueTogether':
      return { uniqueTogether: operation.uniqueTogether.map(({ fields }) => fields) };
    case 'AlterIndexTogether':
      return { indexTogether: operation.indexTogether.map(({ fields }) => fields) };
    case 'AlterOrderWithRespectTo':
      return { orderWithRespectTo: operation.orderWithRespectTo };
    case 'AlterModelOptions':
      return modelOptions(operation, options);
    case 'AddIndex':
    case 'AddIndexConcurrently':
      return { indexes: [...options.indexes, operation.index] };
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
      return { indexes: options.indexes.filter(({ name }) => name !== operation.name) };
    case 'RenameIndex':
      return renamedIndex(operation, options);
    case 'AddConstraint':
    case 'AddConstraintNotValid':
      return { constraints: [...options.constraints, operation.constraint] };
    case 'RemoveConstraint':
      return { constraints: options.constraints.filter(({ name }) => name !== operation.name) };
    case 'AlterConstraint':
      return {
        constraints: options.constraints.map((one) => (one.name === operation.name ? operation.constraint : one)),
      };
    default:
      return undefined;
  }
}

/** `AlterModelOptions.ALTER_OPTION_KEYS`: those of them that are not named are gone. */
function modelOptions(
  { options: given }: DjangoOperationOf<'AlterModelOptions'>,
  options: ModelOptions,
): Partial<ModelOptions> {
  return {
    managed: booleanArgument(given, 'managed') ?? true,
    defaultRelatedName: stringArgument(given, 'default_related_name'),
    dbTable: stringArgument(given, 'db_table') ?? options.dbTable,
    proxy: booleanArgument(given, 'proxy') ?? options.proxy,
    swappable: stringArgument(given, 'swappable') ?? options.swappable,
    tablespace: stringArgument(given, 'db_tablespace') ?? options.tablespace,
  };
}

function renamedIndex(operation: DjangoOperationOf<'RenameIndex'>, options: ModelOptions): Partial<ModelOptions> {
  const { oldFields, oldName, newName } = operation;
  if (oldFields === undefined) {
    return { indexes: options.indexes.map((one) => (one.name === oldName ? { ...one, name: newName } : one)) };
  }
  const isOld = (set: readonly string[]): boolean =>
    set.length === oldFields.length && set.every((field, at) => field === oldFields[at]);
  return {
    indexes: [...options.indexes, plainIndex(newName, oldFields, operation)],
    indexTogether: options.indexTogether.filter((set) => !isOld(set)),
  };
}

/** An index of plain columns, as Django makes one of an old `index_together`. */
function plainIndex(name: string, fields: readonly string[], { span }: DjangoOperation): DjangoIndex {
  return {
    class: 'django.db.models.Index',
    builtIn: 'Index',
    name,
    fields,
    expressions: [],
    opclasses: [],
    condition: undefined,
    include: [],
    arguments: new Map(),
    span,
  };
}
