import type { Migration, ReadProblem } from '../../../src/core/migration.js';
import type { Operation, OperationKind, OperationOf } from '../../../src/core/operation.js';
import type { Span } from '../../../src/core/span.js';
import { readSql, type SqlReadOptions } from '../../../src/readers/sql/index.js';

/** Reads a text as the file `migrations/0001_test.sql`. */
export function read(text: string, options?: SqlReadOptions): Migration {
  return readSql({ path: 'migrations/0001_test.sql', text }, options);
}

export function kinds(operations: readonly Operation[] | undefined): OperationKind[] {
  return (operations ?? []).map((operation) => operation.kind);
}

/** The only operation of a text, which must be of the kind. */
export function only<K extends OperationKind>(text: string, kind: K): OperationOf<K> {
  const { up, problems } = read(text);
  const [operation] = up;
  if (problems.length > 0 || up.length !== 1 || operation?.kind !== kind) {
    throw new Error(`Expected one ${kind}: ${JSON.stringify({ problems, kinds: kinds(up) })}`);
  }
  // The kind was compared just now.
  return operation as OperationOf<K>;
}

/** What a span covers. */
export function at(text: string, span: Span | undefined): string {
  return span === undefined ? '' : text.slice(span.start, span.end);
}

/** Problems as `kind: covered text`. */
export function problemsOf(text: string, problems: readonly ReadProblem[] = read(text).problems): string[] {
  return problems.map(({ kind, span }) => `${kind}: ${at(text, span)}`);
}
