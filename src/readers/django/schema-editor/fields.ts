import { quoteName, splitIdentifier } from '../state/names.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import { columnNames, columnSql, databaseDefault, foreignKeyName, foreignKeyNames } from './columns.js';
import { commentOnColumn } from './comments.js';
import { createModel } from './create-model.js';
import { deleteModel } from './delete-model.js';
import { effectiveDefault } from './defaults.js';
import type { SchemaEditor } from './editor.js';
import { dropForeignKeys } from './foreign-keys.js';
import { fieldIndexes } from './indexes.js';

/** `add_field`: a column, or the table of a many-to-many field. */
export function addField(editor: SchemaEditor, model: RenderedModel, field: RenderedField): void {
  if (field.automaticThrough !== undefined) {
    createModel(editor, field.automaticThrough);
    return;
  }
  const column = columnSql(editor, model, field, true);
  if (column === undefined) return;
  const { table } = model;
  const { check, suffix } = field.type;
  const parts = [column.sql];
  // 3.2 forgot it.
  if (suffix !== undefined) parts.push(suffix);
  if (check !== undefined) parts.push(`CHECK (${check})`);
  const hasKey = field.isForeignKey && field.isConstrained;
  const name = hasKey ? foreignKeyName(model, field).text() : '';
  if (hasKey) parts.push(inlineKey(table, field, name));
  const text = `ALTER TABLE ${quoteName(table)} ADD COLUMN ${quoteName(field.column)} ${parts.join(' ')}`;
  const hasParameters = column.parameters.length > 0 || !editor.world.features.databaseDefaults;
  editor.execute(text, hasParameters ? column.parameters : undefined, (database) => {
    columnNames(table, field)(database);
    if (hasKey) foreignKeyNames(model, field, () => name)(database);
  });
  if (databaseDefault(editor, field) === undefined && effectiveDefault(field) !== undefined) {
    editor.execute(`ALTER TABLE ${quoteName(table)} ALTER COLUMN ${quoteName(field.column)} DROP DEFAULT`, []);
  }
  if (field.comment !== undefined && field.comment !== '') commentOnColumn(editor, model, field);
  for (const { statement, change } of fieldIndexes(editor, model, field)) editor.defer(statement, change);
}

/** `sql_create_column_inline_fk` */
function inlineKey(table: string, field: RenderedField, name: string): string {
  const { target } = field;
  const { namespace } = splitIdentifier(table);
  const schema = namespace === '' ? '' : `${quoteName(namespace)}.`;
  const reference = `${quoteName(target.model.table)}(${quoteName(target.column)})`;
  return `CONSTRAINT ${name} REFERENCES ${reference} DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS ${schema}${name} IMMEDIATE`;
}

/** `remove_field` */
export function removeField(editor: SchemaEditor, model: RenderedModel, field: RenderedField): void {
  if (field.automaticThrough !== undefined) {
    deleteModel(editor, field.automaticThrough);
    return;
  }
  if (field.type.sql === undefined) return;
  const { table } = model;
  const { column } = field;
  if (field.isForeignKey) dropForeignKeys(editor, table, column);
  const cascade = editor.world.features.dropsColumnsPlainly ? '' : ' CASCADE';
  editor.execute(`ALTER TABLE ${quoteName(table)} DROP COLUMN ${quoteName(column)}${cascade}`, [], (database) => {
    database.dropColumn(table, column);
  });
  editor.forget((statement) => statement.namesColumn(table, column));
}
