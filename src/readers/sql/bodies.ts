import type { Node, RawStmt } from 'libpg-query';
import type { Operation } from '../../core/operation.js';
import { tooDeepAt } from './complexity.js';
import { constantString } from './dynamic.js';
import { decodeString } from './literals.js';
import { parsePlPgSQL, parseStatements } from './parse.js';
import { outlineOf, type BodyStatement } from './plpgsql.js';
import { syntaxError, tooComplex } from './problems.js';
import { Scope, type Origin, type Placement } from './scope.js';
import { skipBlank, tokenize } from './tokens.js';

/** Lowers a parsed statement into its scope; handed in, because what opens bodies is itself a part of lowering. */
export type Lower = (node: Node, scope: Scope) => void;

/** The operations in the body that a string constant is; `token` is its index in the statement. */
export function openBody(
  scope: Scope,
  token: number,
  value: string,
  language: string,
  lower: Lower,
): readonly Operation[] {
  const origin = bodyOrigin(scope, token, value);
  const body = new Body(scope, origin, lower);
  if (language === 'plpgsql') body.readPlPgSQL();
  else if (language === 'sql') body.readSql(0, origin.text.length, {});
  else if (language !== 'c' && language !== 'internal') {
    body.opaque(0, origin.text.length, `Lockstep does not read bodies in the language ${language}.`);
  }
  return body.operations;
}

/** The operations of `BEGIN ATOMIC ... END`, whose statements are parsed with the function. */
export function openAtomic(scope: Scope, statements: readonly Node[], lower: Lower): readonly Operation[] {
  const begin = scope.find(0, ['atomic']);
  const operations: Operation[] = [];
  let from = begin + 1;
  for (const statement of statements) {
    while (scope.word(from) === ';') from++;
    const to = endOfAtomicStatement(scope, from);
    const inner = scope.nested(scope.spanOf(from, to));
    lower(statement, inner);
    operations.push(...inner.operations);
    from = to;
  }
  return operations;
}

/** The semicolon after a statement of a BEGIN ATOMIC body. */
function endOfAtomicStatement(scope: Scope, from: number): number {
  return scope.find(from, [';']);
}

/** Where the body stands: unit for unit when the string can be followed, else all at the string. */
function bodyOrigin(scope: Scope, index: number, value: string): Origin {
  const token = scope.tokens[index];
  const decoded = token === undefined ? undefined : decodeString(scope.origin.text, token);
  if (token === undefined || decoded?.value !== value) {
    const { start, end } = token ?? scope;
    return { text: value, original: value, toFile: scope.origin.toFile, whole: scope.fileSpan(start, end) };
  }
  return {
    text: value,
    original: decodeString(scope.origin.original, token)?.value ?? value,
    toFile: (offset) => scope.origin.toFile(decoded.toText(offset)),
    ...(scope.origin.whole === undefined ? undefined : { whole: scope.origin.whole }),
  };
}

class Body {
  readonly operations: Operation[] = [];
  private problem = false;

  constructor(
    private readonly outer: Scope,
    private readonly origin: Origin,
    private readonly lower: Lower,
  ) {}

  readPlPgSQL(): void {
    const { text } = this.origin;
    const deep = tooDeepAt(text);
    if (deep !== undefined) {
      this.outer.report(tooComplex(deep, deep + 1), this.origin);
      this.opaque(0, text.length, 'The body is nested too deeply to be read.');
      return;
    }
    for (const statement of outlineOf(text).statements) this.readStatement(statement);
    this.check();
  }

  /** Reads SQL between two offsets of the body. A syntax error is a problem of the file. */
  readSql(start: number, end: number, under: Under, text = this.origin.text): void {
    const part = text.slice(start, end);
    const parsed = tooDeepAt(part) === undefined ? parseStatements(part) : undefined;
    if (parsed === undefined) {
      this.opaque(start, end, 'The statement is nested too deeply to be read.');
      return;
    }
    if (!parsed.ok) {
      if (parsed.exhausted) this.outer.report(tooComplex(start, end), this.origin);
      else this.outer.report(syntaxError(text, parsed.message, start + parsed.offset, end), this.origin);
      this.problem = true;
      this.opaque(start, end, 'PostgreSQL cannot parse this statement.');
      return;
    }
    const offsets = (byte: number): number => start + parsed.offsets(byte);
    for (const statement of parsed.statements) this.lowerOne(statement, offsets, text, end, under);
  }

  opaque(start: number, end: number, reason: string, under: Under = {}): void {
    const scope = this.scope(start, end, (byte) => byte, this.origin.text, under);
    scope.opaque(reason);
    this.operations.push(...scope.operations);
  }

  private readStatement(statement: BodyStatement): void {
    const { start, end } = statement;
    const under = circumstancesOf(statement);
    if (statement.kind === 'dynamic') {
      this.readDynamic(statement);
      return;
    }
    let { text } = this.origin;
    for (const blank of statement.blanks) text = blanked(text, blank.start, blank.end);
    if (statement.kind === 'query') {
      this.readSql(start, end, under, text);
      return;
    }
    // PERFORM is as long as SELECT with a space before it, so the word can be put in its place.
    const perform = text.slice(0, start).search(/perform(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*$/i);
    this.readSql(perform, end, under, `${text.slice(0, perform)}SELECT ${text.slice(perform + 7)}`);
  }

  /** EXECUTE of a string that is the same every time holds operations; of any other it is opaque. */
  private readDynamic(statement: BodyStatement): void {
    const { start, end } = statement;
    const under = circumstancesOf(statement);
    const { text } = this.origin;
    const tokens = tokenize(text, start, end);
    const decoded = tokens.length === 1 && tokens[0] !== undefined ? decodeString(text, tokens[0]) : undefined;
    const value = decoded?.value ?? constantString(text.slice(start, end));
    if (value === undefined) {
      this.opaque(start, end, 'EXECUTE runs a string that is built at run time.', under);
      return;
    }
    const whole = this.scope(start, end, (byte) => byte, text, under).statementSpan;
    const origin: Origin =
      decoded === undefined
        ? { text: value, original: value, toFile: this.origin.toFile, whole }
        : { ...this.origin, text: value, original: value, toFile: (at) => this.origin.toFile(decoded.toText(at)) };
    const body = new Body(this.outer, origin, this.lower);
    body.readSql(0, value.length, under);
    this.operations.push(...body.operations);
  }

  private lowerOne(
    statement: RawStmt,
    offsets: (byte: number) => number,
    text: string,
    limit: number,
    under: Under,
  ): void {
    if (statement.stmt === undefined) return;
    const from = statement.stmt_location ?? 0;
    const start = skipBlank(text, offsets(from), limit);
    const length = statement.stmt_len ?? 0;
    const end = tokenize(text, start, length === 0 ? limit : offsets(from + length)).at(-1)?.end ?? limit;
    const scope = this.scope(start, end, offsets, text, under);
    this.lower(statement.stmt, scope);
    for (const problem of scope.problems) this.outer.problems.push(problem);
    this.operations.push(...scope.operations);
  }

  private scope(start: number, end: number, offsets: (byte: number) => number, text: string, under: Under): Scope {
    const placement = { statement: this.outer.placement.statement, ...under };
    return new Scope({ ...this.origin, text }, start, end, offsets, placement);
  }

  /**
   * Asks PostgreSQL's own PL/pgSQL parser about the whole function. Only a syntax error counts: without a database it
   * also misses types and variables that may well exist.
   */
  private check(): void {
    if (this.problem) return;
    const { origin, start, end } = this.outer;
    const parsed = parsePlPgSQL(origin.text.slice(start, end));
    if (parsed.ok || !/syntax error|^unterminated|^missing|^unrecognized/i.test(parsed.message)) return;
    const { text } = this.origin;
    const near = /at or near "([^]*)"$/.exec(parsed.message)?.[1];
    const token =
      near === undefined ? undefined : tokenize(text).find((one) => text.slice(one.start, one.end) === near);
    this.outer.report(syntaxError(text, parsed.message, token?.start ?? text.length, text.length), this.origin);
  }
}

/** What a block around a statement makes of it. */
type Under = Omit<Placement, 'statement'>;

function circumstancesOf({ conditional, caught }: BodyStatement): Under {
  return { ...(conditional ? { conditional } : undefined), ...(caught.length > 0 ? { caught } : undefined) };
}

function blanked(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}
