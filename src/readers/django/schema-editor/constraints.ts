import type { DjangoConstraint, DjangoDeferrable } from '../model.js';
import { quoteName } from '../state/names.js';
import { NotEmulated } from '../state/not-emulated.js';
import type { RenderedModel } from '../state/rendered-model.js';
import type { NameChange, SchemaEditor } from './editor.js';
import { conditionSql, exclusionKeys, indexExpressions } from './expressions/compile.js';
import { includeSql, keyList } from './indexes.js';
import { ColumnsReference, quotedList, Statement, statement, TableReference } from './references.js';

interface NewConstraint {
  readonly statement: Statement;
  readonly change: NameChange;
}

type Unique = Extract<DjangoConstraint, { kind: 'UniqueConstraint' }>;
type Exclusion = Extract<DjangoConstraint, { kind: 'ExclusionConstraint' }>;

/** `constraint_sql`: what stands in the definition of a new table; undefined for one that is an index of its own. */
export function constraintInTable(
  editor: SchemaEditor,
  model: RenderedModel,
  constraint: DjangoConstraint,
): { readonly sql: string; readonly change: NameChange } | undefined {
  const { name, change } = nameOf(model, constraint);
  switch (constraint.kind) {
    case 'CheckConstraint':
      return {
        sql: `CONSTRAINT ${quoteName(name)} CHECK (${conditionSql(editor, model, constraint.condition)})`,
        change,
      };
    case 'ExclusionConstraint':
      return { sql: exclusion(editor, model, constraint, name).text(), change };
    case 'UniqueConstraint': {
      if (isIndex(constraint) || constraint.nullsDistinct !== undefined) {
        const created = newConstraint(editor, model, constraint);
        editor.defer(created.statement, created.change);
        return undefined;
      }
      const columns = quotedList(columnsOf(model, constraint));
      return {
        sql: `CONSTRAINT ${quoteName(name)} UNIQUE (${columns})${deferrableSql(constraint.deferrable)}`,
        change,
      };
    }
    case 'unknown':
      throw new NotEmulated(`a constraint is ${constraint.reason}`);
  }
}

/** `create_sql`: the statement that adds it to a table. */
export function newConstraint(editor: SchemaEditor, model: RenderedModel, constraint: DjangoConstraint): NewConstraint {
  const { name, change } = nameOf(model, constraint);
  const table = new TableReference(model.table);
  switch (constraint.kind) {
    case 'CheckConstraint': {
      const check = conditionSql(editor, model, constraint.condition);
      return { statement: statement`ALTER TABLE ${table} ADD CONSTRAINT ${quoteName(name)} CHECK (${check})`, change };
    }
    case 'ExclusionConstraint': {
      const added = exclusion(editor, model, constraint, name);
      return { statement: new Statement(['ALTER TABLE ', table, ' ADD ', ...added.pieces]), change };
    }
    case 'UniqueConstraint':
      return { statement: newUnique(editor, model, constraint, name), change };
    case 'unknown':
      throw new NotEmulated(`a constraint is ${constraint.reason}`);
  }
}

/** `remove_sql` */
export function removeConstraint(editor: SchemaEditor, model: RenderedModel, constraint: DjangoConstraint): void {
  const { name } = nameOf(model, constraint);
  if (constraint.kind === 'unknown') throw new NotEmulated(`a constraint is ${constraint.reason}`);
  if (constraint.kind === 'UniqueConstraint' && isIndex(constraint)) {
    editor.execute(`DROP INDEX IF EXISTS ${quoteName(name)}`, [], (database) => {
      database.dropIndex(name);
    });
    return;
  }
  editor.execute(`ALTER TABLE ${quoteName(model.table)} DROP CONSTRAINT ${quoteName(name)}`, [], (database) => {
    database.dropKey(model.table, name);
  });
}

/** Whether Django makes a unique index of it instead of a constraint. */
function isIndex({ condition, include, opclasses, expressions }: Unique): boolean {
  return condition !== undefined || include.length > 0 || opclasses.length > 0 || expressions.length > 0;
}

function newUnique(editor: SchemaEditor, model: RenderedModel, constraint: Unique, name: string): Statement {
  const table = new TableReference(model.table);
  const columns = columnsOf(model, constraint);
  const nulls = nullsSql(constraint.nullsDistinct);
  const keys =
    columns.length > 0
      ? new ColumnsReference(model.table, columns, (list) => keyList(list, constraint.opclasses, []))
      : indexExpressions(editor, model, constraint.expressions);
  if (!isIndex(constraint)) {
    const deferrable = deferrableSql(constraint.deferrable);
    return statement`ALTER TABLE ${table} ADD CONSTRAINT ${quoteName(name)} UNIQUE${nulls} (${keys})${deferrable}`;
  }
  const include = includeSql(model, constraint.include);
  const condition =
    constraint.condition === undefined ? '' : ` WHERE ${conditionSql(editor, model, constraint.condition)}`;
  return statement`CREATE UNIQUE INDEX ${quoteName(name)} ON ${table} (${keys})${include}${nulls}${condition}`;
}

function exclusion(editor: SchemaEditor, model: RenderedModel, constraint: Exclusion, name: string): Statement {
  const keys = exclusionKeys(editor, model, constraint.expressions, constraint.opclasses);
  const include = includeSql(model, constraint.include);
  const condition =
    constraint.condition === undefined ? '' : ` WHERE (${conditionSql(editor, model, constraint.condition)})`;
  const deferrable = deferrableSql(constraint.deferrable);
  return statement`CONSTRAINT ${quoteName(name)} EXCLUDE USING ${constraint.indexType} (${keys})${include}${condition}${deferrable}`;
}

function columnsOf(model: RenderedModel, { fields }: Unique): readonly string[] {
  return fields.map((field) => model.field(field).column);
}

function nullsSql(distinct: boolean | undefined): string {
  return distinct === undefined ? '' : distinct ? ' NULLS DISTINCT' : ' NULLS NOT DISTINCT';
}

function deferrableSql(deferrable: DjangoDeferrable | undefined): string {
  return deferrable === undefined ? '' : ` DEFERRABLE INITIALLY ${deferrable}`;
}

/** Its name, and what it adds to the names in the database. */
function nameOf(
  model: RenderedModel,
  constraint: DjangoConstraint,
): { readonly name: string; readonly change: NameChange } {
  const { name } = constraint;
  if (name === undefined) throw new NotEmulated('a constraint has no constant name');
  return {
    name,
    change: (database) => {
      database.addKey(model.table, name, keyOf(model, constraint));
    },
  };
}

function keyOf(model: RenderedModel, constraint: DjangoConstraint) {
  if (constraint.kind === 'UniqueConstraint') {
    const columns = columnsOf(model, constraint);
    if (!isIndex(constraint)) return { columns, kind: 'unique' } as const;
    const included = constraint.include.map((field) => model.field(field).column);
    return { columns: [...columns, ...included], kind: 'index', isUnique: true, isPlain: true } as const;
  }
  return { columns: [], kind: constraint.kind === 'CheckConstraint' ? 'check' : 'exclusion' } as const;
}
