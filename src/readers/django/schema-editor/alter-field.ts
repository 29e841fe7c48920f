import { DjangoStops } from '../state/not-emulated.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import { alterColumn } from './alter-column.js';
import { generatedSql } from './columns.js';
import { sidesOf } from '../state/many-to-many.js';
import { isAltered } from './deconstruction.js';
import type { SchemaEditor } from './editor.js';
import { alterTable } from './tables.js';

/** `alter_field`: whatever it takes to make the column of one field that of the other. */
export function alterField(editor: SchemaEditor, model: RenderedModel, old: RenderedField, now: RenderedField): void {
  if (!isAltered(editor, old, now)) return;
  const [oldType, newType] = [old.type.sql, now.type.sql];
  if (oldType !== undefined && newType !== undefined) {
    refuseGenerated(editor, old, now);
    editor.assume(old.type.assumes ?? now.type.assumes);
    alterColumn({ editor, model, old, now, oldType, newType });
    return;
  }
  if (!isRelated(old) && !isRelated(now)) return;
  if (oldType === undefined && newType === undefined) {
    if (old.automaticThrough !== undefined && now.automaticThrough !== undefined) {
      alterManyToMany(editor, old, now);
      return;
    }
    if (old.automaticThrough === undefined && now.automaticThrough === undefined) return;
  }
  const [from, to] = [old, now].map((field) => `${field.model.label}.${field.name}`);
  throw new DjangoStops(
    'ValueError',
    `Cannot alter field ${from ?? ''} into ${to ?? ''} - they are not compatible types (you cannot alter to or from M2M fields, or add or remove through= on M2M fields)`,
  );
}

function isRelated(field: RenderedField): boolean {
  return field.isRelation;
}

/** Columns whose expression would change have to be made anew. */
function refuseGenerated(editor: SchemaEditor, old: RenderedField, now: RenderedField): void {
  if (!old.isGenerated && !now.isGenerated) return;
  const isSame =
    old.isGenerated === now.isGenerated &&
    old.isPersisted === now.isPersisted &&
    JSON.stringify(oldExpression(editor, old)) === JSON.stringify(generatedSql(editor, now));
  if (isSame) return;
  throw new DjangoStops(
    'ValueError',
    `Modifying GeneratedFields is not supported - the field ${now.model.label}.${now.name} must be removed and re-added with the new definition.`,
  );
}

/** A field that the expression names may have been renamed: then it cannot be the same. */
function oldExpression(editor: SchemaEditor, old: RenderedField): unknown {
  try {
    return generatedSql(editor, old);
  } catch (error) {
    if (error instanceof DjangoStops) return undefined;
    throw error;
  }
}

/** `_alter_many_to_many`: the table and both of its columns follow. */
export function alterManyToMany(editor: SchemaEditor, old: RenderedField, now: RenderedField): void {
  const [before, after] = [old.automaticThrough, now.automaticThrough];
  if (before === undefined || after === undefined) return;
  alterTable(editor, before.table, after.table);
  const [oldSides, newSides] = [sidesOf(old), sidesOf(now)];
  alterField(editor, after, before.field(oldSides.to), after.field(newSides.to));
  alterField(editor, after, before.field(oldSides.from), after.field(newSides.from));
}
