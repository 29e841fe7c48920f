import type { Applicability, Edit } from './finding.js';
import type { Migration } from './migration.js';
import type { Operation } from './operation.js';
import { textOf } from './source.js';

/**
 * Inserts text behind the words an operation begins with. Undefined when it does not begin so, or when it stands in the
 * body of a block, where the words may be part of a string.
 */
export function insertAfter(
  { up, source }: Migration,
  operation: Operation,
  words: RegExp,
  text: string,
): Edit | undefined {
  if (!up.includes(operation)) return undefined;
  const match = words.exec(textOf(source, operation.span));
  if (match === null) return undefined;
  const at = operation.span.start + match.index + match[0].length;
  return { span: { start: at, end: at }, text };
}

/** Inserts text at the end of an operation, before a semicolon. Undefined where `insertAfter` is, too. */
export function insertAtEnd({ up, source }: Migration, operation: Operation, text: string): Edit | undefined {
  if (!up.includes(operation)) return undefined;
  const written = textOf(source, operation.span).replace(/[\s;]+$/, '');
  const lastLine = written.slice(written.lastIndexOf('\n') + 1);
  if (lastLine.includes('--')) return undefined;
  const at = operation.span.start + written.length;
  return { span: { start: at, end: at }, text };
}

/**
 * How far an edit may be trusted that makes a statement impossible inside a transaction: the file itself must say that
 * it runs outside of one.
 */
export function outsideTransaction(migration: Migration, transaction: number | undefined): Applicability {
  return transaction === undefined && migration.transactionSource === 'stated' ? 'safe' : 'unsafe';
}
