import type { Assignment, OperationDraft, RowChange, StatementOperations } from '../../core/operation.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { commandOptions } from './clauses.js';
import { sessionWriters, transactionWriters } from './session.js';
import { columnList, dollarQuoted, identifiers, words } from './words.js';
import type { Writers } from './written.js';

export const statementWriters: Writers<keyof StatementOperations> = {
  ...transactionWriters,
  ...sessionWriters,
  insert: ({ text }) => text,
  update,
  delete: remove,
  merge: ({ text }) => text,
  select: ({ text }) => text,
  copy: ({ text }) => text,
  call: ({ text }) => text,
  'lock-table': ({ table, mode, nowait, only }) => ({
    head: 'LOCK TABLE',
    part: words(only && 'ONLY', quoteQualified(table)),
    tail: words(`IN ${mode} MODE`, nowait && 'NOWAIT'),
  }),
  vacuum: ({ table, full, analyze, columns, options = [], only }) => ({
    head: words(
      'VACUUM',
      commandOptions([...(full ? [{ name: 'full' }] : []), ...(analyze ? [{ name: 'analyze' }] : []), ...options]),
    ),
    part: maintained({ table, columns, only }),
  }),
  analyze: ({ table, columns, options = [], only }) => ({
    head: words('ANALYZE', commandOptions(options)),
    part: maintained({ table, columns, only }),
  }),
  cluster: ({ table, index, options = [] }) =>
    words(
      'CLUSTER',
      commandOptions(options),
      table !== undefined && quoteQualified(table),
      index !== undefined && `USING ${quoteIdentifier(index)}`,
    ),
  'cluster-wide': ({ text }) => text,
  'do-block': ({ language, body }) =>
    words('DO', language !== 'plpgsql' && `LANGUAGE ${quoteIdentifier(language)}`, dollarQuoted(body)),
  opaque: ({ text }) => text,
};

function maintained({
  table,
  columns,
  only,
}: {
  readonly [P in 'table' | 'columns' | 'only']: OperationDraft<'analyze'>[P];
}): string {
  return words(
    only === true && 'ONLY',
    table !== undefined && quoteQualified(table),
    columns !== undefined && columnList(columns),
  );
}

/** Each clause in a line of its own. */
function update(operation: OperationDraft<'update'>): string {
  const assignments = operation.assignments.map(assignmentText).join(',\n    ');
  return changeText(operation, `UPDATE ${changed(operation)}`, [
    `SET ${assignments}`,
    operation.from !== undefined && `FROM ${operation.from}`,
    operation.where !== undefined && `WHERE ${operation.where.text}`,
  ]);
}

function remove(operation: OperationDraft<'delete'>): string {
  return changeText(operation, `DELETE FROM ${changed(operation)}`, [
    operation.usingTables !== undefined && `USING ${operation.usingTables}`,
    operation.where !== undefined && `WHERE ${operation.where.text}`,
  ]);
}

function changed({ table, only, alias }: RowChange & Pick<StatementOperations['update'], 'table'>): string {
  return words(only === true && 'ONLY', quoteQualified(table), alias !== undefined && `AS ${quoteIdentifier(alias)}`);
}

function changeText(change: RowChange, head: string, clauses: readonly (string | false)[]): string {
  const lines = [change.with, head, ...clauses, change.returning !== undefined && `RETURNING ${change.returning}`];
  return lines.filter((line) => line !== undefined && line !== false).join('\n');
}

function assignmentText({ columns, part, row, value }: Assignment): string {
  const target = row === true || columns.length > 1 ? `(${identifiers(columns)})` : identifiers(columns) + (part ?? '');
  return `${target} = ${value.text}`;
}
