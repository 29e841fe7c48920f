import type { Operation, OperationDraft, OperationKind, StatementDraft } from '../../core/operation.js';
import { tableWriters } from './alter-table.js';
import { alter } from './clauses.js';
import { codeWriters } from './code.js';
import { columnWriters } from './columns.js';
import { constraintWriters } from './constraints.js';
import { indexWriters } from './indexes.js';
import { objectWriters } from './objects.js';
import { statementWriters } from './statements.js';
import { objectWords } from './words.js';
import type { Parts, Writers, Written } from './written.js';

/** How every kind of operation is written. A kind without an entry does not compile. */
const writers: Writers<OperationKind> = {
  ...tableWriters,
  ...columnWriters,
  ...constraintWriters,
  ...indexWriters,
  ...objectWriters,
  ...statementWriters,
  ...codeWriters,
};

/**
 * Statements as SQL for PostgreSQL, one paragraph each, each with its semicolon. Reading the text gives the operations
 * back, places aside.
 */
export function writeStatements(statements: readonly StatementDraft[]): string {
  return statements.map((statement) => `${writeStatement(statement)};\n`).join('\n');
}

/**
 * One statement without its semicolon. Its operations must be such as can share a statement: commands on one table,
 * drops of one kind. Throws a RangeError otherwise, which is a mistake of who drafted them.
 */
export function writeStatement(statement: StatementDraft): string {
  const last = statement.at(-1);
  if (last === undefined) throw new RangeError('A statement without operations cannot be written.');
  const text = unexplained(statement);
  return last.explained === undefined ? text : `${last.explained} ${text}`;
}

/** One operation as a statement of its own, without its semicolon. */
export function writeOperation(operation: OperationDraft): string {
  return writeStatement([operation]);
}

/** The operations of a migration by their statements, as they were read. */
export function statementsOf(operations: readonly Operation[]): StatementDraft[] {
  const statements: Operation[][] = [];
  for (const operation of operations) {
    const before = statements.at(-1);
    if (before?.[0]?.statement === operation.statement) before.push(operation);
    else statements.push([operation]);
  }
  return statements;
}

function unexplained(statement: StatementDraft): string {
  const [first, ...others] = statement;
  if (first === undefined) return '';
  if (others.length === 0) return joined([written(first)]) ?? '';
  if (first.kind === 'create-schema') return schemaWithElements(first, others);
  return joined(partsOf(statement)) ?? lastOf(statement);
}

function written(operation: OperationDraft): Written {
  // The kind decides the type of the operation, which the compiler cannot correlate across the table.
  const write = writers[operation.kind] as (operation: OperationDraft) => Written;
  return write(operation);
}

/** `CREATE SCHEMA s CREATE TABLE ... GRANT ...` */
function schemaWithElements(schema: OperationDraft, elements: readonly OperationDraft[]): string {
  return [writeOperation(schema), ...elements.map(writeOperation)].join('\n');
}

/** Commands that Lockstep does not know the fields of are their texts, under the head of the statement. */
function partsOf(statement: StatementDraft): Written[] {
  const parts = statement.map((operation) => (isCommandText(operation) ? undefined : written(operation)));
  const head = parts
    .map((part) => (typeof part === 'object' ? part.head : undefined))
    .find((found) => found !== undefined);
  return statement.map((operation, index) => {
    const part = parts[index];
    if (part !== undefined || !isCommandText(operation)) return part ?? '';
    return { head: head ?? headOf(operation), part: operation.text, lines: true };
  });
}

function isCommandText(operation: OperationDraft): operation is OperationDraft<'alter-object' | 'opaque'> {
  return operation.kind === 'alter-object' || operation.kind === 'opaque';
}

function headOf(operation: OperationDraft<'alter-object' | 'opaque'>): string {
  if (operation.kind === 'opaque' || operation.name === undefined) return 'ALTER TABLE';
  return alter(operation, operation.name, '', objectWords(operation.objectType)).head;
}

/** One statement of several parts; undefined when they do not make one. */
function joined(parts: readonly Written[]): string | undefined {
  const [first] = parts;
  if (typeof first === 'string') return parts.length === 1 ? first : undefined;
  if (first === undefined) return undefined;
  const { head, tail = '', lines = false } = first;
  const same = parts.every(
    (part): part is Parts => typeof part === 'object' && part.head === head && (part.tail ?? '') === tail,
  );
  if (!same) return undefined;
  const texts = parts.map(({ part }) => part);
  const list = lines && texts.length > 1 ? `\n  ${texts.join(',\n  ')}` : ` ${texts.join(', ')}`;
  return (head + list + (tail === '' ? '' : ` ${tail}`)).trimEnd();
}

/** Statements that may hold others in brackets, and whose text then does. */
const holders = new Set<OperationKind>(['select', 'insert', 'update', 'delete', 'merge', 'copy']);

/** `WITH gone AS (DELETE ...) INSERT ...` is two operations, of which the last holds the text of the first. */
function lastOf(statement: StatementDraft): string {
  const last = statement.at(-1);
  if (last === undefined || !statement.every(({ kind }) => holders.has(kind))) {
    const kinds = statement.map(({ kind }) => kind).join(', ');
    throw new RangeError(`These operations cannot stand in one statement: ${kinds}.`);
  }
  return joined([written(last)]) ?? '';
}
