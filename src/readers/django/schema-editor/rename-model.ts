import type { RenderedModel } from '../state/rendered-model.js';
import type { RenderedState } from '../state/rendered.js';
import { alterField, alterManyToMany } from './alter-field.js';
import type { SchemaEditor } from './editor.js';
import { alterTable } from './tables.js';

/** `RenameModel.database_forwards`: the table, the keys that point to it, the many-to-many tables. */
export function renameModel(editor: SchemaEditor, old: RenderedModel, now: RenderedModel, after: RenderedState): void {
  alterTable(editor, old.table, now.table);
  for (const relation of old.state.relationsTo(old)) {
    if (relation.isHidden && !relation.isManyToMany) continue;
    const isOwn = relation.model === old;
    const model = isOwn ? now : after.existing(relation.model.app, relation.model.name);
    alterField(editor, model, relation, model.field(relation.name));
  }
  for (const [at, field] of old.manyToMany.entries()) {
    const other = now.manyToMany[at];
    if (other?.automaticThrough === undefined || other.remote === now) continue;
    alterManyToMany(editor, field, other);
  }
}
