import type { DjangoConstraint, DjangoOperation, DjangoOperationOf } from '../../model.js';
import { quoteName } from '../../state/names.js';
import { DjangoStops } from '../../state/not-emulated.js';
import type { RenderedModel } from '../../state/rendered-model.js';
import type { RenderedState } from '../../state/rendered.js';
import { newConstraint, removeConstraint } from '../constraints.js';
import type { SchemaEditor } from '../editor.js';
import { dropIndex, indexStatement } from '../indexes.js';
import { Statement } from '../references.js';
import { sameColumns } from '../together.js';

interface Sides {
  readonly app: string;
  readonly before: RenderedState;
  readonly after: RenderedState;
}

/** Operations on indexes and constraints; others do nothing here. */
export function indexForwards(editor: SchemaEditor, operation: DjangoOperation, sides: Sides): void {
  if (!('modelName' in operation)) return;
  const { app, before, after } = sides;
  const old = (): RenderedModel => before.existing(app, operation.modelName);
  const now = (): RenderedModel => after.existing(app, operation.modelName);
  switch (operation.kind) {
    case 'AddIndex':
    case 'AddIndexConcurrently':
      addIndex(editor, operation, now());
      break;
    case 'RemoveIndex':
    case 'RemoveIndexConcurrently':
      removeIndex(editor, operation, old());
      break;
    case 'RenameIndex':
      if (now().isMigrated) renameIndex(editor, operation, old());
      break;
    case 'AddConstraint':
      if (now().isMigrated) addConstraint(editor, now(), operation.constraint, '');
      break;
    case 'AddConstraintNotValid':
      if (old().isMigrated) addConstraint(editor, old(), operation.constraint, ' NOT VALID');
      break;
    case 'RemoveConstraint':
      if (now().isMigrated) removeConstraint(editor, now(), constraintOf(old(), operation.name));
      break;
    case 'ValidateConstraint':
      if (old().isMigrated) {
        const table = quoteName(old().table);
        editor.execute(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoteName(operation.name)}`, []);
      }
      break;
    default:
  }
}

function addIndex(
  editor: SchemaEditor,
  { kind, index }: DjangoOperationOf<'AddIndex' | 'AddIndexConcurrently'>,
  model: RenderedModel,
): void {
  const concurrently = kind === 'AddIndexConcurrently';
  const made = model.isMigrated ? indexStatement(editor, model, index, concurrently) : undefined;
  if (concurrently) refuseTransaction(editor, kind, made?.statement.text());
  if (made === undefined) return;
  const { statement, change } = made;
  editor.run(statement, change, 'verbatim');
}

function removeIndex(
  editor: SchemaEditor,
  { kind, name }: DjangoOperationOf<'RemoveIndex' | 'RemoveIndexConcurrently'>,
  model: RenderedModel,
): void {
  const concurrently = kind === 'RemoveIndexConcurrently';
  if (concurrently) refuseTransaction(editor, kind, `DROP INDEX CONCURRENTLY IF EXISTS ${quoteName(name)}`);
  if (!model.isMigrated) return;
  if (!model.options.indexes.some((index) => index.name === name)) throw noIndex(name, model);
  dropIndex(editor, model.table, name, concurrently);
}

function refuseTransaction(editor: SchemaEditor, kind: string, refused: string | undefined): void {
  if (!editor.isAtomic) return;
  throw new DjangoStops(
    'NotSupportedError',
    `The ${kind} operation cannot be executed inside a transaction (set atomic = False on the migration).`,
    refused,
  );
}

function noIndex(name: string, model: RenderedModel): DjangoStops {
  return new DjangoStops('ValueError', `No index named ${name} on model ${model.name}`);
}

function renameIndex(editor: SchemaEditor, operation: DjangoOperationOf<'RenameIndex'>, old: RenderedModel): void {
  const { newName, oldFields, oldName } = operation;
  const from = oldFields === undefined ? oldName : unnamedIndex(editor, old, oldFields);
  if (from === undefined) return;
  if (oldFields === undefined && !old.options.indexes.some((index) => index.name === from)) throw noIndex(from, old);
  if (from === newName) return;
  editor.execute(`ALTER INDEX ${quoteName(from)} RENAME TO ${quoteName(newName)}`, undefined, (database) => {
    database.renameKey(from, newName);
  });
}

/** The index of an old `index_together`. */
function unnamedIndex(editor: SchemaEditor, model: RenderedModel, fields: readonly string[]): string | undefined {
  const columns = fields.map((name) => model.field(name).column);
  const names = editor.keyNames(
    model.table,
    (key) => key.kind === 'index' && key.isUnique !== true && sameColumns(key.columns, columns),
  );
  const [name, ...more] = names;
  if (name !== undefined && more.length === 0) return name;
  const list = columns.join(', ');
  throw new DjangoStops(
    'ValueError',
    `Found wrong number (${String(names.length)}) of indexes for ${model.table}(${list}).`,
  );
}

function addConstraint(editor: SchemaEditor, model: RenderedModel, constraint: DjangoConstraint, suffix: string): void {
  const { statement, change } = newConstraint(editor, model, constraint);
  editor.run(suffix === '' ? statement : new Statement([statement.text(), suffix]), change, 'verbatim');
}

function constraintOf(model: RenderedModel, name: string): DjangoConstraint {
  const constraint = model.options.constraints.find((one) => one.name === name);
  if (constraint !== undefined) return constraint;
  throw new DjangoStops('ValueError', `No constraint named ${name} on model ${model.name}`);
}
