import { quoteName } from '../state/names.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import { columnNames, columnSql, foreignKey, foreignKeyName, foreignKeyNames } from './columns.js';
import { commentOnColumn, commentOnTable } from './comments.js';
import { constraintInTable, newConstraint } from './constraints.js';
import type { DriverValue } from './driver-values.js';
import type { SchemaEditor } from './editor.js';
import { columnIndex, fieldIndexes, indexStatement } from './indexes.js';
import { uniqueTogether } from './together.js';

/** `create_model`: the table with all that belongs to it, and the tables of its many-to-many fields. */
export function createModel(editor: SchemaEditor, model: RenderedModel): void {
  createTable(editor, model);
  if (editor.world.features.comments) {
    if (model.options.tableComment !== undefined && model.options.tableComment !== '') commentOnTable(editor, model);
    for (const field of model.fields) if (hasComment(field)) commentOnColumn(editor, model, field);
  }
  deferIndexes(editor, model);
  for (const field of model.manyToMany) {
    const through = field.automaticThrough;
    if (through !== undefined) createModel(editor, through);
  }
}

function hasComment(field: RenderedField): boolean {
  return field.comment !== undefined && field.comment !== '';
}

/** `table_sql` */
function createTable(editor: SchemaEditor, model: RenderedModel): void {
  const { table, options } = model;
  for (const set of options.uniqueTogether) {
    const { statement, change } = uniqueTogether(model, set);
    editor.defer(statement, change);
  }
  const definitions: string[] = [];
  const parameters: DriverValue[] = [];
  const columns = model.fields.filter((field) => field.type.sql !== undefined);
  for (const field of columns) {
    const definition = definitionOf(editor, model, field);
    definitions.push(`${quoteName(field.column)} ${definition.sql}`);
    parameters.push(...definition.parameters);
  }
  const inTable = tableConstraints(editor, model, parameters.length > 0);
  definitions.push(...inTable.map(({ sql }) => sql));
  const key = model.fields.find(({ isComposite }) => isComposite);
  if (key !== undefined) definitions.push(`PRIMARY KEY (${compositeColumns(model, key).map(quoteName).join(', ')})`);
  const space =
    options.tablespace === undefined || options.tablespace === '' ? '' : ` TABLESPACE ${quoteName(options.tablespace)}`;
  const text = `CREATE TABLE ${quoteName(table)} (${definitions.join(', ')})${space}`;
  editor.execute(text, parameters.length > 0 ? parameters : undefined, (database) => {
    database.createTable(table);
    for (const field of columns) columnNames(table, field)(database);
    for (const { change } of inTable) change(database);
    if (key !== undefined) {
      database.addKey(table, `${table}_pkey`, { columns: compositeColumns(model, key), kind: 'primary' });
    }
  });
}

function definitionOf(editor: SchemaEditor, model: RenderedModel, field: RenderedField) {
  const { sql = '', parameters = [] } = columnSql(editor, model, field, false) ?? {};
  const { check, suffix } = field.type;
  if (field.isForeignKey && field.isConstrained) {
    const name = (): string => foreignKeyName(model, field).text();
    editor.defer(foreignKey(model, field), foreignKeyNames(model, field, name));
  }
  const parts = [sql, ...(check === undefined ? [] : [`CHECK (${check})`]), ...(suffix === undefined ? [] : [suffix])];
  return { sql: parts.join(' '), parameters };
}

/** From 5.0 on they wait for the end when the definition has parameters, because their text has values put in. */
function tableConstraints(editor: SchemaEditor, model: RenderedModel, hasParameters: boolean) {
  const { constraints } = model.options;
  if (!hasParameters || !editor.world.features.defersConstraintsOfDefaults) {
    return constraints.flatMap((constraint) => constraintInTable(editor, model, constraint) ?? []);
  }
  for (const constraint of constraints) {
    const { statement, change } = newConstraint(editor, model, constraint);
    editor.defer(statement, change);
  }
  return [];
}

function compositeColumns(model: RenderedModel, key: RenderedField): readonly string[] {
  return key.source.fieldNames.map((name) => model.field(name).column);
}

/** `_model_indexes_sql` */
function deferIndexes(editor: SchemaEditor, model: RenderedModel): void {
  if (!model.isMigrated) return;
  for (const field of model.fields) {
    for (const { statement, change } of fieldIndexes(editor, model, field)) editor.defer(statement, change);
  }
  if (editor.world.features.indexTogether) {
    for (const set of model.options.indexTogether) {
      const fields = set.map((name) => model.field(name));
      const { statement, change } = columnIndex(editor, model, fields, '_idx');
      editor.defer(statement, change);
    }
  }
  for (const index of model.options.indexes) {
    const { statement, change } = indexStatement(editor, model, index, false);
    editor.defer(statement, change);
  }
}
