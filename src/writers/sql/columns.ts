import type { ColumnDefinition, ColumnOperations, ConstraintDefinition } from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { alter, generatedText, identityText, identityWhen, parameterList, sequenceClauses } from './clauses.js';
import { inlineConstraint } from './constraints.js';
import { defaultText } from './default.js';
import { typeText } from '../../postgres/type-text.js';
import { bracketed, words } from './words.js';
import type { Writers } from './written.js';

/** A column of CREATE TABLE or ADD COLUMN with the constraints that stand behind it. */
export function columnText(column: ColumnDefinition, constraints: readonly ConstraintDefinition[]): string {
  const { type, storage, compression, collation, identity, generated, notNullConstraint } = column;
  return words(
    quoteIdentifier(column.name),
    type !== undefined && typeText(type),
    storage !== undefined && `STORAGE ${settingWord(storage)}`,
    compression !== undefined && `COMPRESSION ${settingWord(compression)}`,
    collation !== undefined && `COLLATE ${quoteQualified(collation)}`,
    column.default !== undefined && `DEFAULT ${defaultText(column.default.text)}`,
    generated !== undefined && generatedText(generated),
    identity !== undefined && identityText(identity),
    notNullConstraint?.name !== undefined && `CONSTRAINT ${quoteIdentifier(notNullConstraint.name)}`,
    column.notNull && 'NOT NULL',
    notNullConstraint?.noInherit === true && 'NO INHERIT',
    ...constraints.map(inlineConstraint),
  );
}

/** The storage or compression of a column: PostgreSQL's words in capitals, methods as names. */
function settingWord(value: string): string {
  return ['default', 'plain', 'external', 'extended', 'main'].includes(value)
    ? value.toUpperCase()
    : quoteIdentifier(value);
}

export const columnWriters: Writers<keyof ColumnOperations> = {
  'add-column': (operation) =>
    alter(
      operation,
      operation.table,
      words(
        'ADD COLUMN',
        operation.ifNotExists && 'IF NOT EXISTS',
        columnText(operation.column, operation.constraints),
      ),
    ),
  'drop-column': (operation) =>
    alter(
      operation,
      operation.table,
      words(
        'DROP COLUMN',
        operation.ifExists && 'IF EXISTS',
        quoteIdentifier(operation.column),
        operation.cascade && 'CASCADE',
      ),
    ),
  'rename-column': (operation) => {
    const { head } = alter(operation, operation.table, '');
    return `${head} RENAME COLUMN ${quoteIdentifier(operation.column)} TO ${quoteIdentifier(operation.newName)}`;
  },
  'alter-column-type': (operation) =>
    alter(
      operation,
      operation.table,
      words(
        `${column(operation)} TYPE ${typeText(operation.type)}`,
        operation.collation !== undefined && `COLLATE ${quoteQualified(operation.collation)}`,
        operation.using !== undefined && `USING ${operation.using.text}`,
      ),
    ),
  'set-default': (operation) =>
    alter(operation, operation.table, `${column(operation)} SET DEFAULT ${operation.default.text}`),
  'drop-default': (operation) => alter(operation, operation.table, `${column(operation)} DROP DEFAULT`),
  'set-not-null': (operation) => alter(operation, operation.table, `${column(operation)} SET NOT NULL`),
  'drop-not-null': (operation) => alter(operation, operation.table, `${column(operation)} DROP NOT NULL`),
  'add-identity': (operation) =>
    alter(operation, operation.table, `${column(operation)} ADD ${identityText(operation.identity)}`),
  'alter-identity': (operation) =>
    alter(operation, operation.table, `${column(operation)} ${alteredIdentity(operation)}`),
  'drop-identity': (operation) =>
    alter(operation, operation.table, words(`${column(operation)} DROP IDENTITY`, operation.ifExists && 'IF EXISTS')),
  'set-generated-expression': (operation) =>
    alter(operation, operation.table, `${column(operation)} SET EXPRESSION AS ${bracketed(operation.expression)}`),
  'drop-generated-expression': (operation) =>
    alter(operation, operation.table, words(`${column(operation)} DROP EXPRESSION`, operation.ifExists && 'IF EXISTS')),
  'set-column-property': (operation) =>
    alter(operation, operation.table, `${column(operation)} ${propertyText(operation)}`),
};

function column(operation: { readonly column: string }): string {
  return `ALTER COLUMN ${quoteIdentifier(operation.column)}`;
}

/** Options of the sequence are each set on their own, apart from RESTART, which is a command. */
function alteredIdentity({ when, sequence }: ColumnOperations['alter-identity']): string {
  const { restart, ...others } = sequence ?? {};
  const set = Object.entries(others).map(([name, value]) => `SET ${sequenceClauses({ [name]: value })}`);
  return words(
    when !== undefined && `SET GENERATED ${identityWhen(when)}`,
    ...set,
    restart !== undefined && sequenceClauses({ restart }),
  );
}

function propertyText({ property, value, parameters, reset }: ColumnOperations['set-column-property']): string {
  switch (property) {
    case 'statistics':
      return `SET STATISTICS ${value ?? 'DEFAULT'}`;
    case 'storage':
    case 'compression':
      return `SET ${property.toUpperCase()} ${settingWord(value ?? 'default')}`;
    case 'options':
      return `${reset === true ? 'RESET' : 'SET'} ${parameterList(parameters ?? [])}`;
  }
}
