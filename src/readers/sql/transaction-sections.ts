import type { TransactionPart } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';
import type { RunnerId } from '../../core/runner.js';
import { marksOf } from '../../core/sql-marks.js';

/**
 * The transactions of a file whose marks begin new ones: the changesets of Liquibase, the parts of dbmate. Undefined when
 * it has no such marks.
 */
export function sectionsOf(
  text: string,
  operations: readonly Operation[],
  runner: RunnerId | undefined,
): readonly TransactionPart[] | undefined {
  if (!/changeset|migrate:up/i.test(text)) return undefined;
  for (const { section, withoutTransaction } of marksOf(runner)) {
    const marks = section === undefined ? [] : [...text.matchAll(section)];
    if (marks.length === 0) continue;
    const parts: TransactionPart[] = [];
    for (const [place, mark] of marks.entries()) {
      const end = marks[place + 1]?.index ?? text.length;
      const own = operations.filter(({ statementSpan: { start } }) => start > mark.index && start < end);
      const first = own[0];
      if (first === undefined) continue;
      const isOutside = withoutTransaction?.test(mark[0]) === true && !isOneMessage(runner, own);
      parts.push({ from: first.statement, transaction: isOutside ? 'none' : 'file' });
    }
    return parts.length === 0 ? undefined : parts;
  }
  return undefined;
}

/** dbmate sends a part as one message also when it opens no transaction for it. */
function isOneMessage(runner: RunnerId | undefined, operations: readonly Operation[]): boolean {
  return runner === 'dbmate' && new Set(operations.map(({ statement }) => statement)).size > 1;
}
