import type { DjangoOperation } from '../../model.js';
import { DjangoStops } from '../../state/not-emulated.js';
import { RenderedField } from '../../state/rendered-field.js';
import type { RenderedModel } from '../../state/rendered-model.js';
import type { RenderedState } from '../../state/rendered.js';
import { commentOnTable } from '../comments.js';
import { createModel } from '../create-model.js';
import { deleteModel } from '../delete-model.js';
import type { SchemaEditor } from '../editor.js';
import { addField, removeField } from '../fields.js';
import { renameModel } from '../rename-model.js';
import { alterTable } from '../tables.js';
import { alterIndexTogether, alterUniqueTogether } from '../together.js';

interface Sides {
  readonly app: string;
  readonly before: RenderedState;
  readonly after: RenderedState;
}

/** Operations on models; others do nothing here. */
export function modelForwards(editor: SchemaEditor, operation: DjangoOperation, { app, before, after }: Sides): void {
  switch (operation.kind) {
    case 'CreateModel': {
      const model = after.existing(app, operation.name);
      if (!model.isMigrated) return;
      editor.assume(model.source.incomplete);
      createModel(editor, model);
      break;
    }
    case 'DeleteModel': {
      const model = before.existing(app, operation.name);
      if (model.isMigrated) deleteModel(editor, model);
      break;
    }
    case 'RenameModel': {
      refuseRenamedBase(before, app, operation.oldName);
      const now = after.existing(app, operation.newName);
      if (now.isMigrated) renameModel(editor, before.existing(app, operation.oldName), now, after);
      break;
    }
    case 'AlterModelTable':
    case 'AlterModelTableComment':
    case 'AlterUniqueTogether':
    case 'AlterIndexTogether':
    case 'AlterOrderWithRespectTo': {
      const now = after.existing(app, operation.name);
      if (now.isMigrated) alterOption(editor, operation.kind, before.existing(app, operation.name), now);
      break;
    }
    default:
  }
}

type OptionKind =
  | 'AlterModelTable'
  | 'AlterModelTableComment'
  | 'AlterUniqueTogether'
  | 'AlterIndexTogether'
  | 'AlterOrderWithRespectTo';

function alterOption(editor: SchemaEditor, kind: OptionKind, old: RenderedModel, now: RenderedModel): void {
  switch (kind) {
    case 'AlterModelTable':
      alterModelTable(editor, old, now);
      break;
    case 'AlterModelTableComment':
      commentOnTable(editor, now);
      break;
    case 'AlterUniqueTogether':
      alterUniqueTogether(editor, now, old.options.uniqueTogether, now.options.uniqueTogether);
      break;
    case 'AlterIndexTogether':
      alterIndexTogether(editor, now, old.options.indexTogether, now.options.indexTogether);
      break;
    case 'AlterOrderWithRespectTo':
      alterOrder(editor, old, now);
  }
}

/** Many-to-many tables are named after the model's. */
function alterModelTable(editor: SchemaEditor, old: RenderedModel, now: RenderedModel): void {
  alterTable(editor, old.table, now.table);
  for (const [at, field] of old.manyToMany.entries()) {
    const [before, after] = [field.automaticThrough, now.manyToMany[at]?.automaticThrough];
    if (before !== undefined && after !== undefined) alterTable(editor, before.table, after.table);
  }
}

function alterOrder(editor: SchemaEditor, old: RenderedModel, now: RenderedModel): void {
  const [was, is] = [old.options.orderWithRespectTo, now.options.orderWithRespectTo];
  if (was !== undefined && is === undefined) removeField(editor, old, old.field('_order'));
  if (was !== undefined || is === undefined) return;
  const field = now.field('_order');
  const zero = { kind: 'number', value: 0, text: '0', integer: true, span: { start: 0, end: 0 } } as const;
  addField(editor, old, new RenderedField(now, field.name, field.source, zero));
}

/** Models that derive from a renamed one keep its old name among their bases, and Django cannot make them any more. */
function refuseRenamedBase({ state, world }: RenderedState, app: string, name: string): void {
  const heirs = [...state.models()].filter(({ bases, app: own }) =>
    bases.some(
      (base) => base.kind === 'model' && (base.app ?? own) === app && base.model.toLowerCase() === name.toLowerCase(),
    ),
  );
  if (heirs.length === 0) return;
  const list = heirs.map((heir) => `<ModelState: '${heir.app}.${heir.name}'>`).join(', ');
  const version = world.features.version.split('.').slice(0, 2).join('.');
  throw new DjangoStops(
    'InvalidBasesError',
    `Cannot resolve bases for [${list}]\nThis can happen if you are inheriting models from an app with migrations (e.g. contrib.auth)\n in an app with no migrations; see https://docs.djangoproject.com/en/${version}/topics/migrations/#dependencies for more`,
  );
}
