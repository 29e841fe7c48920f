import { indexName, quoteName } from '../state/names.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import { alteredType, type TypeChange } from './alter-type.js';
import { columnComment } from './comments.js';
import { databaseDefault, type Fragment } from './columns.js';
import { isAltered, sameDatabaseDefault } from './deconstruction.js';
import { effectiveDefault, sameDefault } from './defaults.js';
import type { SchemaEditor } from './editor.js';
import { addForeignKey, dropForeignKeys } from './foreign-keys.js';
import { columnIndex, dropIndex, likeIndex } from './indexes.js';
import { dropLikeIndex, losesTextType } from './like-index.js';
import { relatedKeys } from './related-keys.js';
import { sameColumns, uniqueColumns } from './together.js';

/** A column that changes. */
export interface ColumnChange {
  readonly editor: SchemaEditor;
  readonly model: RenderedModel;
  readonly old: RenderedField;
  readonly now: RenderedField;
  readonly oldType: string;
  readonly newType: string;
}

/** `_alter_field`, in its order: what stands in the way is dropped, the column altered, the rest made again. */
export function alterColumn(change: ColumnChange): void {
  const { editor, model, old, now, oldType, newType } = change;
  const { features } = editor.world;
  if (!features.collationIsType && losesTextType(old, oldType, newType)) dropLikeIndex(editor, model, old);
  const keysDropped = dropOwnKeys(change);
  if (old.isUnique && (!now.isUnique || becamePrimary(change))) dropUnique(change);
  const [oldCollation, newCollation] = [old.type.collation, now.type.collation];
  const dropsKeys =
    ((old.isPrimaryKey && now.isPrimaryKey) || (old.isUnique && now.isUnique)) &&
    (oldType !== newType || (features.collationIsType && oldCollation !== newCollation));
  if (dropsKeys) {
    for (const { now: key } of relatedKeys(old, now)) dropForeignKeys(editor, key.model.table, key.column);
  }
  if (old.isIndexed && !old.isUnique && (!now.isIndexed || now.isUnique)) dropIndexes(change);
  const [oldCheck, newCheck] = [checkOf(editor, old), checkOf(editor, now)];
  if (oldCheck !== newCheck && oldCheck !== undefined) dropChecks(change);
  if (old.column !== now.column) renameColumn(change);
  const needsDefault = applyActions(change);
  if (old.isPrimaryKey && !now.isPrimaryKey) dropPrimaryKey(editor, model);
  if (!now.isPrimaryKey && now.isUnique && (!old.isUnique || old.isPrimaryKey)) {
    const { statement, change: names } = uniqueColumns(model, [now.column]);
    editor.run(statement, names);
  }
  if ((!old.isIndexed || old.isUnique) && now.isIndexed && !now.isUnique) {
    const { statement, change: names } = columnIndex(editor, model, [now], '');
    editor.run(statement, names);
  }
  const keys = dropsKeys ? [...relatedKeys(old, now)] : [];
  if (becamePrimary(change)) {
    addPrimaryKey(change);
    keys.push(...relatedKeys(old, now));
  }
  for (const key of keys) alterRelated(editor, key);
  if (now.isForeignKey && (keysDropped || !old.isForeignKey || !old.isConstrained) && now.isConstrained) {
    addForeignKey(editor, model, now);
  }
  if (dropsKeys) addRelatedKeys(change, keys);
  if (oldCheck !== newCheck && newCheck !== undefined) addCheck(change);
  if (needsDefault) {
    editor.execute(`ALTER TABLE ${quoteName(model.table)} ALTER COLUMN ${quoteName(now.column)} DROP DEFAULT`, []);
  }
  alterLikeIndex(change);
}

function becamePrimary({ old, now }: ColumnChange): boolean {
  return !old.isPrimaryKey && now.isPrimaryKey;
}

/** The foreign keys of the column itself. True when some were dropped. */
function dropOwnKeys({ editor, model, old, now }: ColumnChange): boolean {
  if (!old.isForeignKey || !old.isConstrained) return false;
  if (editor.world.features.keepsForeignKeys && !isAltered(editor, old, now, ['db_comment'])) return false;
  return dropForeignKeys(editor, model.table, old.column);
}

function dropUnique({ editor, model, old }: ColumnChange): void {
  const own = new Set(model.options.constraints.map(({ name }) => name));
  const names = editor.keyNames(
    model.table,
    (key, name) =>
      sameColumns(key.columns, [old.column]) &&
      (key.kind === 'unique' || (key.kind === 'index' && key.isUnique === true)) &&
      !own.has(name),
  );
  for (const name of names) dropConstraint(editor, model.table, name);
}

function dropConstraint(editor: SchemaEditor, table: string, name: string): void {
  editor.execute(`ALTER TABLE ${quoteName(table)} DROP CONSTRAINT ${quoteName(name)}`, [], (database) => {
    database.dropKey(table, name);
  });
}

/** Only B-trees without parameters: others Django did not make for the field. */
function dropIndexes({ editor, model, old }: ColumnChange): void {
  const own = new Set(model.options.indexes.map(({ name }) => name));
  const names = editor.keyNames(
    model.table,
    (key, name) =>
      key.kind === 'index' && key.isPlain === true && sameColumns(key.columns, [old.column]) && !own.has(name),
  );
  for (const name of names) dropIndex(editor, model.table, name);
}

/** The CHECK of a field; from 5.0 on as if all columns had one name, so that a rename is no change. */
function checkOf({ world }: SchemaEditor, { type }: RenderedField): string | undefined {
  return world.features.comparesChecksWithoutNames ? type.check?.replace(/"[^"]*"/, '""') : type.check;
}

function dropChecks({ editor, model, old }: ColumnChange): void {
  const own = new Set(model.options.constraints.map(({ name }) => name));
  const names = editor.keyNames(
    model.table,
    (key, name) => key.kind === 'check' && sameColumns(key.columns, [old.column]) && !own.has(name),
  );
  for (const name of names) dropConstraint(editor, model.table, name);
}

function renameColumn({ editor, model, old, now }: ColumnChange): void {
  const { table } = model;
  const [from, to] = [old.column, now.column];
  const text = `ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteName(from)} TO ${quoteName(to)}`;
  editor.execute(text, [], (database) => {
    database.renameColumn(table, from, to);
  });
  editor.follow((statement) => {
    statement.renameColumn(table, from, to);
  });
}

/** Type, default and NULL in one statement where that is possible. True when a default has to be dropped in the end. */
function applyActions(change: ColumnChange): boolean {
  const { editor, model, old, now } = change;
  const table = quoteName(model.table);
  const actions: Fragment[] = [];
  const type = typeAction(change);
  if (type !== undefined) actions.push(type.action);
  const stored = databaseDefault(editor, now);
  actions.push(...storedDefault(change, stored));
  const becomesNotNull = old.isNull && !now.isNull;
  const value = becomesNotNull && stored === undefined ? effectiveDefault(now) : undefined;
  const needsDefault = value !== undefined && !sameDefault(effectiveDefault(old), value);
  const column = quoteName(now.column);
  if (needsDefault) actions.push({ sql: `ALTER COLUMN ${column} SET DEFAULT %s`, parameters: [value] });
  const nullAction = { sql: `ALTER COLUMN ${column} ${now.isNull ? 'DROP' : 'SET'} NOT NULL`, parameters: [] };
  const nullActions = old.isNull === now.isNull ? [] : [nullAction];
  const fillsRows = becomesNotNull && (now.default !== undefined || stored !== undefined);
  const together = fillsRows ? actions : [...actions, ...nullActions];
  if (together.length > 0) {
    const sql = together.map((action) => action.sql).join(', ');
    editor.execute(
      `ALTER TABLE ${table} ${sql}`,
      together.flatMap(({ parameters }) => parameters),
    );
  }
  if (fillsRows) {
    const filled = stored ?? { sql: '%s', parameters: [value ?? ({ type: 'null' } as const)] };
    const immediately = editor.world.features.immediateAfterUpdate ? '; SET CONSTRAINTS ALL IMMEDIATE' : '';
    const update = `UPDATE ${table} SET ${column} = ${filled.sql} WHERE ${column} IS NULL${immediately}`;
    editor.execute(update, filled.parameters);
    editor.execute(`ALTER TABLE ${table} ${nullAction.sql}`, []);
  }
  for (const { text, names } of type?.after ?? []) editor.execute(text, [], names);
  return needsDefault;
}

function typeAction(change: ColumnChange): TypeChange | undefined {
  const { editor, model, old, now, oldType, newType } = change;
  const { features } = editor.world;
  const collates = old.type.collation !== now.type.collation;
  if (!features.collationIsType && collates) {
    const collation = now.type.collation === undefined ? '' : ` COLLATE ${quoteName(now.type.collation)}`;
    return {
      action: { sql: `ALTER COLUMN ${quoteName(now.column)} TYPE ${newType}${collation}`, parameters: [] },
      after: [],
    };
  }
  const comments = old.comment !== now.comment;
  if (oldType === newType && old.type.suffix === now.type.suffix && !collates && !comments) return undefined;
  const altered = alteredType(change);
  if (!comments || altered.isSequence === true) return altered;
  return { ...altered, after: [...altered.after, { text: columnComment(editor, model, now) }] };
}

function storedDefault({ editor, old, now }: ColumnChange, stored: Fragment | undefined): readonly Fragment[] {
  const column = quoteName(now.column);
  const before = databaseDefault(editor, old);
  if (stored === undefined) {
    return before === undefined ? [] : [{ sql: `ALTER COLUMN ${column} DROP DEFAULT`, parameters: [] }];
  }
  if (before !== undefined && sameDatabaseDefault(editor, old, now)) return [];
  return [{ sql: `ALTER COLUMN ${column} SET DEFAULT ${stored.sql}`, parameters: stored.parameters }];
}

function dropPrimaryKey(editor: SchemaEditor, model: RenderedModel): void {
  for (const name of editor.keyNames(model.table, ({ kind }) => kind === 'primary')) {
    dropConstraint(editor, model.table, name);
  }
}

function addPrimaryKey({ editor, model, now }: ColumnChange): void {
  const name = indexName(model.table, [now.column], '_pk');
  const text = `ALTER TABLE ${quoteName(model.table)} ADD CONSTRAINT ${quoteName(name)} PRIMARY KEY (${quoteName(now.column)})`;
  editor.execute(text, [], (database) => {
    database.addKey(model.table, name, { columns: [now.column], kind: 'primary' });
  });
}

/** The columns that point to this one take its type. */
function alterRelated(
  editor: SchemaEditor,
  { old, now }: { readonly old: RenderedField; readonly now: RenderedField },
): void {
  const [oldType, newType] = [old.type.sql, now.type.sql];
  if (oldType === undefined || newType === undefined) return;
  const { action, after } = alteredType({ editor, model: now.model, old, now, oldType, newType });
  editor.execute(`ALTER TABLE ${quoteName(now.model.table)} ${action.sql}`, action.parameters);
  for (const { text, names } of after) editor.execute(text, [], names);
}

/** Before 4.0 relations without a name on the other side were left out: those of many-to-many tables. */
function addRelatedKeys({ editor }: ColumnChange, keys: readonly { readonly now: RenderedField }[]): void {
  for (const { now: key } of keys) {
    if (!key.isConstrained || (!editor.world.features.followsKeys && key.isHidden)) continue;
    addForeignKey(editor, key.model, key, '_fk');
  }
}

function addCheck({ editor, model, now }: ColumnChange): void {
  const { table } = model;
  const name = indexName(table, [now.column], '_check');
  const text = `ALTER TABLE ${quoteName(table)} ADD CONSTRAINT ${quoteName(name)} CHECK (${now.type.check ?? ''})`;
  editor.execute(text, [], (database) => {
    database.addKey(table, name, { columns: [now.column], kind: 'check' });
  });
}

function alterLikeIndex(change: ColumnChange): void {
  const { editor, model, old, now, oldType, newType } = change;
  const isAdded =
    (!(old.isIndexed || old.isUnique) && now.isIndexed) ||
    (!old.isUnique && now.isUnique) ||
    (editor.world.features.keepsLikeIndex && losesTextType(old, oldType, newType));
  const like = isAdded ? likeIndex(editor, model, now) : undefined;
  if (like !== undefined) editor.run(like.statement, like.change);
  if (old.isUnique && !now.isIndexed && !now.isUnique) dropLikeIndex(editor, model, old);
}
