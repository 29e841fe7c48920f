import { quoteName } from '../state/names.js';
import type { RenderedModel } from '../state/rendered-model.js';
import type { SchemaEditor } from './editor.js';

/** `delete_model`: the tables of its many-to-many fields first. */
export function deleteModel(editor: SchemaEditor, model: RenderedModel): void {
  for (const field of model.manyToMany) {
    const through = field.automaticThrough;
    if (through !== undefined) deleteModel(editor, through);
  }
  const { table } = model;
  editor.execute(`DROP TABLE ${quoteName(table)} CASCADE`, [], (database) => {
    database.dropTable(table);
  });
  editor.forget((statement) => statement.namesTable(table));
}
