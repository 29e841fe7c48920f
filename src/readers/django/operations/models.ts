import { booleanArgument, isAbsent, itemsArgument, reasonOf, stringArgument } from '../arguments.js';
import type { PythonValue } from '../../python/value.js';
import { readConstraint } from '../constraints.js';
import { readField } from '../fields.js';
import { readIndex } from '../indexes.js';
import type {
  DjangoArguments,
  DjangoBase,
  DjangoNamedField,
  DjangoOperation,
  DjangoOperationKind,
  UnreadPart,
} from '../model.js';
import { readModelReference } from '../references.js';
import type { DjangoReadOptions } from '../reading.js';
import { optionsOf, together } from './options.js';

type Base = Pick<DjangoOperation, 'class' | 'span' | 'arguments'>;

/** Reads the operations on models. Undefined for other kinds and incomplete arguments. */
export function readModelOperation(
  kind: DjangoOperationKind,
  named: DjangoArguments,
  base: Base,
  { options }: { readonly options: DjangoReadOptions },
): DjangoOperation | undefined {
  if (kind === 'RenameModel') {
    const oldName = stringArgument(named, 'old_name');
    const newName = stringArgument(named, 'new_name');
    return oldName === undefined || newName === undefined ? undefined : { kind, ...base, oldName, newName };
  }
  const name = stringArgument(named, 'name');
  if (name === undefined) return undefined;
  switch (kind) {
    case 'CreateModel':
      return createModel(name, named, base, options);
    case 'DeleteModel':
    case 'AlterModelManagers':
      return { kind, ...base, name };
    case 'AlterModelTable':
      return isUnread(named, 'table') ? undefined : { kind, ...base, name, table: stringArgument(named, 'table') };
    case 'AlterModelTableComment':
      return { kind, ...base, name, tableComment: stringArgument(named, 'table_comment') };
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether':
      return alterTogether(kind, name, named, base);
    case 'AlterOrderWithRespectTo': {
      const orderWithRespectTo = stringArgument(named, 'order_with_respect_to');
      return isUnread(named, 'order_with_respect_to') ? undefined : { kind, ...base, name, orderWithRespectTo };
    }
    case 'AlterModelOptions':
      return { kind, ...base, name, options: optionsOf(named.get('options')?.value).options };
    default:
      return undefined;
  }
}

/** Whether an argument is given and neither a string nor `None`. */
function isUnread(named: DjangoArguments, name: string): boolean {
  return !isAbsent(named, name) && stringArgument(named, name) === undefined;
}

function alterTogether(
  kind: 'AlterUniqueTogether' | 'AlterIndexTogether',
  name: string,
  named: DjangoArguments,
  base: Base,
): DjangoOperation | undefined {
  const argument = kind === 'AlterUniqueTogether' ? 'unique_together' : 'index_together';
  const value = named.get(argument)?.value;
  const sets = value === undefined ? [] : together(value);
  if (sets === undefined) return undefined;
  return kind === 'AlterUniqueTogether'
    ? { kind, ...base, name, uniqueTogether: sets }
    : { kind, ...base, name, indexTogether: sets };
}

function createModel(name: string, named: DjangoArguments, base: Base, options: DjangoReadOptions): DjangoOperation {
  const { fields, unread: unreadFields } = fieldsOf(itemsArgument(named, 'fields'), options);
  const given = optionsOf(named.get('options')?.value);
  const meta = given.options;
  return {
    kind: 'CreateModel',
    ...base,
    name,
    fields,
    unreadFields,
    options: meta,
    unreadOptions: given.unread,
    bases: itemsArgument(named, 'bases').flatMap((item) => baseOf(item) ?? []),
    dbTable: stringArgument(meta, 'db_table'),
    managed: booleanArgument(meta, 'managed') ?? true,
    proxy: booleanArgument(meta, 'proxy') ?? false,
    swappable: stringArgument(meta, 'swappable'),
    uniqueTogether: togetherOption(meta, 'unique_together'),
    indexTogether: togetherOption(meta, 'index_together'),
    indexes: itemsArgument(meta, 'indexes').flatMap((item) => readIndex(item, options) ?? []),
    constraints: itemsArgument(meta, 'constraints').map((item) => readConstraint(item, options)),
    orderWithRespectTo: stringArgument(meta, 'order_with_respect_to'),
    dbTableComment: stringArgument(meta, 'db_table_comment'),
  };
}

function togetherOption(meta: DjangoArguments, name: string) {
  const value = meta.get(name)?.value;
  return (value === undefined ? undefined : together(value)) ?? [];
}

/** `("name", models.CharField(...))`. */
function fieldsOf(
  items: readonly PythonValue[],
  options: DjangoReadOptions,
): { readonly fields: readonly DjangoNamedField[]; readonly unread: readonly UnreadPart[] } {
  const fields: DjangoNamedField[] = [];
  const unread: UnreadPart[] = [];
  for (const item of items) {
    const [name, value] = item.kind === 'tuple' || item.kind === 'list' ? item.items : [];
    const field = value === undefined ? undefined : readField(value, options);
    if (name?.kind === 'string' && field !== undefined) {
      fields.push({ name: name.text, nameSpan: name.span, field, span: item.span });
    } else unread.push({ reason: reasonOf(value ?? item), span: item.span });
  }
  return { fields, unread };
}

/** Bases are named as strings when they are models with a table; `models.Model` says nothing. */
function baseOf(item: PythonValue): DjangoBase | undefined {
  const { span } = item;
  if (item.kind === 'string') {
    const reference = readModelReference(item);
    return reference.kind === 'model' ? reference : { kind: 'unknown', reason: reasonOf(item), span };
  }
  if (item.kind === 'name') {
    return item.path === 'django.db.models.Model' ? undefined : { kind: 'class', path: item.path, span };
  }
  if (item.kind === 'class') return { kind: 'class', path: item.name, span };
  return { kind: 'unknown', reason: reasonOf(item), span };
}
