import type { OperationKind } from '../../../src/core/operation.js';
import type { Migration } from '../../../src/core/migration.js';
import { readSql } from '../../../src/readers/sql/index.js';
import type { SqlReadOptions } from '../../../src/readers/sql/index.js';

/** One statement of a file, and what the reader took it for. */
export interface Statement {
  readonly text: string;
  readonly kinds: readonly OperationKind[];
}

/** Cuts a text into its statements. Throws when the reader cannot read all of it. */
export function statementsOf(text: string): readonly Statement[] {
  const known = cut.get(text);
  if (known !== undefined) return known;
  const migration = readWhole('text.sql', text, 'none');
  const byStart = new Map<number, { end: number; kinds: OperationKind[] }>();
  for (const { kind, statementSpan } of [...migration.up, ...migration.down]) {
    const place = byStart.get(statementSpan.start) ?? { end: statementSpan.end, kinds: [] };
    place.kinds.push(kind);
    byStart.set(statementSpan.start, place);
  }
  if (byStart.size !== migration.statements) {
    throw new Error(`the reader tells of ${byStart.size} statements of ${migration.statements} in: ${text}`);
  }
  const statements = [...byStart]
    .sort(([a], [b]) => a - b)
    .map(([start, { end, kinds }]) => ({ text: text.slice(start, end), kinds }));
  cut.set(text, statements);
  return statements;
}

const cut = new Map<string, readonly Statement[]>();

/** Reads a text of which nothing may be unreadable. */
export function readWhole(
  path: string,
  text: string,
  transaction: NonNullable<SqlReadOptions['transaction']>,
): Migration {
  const migration = readSql({ path, text }, { transaction, placeholders: 'none' });
  for (const { message } of migration.problems) throw new Error(`${path}: ${message}\n${text}`);
  return migration;
}
