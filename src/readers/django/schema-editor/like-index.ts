import { indexName } from '../state/names.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import type { SchemaEditor } from './editor.js';
import { dropIndex } from './indexes.js';

/** Whether the index of a column for LIKE does not fit its new type. */
export function losesTextType(old: RenderedField, oldType: string, newType: string): boolean {
  if (!old.isIndexed && !old.isUnique) return false;
  return ['varchar', 'text', 'citext'].some((type) => oldType.startsWith(type) && !newType.startsWith(type));
}

/** Drops the index of a column for LIKE, by the name that Django gave it. */
export function dropLikeIndex(editor: SchemaEditor, model: RenderedModel, old: RenderedField): void {
  dropIndex(editor, model.table, indexName(model.table, [old.column], '_like'));
}
