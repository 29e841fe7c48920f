import type { ReadProblem } from '../../core/migration.js';
import type { Expression } from '../../core/expression.js';
import type { Operation, OperationKind, OperationMap } from '../../core/operation.js';
import type { Span } from '../../core/span.js';
import type { OffsetMap } from './positions.js';
import { tokenize, type Token } from './tokens.js';

/** Where a text that is being read stands in the file: the file itself, or the body of a function, or a string. */
export interface Origin {
  /** The text that was parsed. Positions inside the reader are units of it until they leave through a `Scope`. */
  readonly text: string;
  /** The same text before placeholders were masked; of the same length. */
  readonly original: string;
  /** The place in the file of an offset of `text`. */
  readonly toFile: (offset: number) => number;
  /** Set when the text does not stand in the file as such: everything in it is then said to stand here. */
  readonly whole?: Span;
}

/** What is the same for all operations of one statement of the file. */
export interface Placement {
  readonly statement: number;
  /** Set for operations that are nested in a block: the span of the outermost statement is not theirs. */
  readonly conditional?: boolean;
  /** Set where an EXCEPTION clause guards the statement: what it catches. */
  readonly caught?: readonly string[];
}

/**
 * One statement while it becomes operations: its text and tokens, and the operations found so far. Every span that
 * leaves the reader is made here, so that offsets are converted in one place.
 */
export class Scope {
  readonly operations: Operation[] = [];
  /** What could not be read inside the statement: a syntax error in a function's body. */
  readonly problems: ReadProblem[] = [];
  private tokenList: readonly Token[] | undefined;

  constructor(
    readonly origin: Origin,
    /** Offsets of the statement in the text: from its first token to the end of its last, the semicolon left out. */
    readonly start: number,
    readonly end: number,
    private readonly offsets: OffsetMap,
    readonly placement: Placement,
    /** The whole statement in the file; absent when this scope is the whole. */
    private readonly whole?: Span,
  ) {}

  /** The tokens of the statement. */
  get tokens(): readonly Token[] {
    return (this.tokenList ??= tokenize(this.origin.text, this.start, this.end));
  }

  /** A scope for a part of this statement that is a statement itself: a data-modifying WITH, a query of COPY. */
  part({ start, end }: Span): Scope {
    return new Scope(this.origin, start, end, this.offsets, this.placement, this.statementSpan);
  }

  /** A scope for a statement inside this one that is not a part of it but runs later: one of a function's body. */
  nested({ start, end }: Span): Scope {
    return new Scope(this.origin, start, end, this.offsets, this.placement);
  }

  /** Takes in a problem found in a body of this statement, given in offsets of the body. */
  report(problem: ReadProblem, origin: Origin): void {
    this.problems.push({ ...problem, span: spanIn(origin, problem.span.start, problem.span.end) });
  }

  /** The whole statement, in the file. */
  get statementSpan(): Span {
    return this.whole ?? this.fileSpan(this.start, this.end);
  }

  /** The statement as written, without its semicolon. */
  get text(): string {
    return this.textOf(this);
  }

  /** A part of the statement as written. */
  textOf({ start, end }: Span): string {
    return this.origin.original.slice(start, end);
  }

  /** Adds an operation; `span` is in offsets of the text and defaults to the whole statement. */
  emit<K extends OperationKind>(kind: K, fields: OperationMap[K], span?: Span, nested?: readonly Operation[]): void {
    const { statement, conditional, caught } = this.placement;
    const { statementSpan } = this;
    const { start, end } = span ?? this;
    const operation: Record<string, unknown> = {
      kind,
      // Most operations are a whole statement, and share its span.
      span: span === undefined && this.whole === undefined ? statementSpan : this.fileSpan(start, end),
      statementSpan,
      statement,
    };
    // Spreading objects of so many shapes into one another would take five times as long as assigning them.
    Object.assign(operation, fields);
    if (nested !== undefined) operation.operations = nested;
    if (conditional === true) operation.conditional = true;
    if (caught !== undefined) operation.caught = caught;
    // `kind` and `fields` belong together by the signature, which the compiler cannot follow through the assignment.
    this.operations.push(operation as unknown as Operation);
  }

  /** Adds an opaque operation for the statement or a part of it. */
  opaque(reason: string, span: Span = this): void {
    this.emit('opaque', { reason, text: this.textOf(span) }, span);
  }

  /** A span of the file, from offsets of the text. */
  fileSpan(start: number, end: number): Span {
    return spanIn(this.origin, start, end);
  }

  /** The place in the text of a location that libpg-query gave. */
  at(location: number | undefined): number {
    return this.offsets(location ?? 0);
  }

  /** Index of the first token that begins at or after the location of a node. */
  tokenAt(location: number | undefined): number {
    return this.tokenFrom(this.at(location));
  }

  /** Index of the first token that begins at or after an offset. */
  tokenFrom(offset: number): number {
    const tokens = this.tokens;
    let low = 0;
    let high = tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A token's text in lower case if it is a bare word, its text as it is if punctuation or operator, else ''. */
  word(index: number): string {
    const token = this.tokens[index];
    if (token === undefined) return '';
    if (token.kind === 'word') return this.origin.text.slice(token.start, token.end).toLowerCase();
    return token.kind === 'punctuation' || token.kind === 'operator'
      ? this.origin.text.slice(token.start, token.end)
      : '';
  }

  /** Index of the bracket that closes the one at `open`; the number of tokens when there is none. */
  closing(open: number): number {
    let depth = 0;
    for (let index = open; index < this.tokens.length; index++) {
      depth += this.nesting(index);
      if (depth === 0) return index;
    }
    return this.tokens.length;
  }

  /** Index of the first token from `from` on, outside brackets opened since, that is one of `words`, or that closes a bracket. */
  find(from: number, words: readonly string[], to = this.tokens.length): number {
    let depth = 0;
    for (let index = from; index < to; index++) {
      if (depth === 0 && words.includes(this.word(index))) return index;
      depth += this.nesting(index);
      if (depth < 0) return index;
    }
    return to;
  }

  /** The parts between the top-level commas of a range of tokens, each as a half-open range. */
  split(from: number, to: number): { readonly from: number; readonly to: number }[] {
    const parts = [];
    let start = from;
    while (start < to) {
      const comma = this.find(start, [','], to);
      parts.push({ from: start, to: comma });
      start = comma + 1;
    }
    return parts;
  }

  /** The span in the text of a half-open range of tokens. An empty range gives an empty span at its start. */
  spanOf(from: number, to: number): Span {
    const first = this.tokens[from];
    const last = this.tokens[to - 1];
    if (first === undefined || last === undefined || to <= from) return { start: this.end, end: this.end };
    return { start: first.start, end: last.end };
  }

  /** The expression that a half-open range of tokens is. */
  expression(from: number, to: number): Expression {
    const { start, end } = this.spanOf(from, to);
    const text = this.origin.original.slice(start, end);
    return this.origin.whole === undefined ? { text, span: this.fileSpan(start, end) } : { text };
  }

  /** The expression inside the brackets that open at a token. */
  expressionInside(open: number): Expression {
    return this.expression(open + 1, this.closing(open));
  }

  private nesting(index: number): number {
    const token = this.tokens[index];
    if (token?.kind !== 'punctuation') return 0;
    const unit = this.origin.text.charCodeAt(token.start);
    if (unit === 40 || unit === 91) return 1;
    return unit === 41 || unit === 93 ? -1 : 0;
  }
}

function spanIn(origin: Origin, start: number, end: number): Span {
  return origin.whole ?? { start: origin.toFile(start), end: origin.toFile(end) };
}
