import type { DjangoOperation } from '../../model.js';
import { writtenDefault } from '../../state/fields.js';
import { DjangoStops, NotEmulated } from '../../state/not-emulated.js';
import type { RenderedModel } from '../../state/rendered-model.js';
import type { RenderedState } from '../../state/rendered.js';
import { alterField } from '../alter-field.js';
import type { SchemaEditor } from '../editor.js';
import { addField, removeField } from '../fields.js';

interface Sides {
  readonly app: string;
  readonly before: RenderedState;
  readonly after: RenderedState;
}

/** AddField, AlterField, RemoveField, RenameField; others do nothing here. */
export function fieldForwards(editor: SchemaEditor, operation: DjangoOperation, { app, before, after }: Sides): void {
  switch (operation.kind) {
    case 'AddField': {
      const now = after.existing(app, operation.modelName);
      if (!now.isMigrated) return;
      const field = now.field(operation.name).withDefault(writtenDefault(operation.field));
      addField(editor, before.existing(app, operation.modelName), field);
      break;
    }
    case 'AlterField': {
      const now = after.existing(app, operation.modelName);
      if (!now.isMigrated) return;
      const old = before.existing(app, operation.modelName);
      const field = now.field(operation.name).withDefault(writtenDefault(operation.field));
      alterField(editor, old, old.field(operation.name), field);
      break;
    }
    case 'RemoveField': {
      const old = before.existing(app, operation.modelName);
      if (!old.source.fields.has(operation.name)) throw missing(old, operation.name);
      if (old.isMigrated) removeField(editor, old, old.field(operation.name));
      break;
    }
    case 'RenameField': {
      const now = after.existing(app, operation.modelName);
      if (!now.isMigrated) return;
      const old = before.existing(app, operation.modelName);
      if (!old.source.fields.has(operation.oldName)) throw notRenamed(old, operation.oldName);
      alterField(editor, old, old.field(operation.oldName), now.field(operation.newName));
      break;
    }
    default:
  }
}

function missing({ source }: RenderedModel, name: string): Error {
  return source.incomplete === undefined
    ? new DjangoStops('KeyError', `'${name}'`)
    : new NotEmulated(source.incomplete);
}

function notRenamed({ source }: RenderedModel, name: string): Error {
  if (source.incomplete !== undefined) return new NotEmulated(source.incomplete);
  const model = `${source.app}.${source.name.toLowerCase()}`;
  return new DjangoStops('FieldDoesNotExist', `${model} has no field named '${name}'`);
}
