import { indexName, quoteName } from '../state/names.js';
import { DjangoStops } from '../state/not-emulated.js';
import type { RenderedModel } from '../state/rendered-model.js';
import type { DatabaseKey } from './database.js';
import type { NameChange, SchemaEditor } from './editor.js';
import { columnIndex } from './indexes.js';
import { ColumnsReference, type Statement, statement, TableReference } from './references.js';

/** The constraint of one set of `unique_together`, or of a unique field. */
export function uniqueTogether(
  model: RenderedModel,
  fields: readonly string[],
): { readonly statement: Statement; readonly change: NameChange } {
  return uniqueColumns(
    model,
    fields.map((name) => model.field(name).column),
  );
}

/** `_create_unique_sql` with a generated name. */
export function uniqueColumns(
  model: RenderedModel,
  columns: readonly string[],
): { readonly statement: Statement; readonly change: NameChange } {
  const { table } = model;
  const name = new ColumnsReference(table, columns, (list, of) => quoteName(indexName(of, list, '_uniq')));
  return {
    statement: statement`ALTER TABLE ${new TableReference(table)} ADD CONSTRAINT ${name} UNIQUE (${new ColumnsReference(table, columns)})`,
    change: (database) => {
      database.addKey(table, indexName(table, columns, '_uniq'), { columns, kind: 'unique' });
    },
  };
}

type Sets = readonly (readonly string[])[];

/** `alter_unique_together` */
export function alterUniqueTogether(editor: SchemaEditor, model: RenderedModel, olds: Sets, news: Sets): void {
  for (const fields of without(olds, news)) {
    const name = composedName(editor, model, fields, 'unique');
    editor.execute(
      `ALTER TABLE ${quoteName(model.table)} DROP CONSTRAINT ${quoteName(name)}`,
      undefined,
      (database) => {
        database.dropKey(model.table, name);
      },
    );
  }
  for (const fields of without(news, olds)) {
    const { statement: created, change } = uniqueTogether(model, fields);
    editor.run(created, change);
  }
}

/** `alter_index_together` */
export function alterIndexTogether(editor: SchemaEditor, model: RenderedModel, olds: Sets, news: Sets): void {
  for (const fields of without(olds, news)) {
    const name = composedName(editor, model, fields, 'index');
    editor.execute(`DROP INDEX IF EXISTS ${quoteName(name)}`, [], (database) => {
      database.dropIndex(name);
    });
  }
  for (const fields of without(news, olds)) {
    const { statement: created, change } = columnIndex(
      editor,
      model,
      fields.map((name) => model.field(name)),
      '_idx',
    );
    editor.run(created, change);
  }
}

function without(sets: Sets, others: Sets): Sets {
  const known = new Set(others.map((set) => JSON.stringify(set)));
  return sets.filter((set) => !known.has(JSON.stringify(set)));
}

/** Which key of the database a set is: `_delete_composed_index`. */
function composedName(
  editor: SchemaEditor,
  model: RenderedModel,
  fields: readonly string[],
  kind: 'unique' | 'index',
): string {
  const columns = fields.map((name) => model.field(name).column);
  const { constraints, indexes } = model.options;
  const own = new Set([...constraints, ...indexes].map(({ name }) => name));
  const test = kind === 'unique' ? isUnique(editor) : isPlainIndex;
  const names = editor.keyNames(
    model.table,
    (key, name) => sameColumns(key.columns, columns) && test(key) && !own.has(name),
  );
  const generated = indexName(model.table, columns, '_uniq');
  const isPreferred = kind === 'unique' && editor.world.features.prefersGeneratedNames && names.includes(generated);
  const [name, ...more] = isPreferred ? [generated] : names;
  if (name !== undefined && more.length === 0) return name;
  const list = columns.join(', ');
  throw new DjangoStops(
    'ValueError',
    `Found wrong number (${String(names.length)}) of constraints for ${model.table}(${list})`,
  );
}

/** Before 4.0 a primary key counted too. */
function isUnique(editor: SchemaEditor): (key: DatabaseKey) => boolean {
  const countsPrimary = !editor.world.features.prefersGeneratedNames;
  return ({ kind, isUnique: unique }) =>
    kind === 'unique' || (kind === 'index' && unique === true) || (kind === 'primary' && countsPrimary);
}

function isPlainIndex({ kind, isUnique: unique }: DatabaseKey): boolean {
  return kind === 'index' && unique !== true;
}

export function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column, at) => column === b[at]);
}
