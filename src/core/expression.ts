import type { Span } from './span.js';

/**
 * An SQL expression as the migration wrote it: a default, the body of a CHECK, a USING clause, a WHERE condition. It
 * stays text because it arrives as a bare fragment from every language but SQL; `src/postgres/expressions` says what
 * the text uses and whether it is volatile.
 */
export interface Expression {
  /** Without enclosing parentheses that belong to the clause around it, otherwise untouched. */
  readonly text: string;
  /** Where it stands in the source, when it stands there literally. */
  readonly span?: Span;
  /**
   * The code that a value was computed with, once, before the statement was sent, such as `uuid.uuid4()`: whatever it
   * gives the next time, the statement holds one value. Absent for values that are what they are in the source.
   */
  readonly computedBy?: string;
}
