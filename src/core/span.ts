/** A half-open range of a source text, in UTF-16 code units from its start (as JavaScript strings count). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as people and editors count it: 1-based line, 1-based column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
