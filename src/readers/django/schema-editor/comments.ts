import { quoteName } from '../state/names.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import type { SchemaEditor } from './editor.js';

/** `COMMENT ON TABLE`; an absent comment takes away the one there is. */
export function commentOnTable(editor: SchemaEditor, model: RenderedModel): void {
  const comment = editor.quoted({ type: 'text', text: model.options.tableComment ?? '' });
  editor.execute(`COMMENT ON TABLE ${quoteName(model.table)} IS ${comment}`, []);
}

export function commentOnColumn(editor: SchemaEditor, model: RenderedModel, field: RenderedField): void {
  editor.execute(columnComment(editor, model, field), []);
}

export function columnComment(editor: SchemaEditor, model: RenderedModel, field: RenderedField): string {
  const comment = editor.quoted({ type: 'text', text: field.comment ?? '' });
  return `COMMENT ON COLUMN ${quoteName(model.table)}.${quoteName(field.column)} IS ${comment}`;
}
