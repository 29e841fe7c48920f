import { indexName, quoteName, unquoted } from '../state/names.js';
import { spatialIndex } from '../state/spatial-type.js';
import { NotEmulated } from '../state/not-emulated.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import type { DjangoIndex } from '../model.js';
import { numberArgument, stringArgument, booleanArgument } from '../arguments.js';
import type { NameChange, SchemaEditor } from './editor.js';
import { conditionSql, indexExpressions } from './expressions/compile.js';
import { ColumnsReference, quotedList, type Statement, statement, TableReference } from './references.js';

/** A statement that makes an index, and what it adds to the names in the database. */
export interface NewIndex {
  readonly statement: Statement;
  readonly change: NameChange;
}

/** The indexes of a field: its own and the one for LIKE. `_field_indexes_sql` */
export function fieldIndexes(editor: SchemaEditor, model: RenderedModel, field: RenderedField): readonly NewIndex[] {
  const spatial = spatialIndexOf(editor, model, field);
  if (spatial !== undefined) return [spatial];
  const like = likeIndex(editor, model, field);
  const own = field.isIndexed && !field.isUnique ? [columnIndex(editor, model, [field], '')] : [];
  return like === undefined ? own : [...own, like];
}

/** `_create_spatial_index_sql` of GeoDjango. Before 4.0 the name had no digest. */
function spatialIndexOf(editor: SchemaEditor, model: RenderedModel, field: RenderedField): NewIndex | undefined {
  const spatial = spatialIndex(field);
  if (spatial === undefined) return undefined;
  const { table } = model;
  const columns = [field.column];
  const key = (column = ''): string => (spatial.isRaster ? `(ST_ConvexHull(${quoteName(column)}))` : quoteName(column));
  const keys = new ColumnsReference(table, columns, ([column]) => `${key(column)}${spatial.opclass}`);
  const hasDigest = editor.world.features.digestsSpatialNames;
  const name = hasDigest ? indexName(table, columns, '_id') : `${table}_${field.column}_id`;
  return {
    statement: statement`CREATE INDEX ${quoteName(name)} ON ${new TableReference(table)} USING GIST (${keys})`,
    change: (database) => {
      database.addKey(table, name, { columns, kind: 'index', isPlain: false });
    },
  };
}

/** An index of columns with a generated name, `_create_index_sql`. */
export function columnIndex(
  editor: SchemaEditor,
  model: RenderedModel,
  fields: readonly RenderedField[],
  suffix: string,
  opclass?: string,
): NewIndex {
  const { table } = model;
  const columns = fields.map(({ column }) => column);
  // Django makes the name when it is first asked for, and keeps it.
  let made: string | undefined;
  const name = new ColumnsReference(table, columns, (list, of) => {
    made ??= quoteName(indexName(of, list, suffix));
    return made;
  });
  const list = new ColumnsReference(table, columns, (names) => withSuffix(names, opclass));
  const extra = tablespaceSql(editor, model, fields);
  return {
    statement: statement`CREATE INDEX ${name} ON ${new TableReference(table)} (${list})${extra}`,
    change: (database) => {
      database.addKey(table, unquoted(made ?? ''), { columns, kind: 'index', isPlain: true });
    },
  };
}

function withSuffix(columns: readonly string[], opclass: string | undefined): string {
  return opclass === undefined ? quotedList(columns) : columns.map((one) => `${quoteName(one)} ${opclass}`).join(', ');
}

/** The second index of a text column, for LIKE, `_create_like_index_sql`. */
export function likeIndex(editor: SchemaEditor, model: RenderedModel, field: RenderedField): NewIndex | undefined {
  const { sql } = field.type;
  if (sql === undefined || !(field.isIndexed || field.isUnique) || sql.includes('[')) return undefined;
  const { features } = editor.world;
  const followsTarget = features.asksForCollationsOfTargets && field.isForeignKey;
  const collation = ownCollation(field) ?? (followsTarget ? ownCollation(field.target) : undefined);
  if (features.asksForCollations && collation !== undefined && !editor.isDeterministic(collation)) return undefined;
  if (sql.startsWith('varchar')) return columnIndex(editor, model, [field], '_like', 'varchar_pattern_ops');
  return sql.startsWith('text') ? columnIndex(editor, model, [field], '_like', 'text_pattern_ops') : undefined;
}

function ownCollation(field: RenderedField): string | undefined {
  return field.isForeignKey ? undefined : field.text('db_collation');
}

/** `_delete_index_sql`: from 5.1 on what was kept back for the index is forgotten. */
export function dropIndex(editor: SchemaEditor, table: string, name: string, concurrently = false): void {
  const quoted = quoteName(name);
  if (editor.world.features.forgetsDroppedIndexes) editor.forget((statement) => statement.namesIndex(table, quoted));
  editor.execute(`DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${quoted}`, [], (database) => {
    database.dropIndex(name);
  });
}

function tablespaceSql(
  editor: SchemaEditor,
  model: RenderedModel,
  fields: readonly RenderedField[],
  given?: string,
): string {
  const [first] = fields;
  const ofField = fields.length === 1 && first?.tablespace !== '' ? first?.tablespace : undefined;
  const tablespace = given ?? ofField ?? editor.world.defaultIndexTablespace ?? model.options.tablespace;
  return tablespace === undefined ? '' : ` TABLESPACE ${quoteName(tablespace)}`;
}

/** `Index.create_sql` and those of contrib.postgres. */
export function indexStatement(
  editor: SchemaEditor,
  model: RenderedModel,
  index: DjangoIndex,
  concurrently: boolean,
): NewIndex {
  const { builtIn, name } = index;
  if (builtIn === undefined) throw new NotEmulated(`the index class ${index.class} is not known`);
  if (name === undefined) throw new NotEmulated('the index has no constant name');
  const { table } = model;
  const fields = index.fields.map((field) => model.field(field.replace(/^-/, '')));
  const orders = index.fields.map((field) => (field.startsWith('-') ? 'DESC' : ''));
  const columns = fields.map(({ column }) => column);
  const keys =
    index.expressions.length > 0
      ? indexExpressions(editor, model, index.expressions)
      : new ColumnsReference(table, columns, (list) => keyList(list, index.opclasses, orders));
  const using = builtIn === 'Index' ? '' : ` USING ${methods[builtIn]}`;
  const include = includeSql(model, index.include);
  const options = storageParameters(editor, index);
  const space = tablespaceSql(editor, model, fields, stringArgument(index.arguments, 'db_tablespace'));
  const condition = index.condition === undefined ? '' : ` WHERE ${conditionSql(editor, model, index.condition)}`;
  const create = concurrently ? 'CREATE INDEX CONCURRENTLY' : 'CREATE INDEX';
  const isTree = builtIn === 'Index' || builtIn === 'BTreeIndex';
  return {
    statement: statement`${create} ${new ColumnsReference(table, columns, () => quoteName(name))} ON ${new TableReference(table)}${using} (${keys})${include}${options}${space}${condition}`,
    change: (database) => {
      database.addKey(table, name, {
        columns: [...columns, ...index.include.map((field) => model.field(field).column)],
        kind: 'index',
        isPlain: isTree && options === '' && !name.endsWith('_btree'),
      });
    },
  };
}

const methods = {
  BloomIndex: 'bloom',
  BrinIndex: 'brin',
  BTreeIndex: 'btree',
  GinIndex: 'gin',
  GistIndex: 'gist',
  HashIndex: 'hash',
  SpGistIndex: 'spgist',
} as const;

export function keyList(columns: readonly string[], opclasses: readonly string[], orders: readonly string[]): string {
  return columns
    .map((column, at) =>
      [quoteName(column), opclasses[at] ?? '', orders[at] ?? ''].filter((part) => part !== '').join(' '),
    )
    .join(', ');
}

export function includeSql(model: RenderedModel, fields: readonly string[]): ColumnsReference | string {
  if (fields.length === 0) return '';
  const columns = fields.map((field) => model.field(field).column);
  return new ColumnsReference(model.table, columns, (list) => ` INCLUDE (${quotedList(list)})`);
}

/** `get_with_params`, in the order of each class. */
function storageParameters(editor: SchemaEditor, index: DjangoIndex): string {
  const named = index.arguments;
  const number = (name: string): readonly string[] => {
    const value = numberArgument(named, name);
    return value === undefined ? [] : [`${name} = ${String(value)}`];
  };
  const flag = (name: string): readonly string[] => {
    const value = booleanArgument(named, name);
    return value === undefined ? [] : [`${name} = ${value ? 'on' : 'off'}`];
  };
  const columns = named.get('columns')?.value;
  const bits = columns?.kind === 'list' || columns?.kind === 'tuple' ? columns.items : [];
  const parameters = [
    ...number('length'),
    ...bits.map((bit, at) => `col${String(at + 1)} = ${bit.kind === 'number' ? bit.text : ''}`),
    ...flag('autosummarize'),
    ...number('pages_per_range'),
    ...flag('buffering'),
    ...number('fillfactor'),
    ...flag('deduplicate_items'),
    ...number('gin_pending_list_limit'),
    ...flag('fastupdate'),
  ];
  if (parameters.length === 0) return '';
  // Before 4.0 the space stood behind it.
  return editor.world.features.psycopg3 ? ` WITH (${parameters.join(', ')})` : `WITH (${parameters.join(', ')}) `;
}
