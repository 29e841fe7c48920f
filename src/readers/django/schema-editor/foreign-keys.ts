import { quoteName } from '../state/names.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import { foreignKey, foreignKeyName, foreignKeyNames } from './columns.js';
import type { SchemaEditor } from './editor.js';
import { sameColumns } from './together.js';

/** Drops the foreign keys of a column that the database has. True when there was one. */
export function dropForeignKeys(editor: SchemaEditor, table: string, column: string): boolean {
  const names = editor.keyNames(table, ({ kind, columns }) => kind === 'foreign' && sameColumns(columns, [column]));
  for (const name of names) {
    const quoted = quoteName(name);
    const text = `SET CONSTRAINTS ${quoted} IMMEDIATE; ALTER TABLE ${quoteName(table)} DROP CONSTRAINT ${quoted}`;
    editor.execute(text, [], (database) => {
      database.dropKey(table, name);
    });
  }
  return names.length > 0;
}

/** Adds the foreign key of a field at once. */
export function addForeignKey(editor: SchemaEditor, model: RenderedModel, field: RenderedField, suffix?: string): void {
  const name = (): string => foreignKeyName(model, field, suffix).text();
  editor.run(foreignKey(model, field, suffix), foreignKeyNames(model, field, name));
}
