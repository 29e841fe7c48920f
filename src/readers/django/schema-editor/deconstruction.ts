import type { DjangoFieldClass } from '../model.js';
import type { PythonValue } from '../../python/value.js';
import { NotEmulated } from '../state/not-emulated.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { DjangoFeatures } from '../versions.js';
import { databaseDefault } from './columns.js';
import type { SchemaEditor } from './editor.js';

/**
 * Whether anything about a field changed that Django takes for a matter of the database: `_field_should_be_altered`.
 * Arguments named in `ignored` count for nothing.
 */
export function isAltered(
  editor: SchemaEditor,
  old: RenderedField,
  now: RenderedField,
  ignored: readonly string[] = [],
): boolean {
  const { features } = editor.world;
  if (features.skipsFieldsWithoutColumn && !hasColumn(old) && !hasColumn(now)) return false;
  if (old.column !== now.column) return true;
  if (classPath(old) !== classPath(now)) return true;
  const left = argumentsOf(old, features, ignored);
  const right = argumentsOf(now, features, ignored);
  if (features.comparesTables && !now.isManyToMany && old.isRelation && now.isRelation && sameTable(old, now)) {
    left.delete('to');
    right.delete('to');
  }
  if (left.has('db_default') && right.has('db_default') && sameDatabaseDefault(editor, old, now)) {
    left.delete('db_default');
    right.delete('db_default');
  }
  return left.size !== right.size || [...left].some(([name, value]) => right.get(name) !== value);
}

/** Until 6.0 a many-to-many field has a column's name, which no table has. */
function hasColumn({ kind }: RenderedField): boolean {
  return kind !== 'CompositePrimaryKey' && kind !== 'ForeignObject' && kind !== 'GenericRelation';
}

function sameTable(old: RenderedField, now: RenderedField): boolean {
  return old.remote.table === now.remote.table;
}

export function sameDatabaseDefault(editor: SchemaEditor, old: RenderedField, now: RenderedField): boolean {
  return JSON.stringify(databaseDefault(editor, old)) === JSON.stringify(databaseDefault(editor, now));
}

/** Django's own classes go by their last name, wherever they are imported from. */
function classPath({ source }: RenderedField): string {
  const path = source.written.class;
  return path.startsWith('django.db.models') ? `django.db.models.${path.slice(path.lastIndexOf('.') + 1)}` : path;
}

/** `Field.non_db_attrs`, and what 3.2 lists in its place. */
const noMatter: ReadonlySet<string> = new Set([
  'blank',
  'db_column',
  'editable',
  'error_messages',
  'help_text',
  'limit_choices_to',
  'on_delete',
  'related_name',
  'related_query_name',
  'validators',
  'verbose_name',
]);

/** The arguments as `deconstruct` gives them, without those that have their default. */
function argumentsOf(field: RenderedField, features: DjangoFeatures, ignored: readonly string[]): Map<string, string> {
  const given = new Map<string, string>();
  for (const [name, { value }] of field.source.written.arguments) {
    if (noMatter.has(name) || ignored.includes(name) || (name === 'choices' && features.choicesAreNoMatter)) continue;
    if (name === 'to' || name === 'through' || name === 'default' || name === 'to_field') continue;
    const text = canonical(value);
    if (text !== defaultArgument(field.kind, name)) given.set(name, text);
  }
  const { to, through, toField } = field.source;
  if (to !== undefined) given.set('to', targetText(to));
  if (through !== undefined) given.set('through', targetText(through));
  if (toField !== undefined && !isKeyOfTarget(field, toField)) given.set('to_field', toField);
  const value = field.default;
  if (value !== undefined) given.set('default', canonical(value));
  if (field.source.fieldNames.length > 0) given.set('fields', field.source.fieldNames.join(','));
  return given;
}

function targetText(target: NonNullable<RenderedField['source']['to']>): string {
  return target.kind === 'model' ? `${target.app}.${target.model}`.toLowerCase() : target.reason;
}

/** A key that is named is as good as none. */
function isKeyOfTarget(field: RenderedField, name: string): boolean {
  try {
    return field.remote.primaryKey.name === name;
  } catch (error) {
    if (error instanceof NotEmulated) return false;
    throw error;
  }
}

/** What an argument is when it is not given. */
function defaultArgument(kind: DjangoFieldClass | undefined, name: string): string {
  const own = kind === undefined ? undefined : defaults[kind]?.[name];
  return own ?? common[name] ?? 'None';
}

const common: Readonly<Record<string, string>> = {
  auto_created: 'False',
  auto_now: 'False',
  auto_now_add: 'False',
  allow_unicode: 'False',
  db_constraint: 'True',
  db_index: 'False',
  null: 'False',
  parent_link: 'False',
  primary_key: 'False',
  serialize: 'True',
  swappable: 'True',
  unique: 'False',
};

const defaults: Partial<Record<DjangoFieldClass, Readonly<Record<string, string>>>> = {
  ForeignKey: { db_index: 'True' },
  OneToOneField: { db_index: 'True', unique: 'True' },
  SlugField: { db_index: 'True', max_length: '50' },
  URLField: { max_length: '200' },
  FileField: { max_length: '100' },
  ImageField: { max_length: '100' },
  FilePathField: { max_length: '100' },
};

/** Values that Python finds equal have the same text. */
function canonical(value: PythonValue): string {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.text);
    case 'number':
      return value.integer ? value.text : String(value.value);
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'list':
    case 'tuple':
    case 'set':
      return `[${value.items.map(canonical).join(', ')}]`;
    case 'dict':
      return `{${value.entries.map(({ key, value: item }) => `${key === undefined ? '**' : canonical(key)}: ${canonical(item)}`).join(', ')}}`;
    case 'name':
      return value.path;
    case 'call': {
      const named = value.keywords.map(({ name = '**', value: item }) => `${name}=${canonical(item)}`);
      return `${value.path ?? '?'}(${[...value.positional.map(canonical), ...named].join(', ')})`;
    }
    case 'function':
      return `function ${value.name}`;
    case 'unary':
      return `${value.operator}${canonical(value.operand)}`;
    case 'binary':
      return `(${canonical(value.left)} ${value.operator} ${canonical(value.right)})`;
    default:
      return `${value.kind} at ${String(value.span.start)}`;
  }
}
