import type { DjangoExpression, DjangoIndex, DjangoOperation } from '../model.js';

/** What an operation calls itself: `describe()` of Django's operations. */
export function description(operation: DjangoOperation): string {
  switch (operation.kind) {
    case 'CreateModel':
      return `Create ${operation.proxy ? 'proxy ' : ''}model ${operation.name}`;
    case 'DeleteModel':
      return `Delete model ${operation.name}`;
    case 'RenameModel':
      return `Rename model ${operation.oldName} to ${operation.newName}`;
    case 'AlterModelTable':
      return `Rename table for ${operation.name} to ${operation.table ?? '(default)'}`;
    case 'AlterModelTableComment':
      return `Alter ${operation.name} table comment`;
    case 'AlterUniqueTogether':
      return together('unique_together', operation.name, operation.uniqueTogether.length);
    case 'AlterIndexTogether':
      return together('index_together', operation.name, operation.indexTogether.length);
    case 'AlterOrderWithRespectTo':
      return `Set order_with_respect_to on ${operation.name} to ${operation.orderWithRespectTo ?? 'None'}`;
    case 'AlterModelOptions':
      return `Change Meta options on ${operation.name}`;
    case 'AlterModelManagers':
      return `Change managers on ${operation.name}`;
    case 'AddField':
      return `Add field ${operation.name} to ${operation.modelName}`;
    case 'AlterField':
      return `Alter field ${operation.name} on ${operation.modelName}`;
    case 'RemoveField':
      return `Remove field ${operation.name} from ${operation.modelName}`;
    case 'RenameField':
      return `Rename field ${operation.oldName} on ${operation.modelName} to ${operation.newName}`;
    case 'RunSQL':
      return 'Raw SQL operation';
    case 'RunPython':
      return 'Raw Python operation';
    case 'SeparateDatabaseAndState':
      return 'Custom state/database change combination';
    case 'CreateExtension':
      return `Creates extension ${operation.name}`;
    case 'CreateCollation':
      return `Create collation ${operation.name}`;
    case 'RemoveCollation':
      return `Remove collation ${operation.name}`;
    case 'Opaque':
      return operation.class === '' ? 'Unknown operation' : operation.class;
    default:
      return ofIndexOrConstraint(operation);
  }
}

type IndexOperation = Extract<DjangoOperation, { modelName: string }>;

function ofIndexOrConstraint(operation: IndexOperation): string {
  const { modelName: model } = operation;
  switch (operation.kind) {
    case 'AddIndex':
      return addedIndex(operation.index, model);
    case 'AddIndexConcurrently':
      return `Concurrently create index ${nameOf(operation.index)} on field(s) ${operation.index.fields.join(', ')} of model ${model}`;
    case 'RemoveIndex':
      return `Remove index ${operation.name} from ${model}`;
    case 'RemoveIndexConcurrently':
      return `Concurrently remove index ${operation.name} from ${model}`;
    case 'RenameIndex':
      return operation.oldName === undefined
        ? `Rename unnamed index for ${tuple(operation.oldFields ?? [])} on ${model} to ${operation.newName}`
        : `Rename index ${operation.oldName} on ${model} to ${operation.newName}`;
    case 'AddConstraint':
      return `Create constraint ${nameOf(operation.constraint)} on model ${model}`;
    case 'AddConstraintNotValid':
      return `Create not valid constraint ${nameOf(operation.constraint)} on model ${model}`;
    case 'RemoveConstraint':
      return `Remove constraint ${operation.name} from model ${model}`;
    case 'AlterConstraint':
      return `Alter constraint ${operation.name} on ${model}`;
    case 'ValidateConstraint':
      return `Validate constraint ${operation.name} on model ${model}`;
    default:
      return operation.kind;
  }
}

function together(option: string, model: string, count: number): string {
  return `Alter ${option} for ${model} (${String(count)} constraint(s))`;
}

function nameOf({ name }: { readonly name: string | undefined }): string {
  return name ?? 'None';
}

function addedIndex(index: DjangoIndex, model: string): string {
  if (index.expressions.length > 0) {
    return `Create index ${nameOf(index)} on ${index.expressions.map(shown).join(', ')} on model ${model}`;
  }
  return `Create index ${nameOf(index)} on field(s) ${index.fields.join(', ')} of model ${model}`;
}

/** As Python shows a tuple of texts. */
function tuple(texts: readonly string[]): string {
  return `(${texts.map((text) => `'${text}'`).join(', ')}${texts.length === 1 ? ',' : ''})`;
}

/** As Python shows an expression. */
function shown(expression: DjangoExpression): string {
  switch (expression.kind) {
    case 'f':
      return `F(${expression.name})`;
    case 'func':
      return `${expression.class.slice(expression.class.lastIndexOf('.') + 1)}(${expression.args.map(shown).join(', ')})`;
    case 'order-by':
      return `OrderBy(${shown(expression.expression)}, descending=${expression.descending ? 'True' : 'False'})`;
    case 'op-class':
      return `OpClass(${shown(expression.expression)}, name=${expression.name})`;
    case 'combined':
      return `${shown(expression.left)} ${expression.operator} ${shown(expression.right)}`;
    case 'value':
      return expression.value.kind === 'string' ? `Value('${expression.value.text}')` : `Value(${textOf(expression)})`;
    default:
      return expression.kind;
  }
}

function textOf({ value }: Extract<DjangoExpression, { kind: 'value' }>): string {
  return value.kind === 'number' ? value.text : value.kind;
}
