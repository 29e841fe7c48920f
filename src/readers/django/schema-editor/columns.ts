import { indexName, quoteName, unquoted } from '../state/names.js';
import type { RenderedField } from '../state/rendered-field.js';
import type { RenderedModel } from '../state/rendered-model.js';
import { effectiveDefault } from './defaults.js';
import type { DriverValue } from './driver-values.js';
import type { NameChange, SchemaEditor } from './editor.js';
import { compiledExpression } from './expressions/compile.js';
import { ColumnsReference, PairReference, type Statement, statement, TableReference } from './references.js';

/** A piece of SQL with parameters. */
export interface Fragment {
  readonly sql: string;
  readonly parameters: readonly DriverValue[];
}

/** The definition of a column behind its name, `_iter_column_sql`; undefined for a field without one. */
export function columnSql(
  editor: SchemaEditor,
  model: RenderedModel,
  field: RenderedField,
  withDefault: boolean,
): Fragment | undefined {
  const { type } = field;
  if (type.sql === undefined) return undefined;
  editor.assume(type.assumes);
  const parts = [type.sql];
  const parameters: DriverValue[] = [];
  if (type.collation !== undefined) parts.push(collateSql(type.collation));
  const dbDefault = databaseDefault(editor, field);
  const value = dbDefault === undefined && withDefault ? effectiveDefault(field) : undefined;
  if (dbDefault !== undefined) {
    parts.push(`DEFAULT ${dbDefault.sql}`);
    parameters.push(...dbDefault.parameters);
  } else if (value !== undefined) {
    parts.push('DEFAULT %s');
    parameters.push(value);
  }
  if (field.isGenerated) {
    const generated = generatedSql(editor, field);
    parts.push(`GENERATED ALWAYS AS (${generated.sql}) ${field.isPersisted ? 'STORED' : 'VIRTUAL'}`);
    parameters.push(...generated.parameters);
  } else parts.push(field.isNull ? 'NULL' : 'NOT NULL');
  if (field.isPrimaryKey) parts.push('PRIMARY KEY');
  else if (field.isUnique) parts.push('UNIQUE');
  const tablespace = field.tablespace ?? model.options.tablespace;
  if (tablespace !== undefined && tablespace !== '' && field.isUnique) {
    parts.push(`USING INDEX TABLESPACE ${quoteName(tablespace)}`);
  }
  return { sql: parts.join(' '), parameters };
}

/** What a column adds to the names in the database: its key, its CHECK, its sequence. */
export function columnNames(table: string, field: RenderedField): NameChange {
  return (database) => {
    const { column, type } = field;
    if (type.check !== undefined) database.addUnnamed(table, column, 'check');
    if (field.isPrimaryKey) database.addUnnamed(table, column, 'primary');
    else if (field.isUnique) database.addUnnamed(table, column, 'unique');
    if (type.suffix !== undefined || /serial$/.test(type.sql ?? '')) database.addSequence(table, column);
  };
}

function collateSql(collation: string): string {
  return `COLLATE ${quoteName(collation)}`;
}

/** The SQL of `db_default`, from 5.0 on. */
export function databaseDefault(editor: SchemaEditor, field: RenderedField): Fragment | undefined {
  const expression = field.source.written.dbDefault;
  if (expression === undefined || !editor.world.features.databaseDefaults) return undefined;
  if (expression.kind === 'value' && expression.value.kind === 'name' && /NOT_PROVIDED$/.test(expression.value.path)) {
    return undefined;
  }
  const compiled = compiledExpression(editor, field.model, expression, { defaultOf: field });
  return { sql: expression.kind === 'value' ? compiled.sql : `(${compiled.sql})`, parameters: compiled.parameters };
}

/** The expression of a GeneratedField. */
export function generatedSql(editor: SchemaEditor, field: RenderedField): Fragment {
  const { expression } = field.source.written;
  if (expression === undefined) return { sql: '', parameters: [] };
  return compiledExpression(editor, field.model, expression, {});
}

/** The constraint of a foreign key, `_create_fk_sql`. */
export function foreignKey(model: RenderedModel, field: RenderedField, suffix?: string): Statement {
  const { target } = field;
  const [table, column] = [target.model.table, target.column];
  return statement`ALTER TABLE ${new TableReference(model.table)} ADD CONSTRAINT ${foreignKeyName(model, field, suffix)} FOREIGN KEY (${new ColumnsReference(model.table, [field.column])}) REFERENCES ${new TableReference(table)} (${new ColumnsReference(table, [column])}) DEFERRABLE INITIALLY DEFERRED`;
}

/** Its name; `suffix` where it does not tell of the other end. */
export function foreignKeyName(model: RenderedModel, field: RenderedField, suffix?: string): PairReference {
  const { target } = field;
  // Table and columns are shown as JSON between the two, so that the name can be made of all of them.
  const own = new ColumnsReference(model.table, [field.column], (columns, table) =>
    JSON.stringify([table, ...columns]),
  );
  const other = new ColumnsReference(target.model.table, [target.column], (columns, table) =>
    JSON.stringify([table, ...columns]),
  );
  return new PairReference(own, other, (from, to) => {
    const [table = '', ...columns] = parts(from);
    const [toTable = '', toColumn = ''] = parts(to);
    return quoteName(indexName(table, columns, suffix ?? `_fk_${lastPart(toTable)}_${toColumn}`));
  });
}

/** What the constraint adds to the names in the database. */
export function foreignKeyNames(model: RenderedModel, field: RenderedField, name: () => string): NameChange {
  const { table } = model;
  return (database) => {
    database.addKey(table, unquoted(name()), {
      columns: [field.column],
      kind: 'foreign',
      to: field.target.model.table,
    });
  };
}

/** The text is what this file wrote. */
function parts(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}

function lastPart(table: string): string {
  return table.slice(table.lastIndexOf('"."') < 0 ? 0 : table.lastIndexOf('"."') + 3).replaceAll('"', '');
}
