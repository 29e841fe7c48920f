import type { RawStmt } from 'libpg-query';
import type { ReadProblem } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';
import { tooDeepAt } from './complexity.js';
import { otherDialect } from './dialect.js';
import { lowerStatement } from './lower/index.js';
import { parseStatements, type ParseOutcome } from './parse.js';
import { Placeholders, unmask, type Masked, type PlaceholderOption } from './placeholders.js';
import type { OffsetMap } from './positions.js';
import { prepare } from './prepare.js';
import { tooComplex, syntaxError, unterminated } from './problems.js';
import { forServer, type Directive } from './psql.js';
import { Scope } from './scope.js';
import { nextStatement, type RawStatement } from './split.js';
import { skipBlank, tokenize } from './tokens.js';

/** What a file holds. */
export interface FileContent {
  readonly operations: readonly Operation[];
  readonly problems: readonly ReadProblem[];
  readonly statements: number;
  /** The text as it was read, without psql's own lines, for comments. */
  readonly text: string;
}

/** Reads the text of a file. Never throws. */
export function readText(text: string, placeholders: PlaceholderOption): FileContent {
  const prepared = prepare(text);
  const reading = new Reading(prepared.text, placeholders);
  if (prepared.readable) reading.read();
  return {
    operations: reading.operations,
    problems: [...prepared.problems, ...reading.problems],
    statements: reading.statements,
    text: reading.text,
  };
}

/** How often a statement with quotes gone wrong is cut short at the end of a line, to save what stands after it. */
const mostRecoveries = 100;

class Reading {
  operations: Operation[] = [];
  problems: ReadProblem[] = [];
  statements = 0;
  private readonly original: string;
  private directives: readonly Directive[] = [];
  private finder: Placeholders | undefined;
  private failed = 0;
  private recoveries = 0;

  constructor(
    public text: string,
    private readonly option: PlaceholderOption,
  ) {
    this.original = text;
  }

  private get placeholders(): Placeholders {
    return (this.finder ??= new Placeholders(this.option));
  }

  /** Most files parse at the first call; all else is tried only for those that do not. */
  read(): void {
    const outcome = this.parseWhole(this.text);
    if (outcome?.ok === true) this.lowerAll(outcome, this.text);
    else this.readForServer(outcome);
    this.flushDirectives(this.text.length);
  }

  private readForServer(first: ParseOutcome | undefined): void {
    const server = forServer(this.text);
    let outcome = first;
    if (server !== undefined) {
      this.text = server.text;
      this.directives = server.directives;
      outcome = this.parseWhole(this.text);
      if (outcome?.ok === true) {
        this.lowerAll(outcome, this.text);
        return;
      }
    }
    const masked = outcome === undefined ? undefined : this.placeholders.mask(this.text, 'name');
    const parsed = masked === undefined ? undefined : this.parseWhole(masked.text);
    if (masked !== undefined && parsed?.ok === true) this.lowerAll(parsed, masked.text, 0, masked);
    else this.readOneByOne(outcome);
  }

  /** Undefined when a statement is too deep to be given to the parser. */
  private parseWhole(text: string): ParseOutcome | undefined {
    return tooDeepAt(text) === undefined ? parseStatements(text) : undefined;
  }

  private readOneByOne(whole: ParseOutcome | undefined): void {
    for (let raw = nextStatement(this.text, 0); raw !== undefined;) {
      const next: number = this.readStatement(raw) ?? raw.next;
      raw = nextStatement(this.text, next);
    }
    // The whole failed, so something is wrong even if no statement is: a comment that never ends.
    if (whole?.ok === false && this.problems.length === 0 && this.operations.every(({ kind }) => kind !== 'opaque')) {
      this.problems.push(syntaxError(this.text, whole.message, whole.offset, this.text.length));
    }
    this.judgeDialect();
  }

  /** Reads one statement; returns where to go on when that is not after it. */
  private readStatement(raw: RawStatement): number | undefined {
    const text = this.text.slice(raw.start, raw.end);
    const deep = tooDeepAt(text);
    if (deep !== undefined) {
      this.fail(tooComplex(raw.start, raw.end));
      return;
    }
    const parsed = parseStatements(text);
    if (parsed.ok) {
      this.lowerAll(parsed, this.text, raw.start, undefined, raw.end);
      return;
    }
    if (this.readMasked(raw, text)) return undefined;
    const recovered = this.recover(raw);
    if (raw.unterminated !== undefined) this.fail(unterminated(this.text, raw.unterminated));
    else if (parsed.exhausted) this.fail(tooComplex(raw.start, raw.end));
    else this.fail(syntaxError(this.text, parsed.message, raw.start + parsed.offset, recovered ?? raw.end));
    return recovered;
  }

  private readMasked(raw: RawStatement, text: string): boolean {
    for (const kind of ['name', 'number', 'blank'] as const) {
      const masked = this.placeholders.mask(text, kind);
      if (masked === undefined) return false;
      const parsed = parseStatements(masked.text);
      if (!parsed.ok) continue;
      if (kind === 'blank') this.opaque(raw, 'A placeholder stands for more than a name or a value here.');
      else {
        const whole = this.text.slice(0, raw.start) + masked.text + this.text.slice(raw.end);
        this.lowerAll(parsed, whole, raw.start, masked, raw.end);
      }
      return true;
    }
    return false;
  }

  /** Where a statement whose quotes went wrong probably ends: at the first semicolon that ends a line. */
  private recover(raw: RawStatement): number | undefined {
    if (this.recoveries >= mostRecoveries) return undefined;
    const end = /;[ \t]*(?:\r\n|\n|\r)/.exec(this.text.slice(raw.start, raw.end));
    if (end === null) return undefined;
    this.recoveries++;
    return raw.start + end.index + end[0].length;
  }

  private fail(problem: ReadProblem): undefined {
    this.statements++;
    this.failed++;
    this.problems.push(problem);
  }

  private opaque(raw: RawStatement, reason: string): void {
    const scope = this.scope(raw.start, raw.end, (byte) => byte, this.text);
    scope.opaque(reason);
    this.operations.push(...scope.operations);
  }

  private lowerAll(
    parsed: ParseOutcome & { readonly ok: true },
    text: string,
    base = 0,
    masked?: Masked,
    limit = text.length,
  ): undefined {
    const offsets: OffsetMap = base === 0 ? parsed.offsets : (byte) => base + parsed.offsets(byte);
    for (const statement of parsed.statements) this.lower(statement, offsets, text, limit, masked);
  }

  private lower(statement: RawStmt, offsets: OffsetMap, text: string, limit: number, masked: Masked | undefined): void {
    if (statement.stmt === undefined) return;
    const from = statement.stmt_location ?? 0;
    const start = skipBlank(text, offsets(from), limit);
    const length = statement.stmt_len ?? 0;
    const end = trimmedEnd(text, start, length === 0 ? limit : offsets(from + length));
    const scope = this.scope(start, end, offsets, text);
    try {
      lowerStatement(statement.stmt, scope);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The tree is too deep for a walk over it. What was found so far would be half of the truth.
      this.problems.push(tooComplex(start, end));
      return;
    }
    // A list that holds nothing Lockstep knows leaves no operation; the statement is still there.
    if (scope.operations.length === 0) scope.opaque('Lockstep does not know what this statement names.');
    for (const problem of scope.problems) this.problems.push(problem);
    for (const operation of scope.operations) {
      this.operations.push(masked === undefined ? operation : unmask(operation, masked.names));
    }
  }

  private scope(start: number, end: number, offsets: OffsetMap, text: string): Scope {
    this.flushDirectives(start);
    const origin = { text, original: this.original, toFile: (offset: number) => offset };
    return new Scope(origin, start, end, offsets, { statement: this.statements++ });
  }

  /** Adds what psql does before an offset, in its place among the statements. */
  private flushDirectives(before: number): void {
    for (let next = this.directives[0]; next !== undefined && next.span.start < before; next = this.directives[0]) {
      this.directives = this.directives.slice(1);
      const scope = this.scope(next.span.start, next.span.end, (byte) => byte, this.text);
      scope.opaque(next.reason);
      this.operations.push(...scope.operations);
    }
  }

  /** A file in another database's SQL gets one problem that says so, in place of one for every statement. */
  private judgeDialect(): void {
    if (this.failed === 0 || this.failed * 4 < this.statements) return;
    const dialect = otherDialect(this.text);
    const first = this.problems.find(({ kind }) => kind === 'syntax-error' || kind === 'unbalanced');
    if (dialect === undefined || first === undefined) return;
    const message = `This is SQL for ${dialect}, not for PostgreSQL. Leave the file out of the paths that Lockstep reads.`;
    this.problems = [{ kind: 'other-dialect', message, span: first.span }];
    this.operations = [];
  }
}

/** The end of the last token before `end`: a statement does not own the white space and comments after it. */
function trimmedEnd(text: string, start: number, end: number): number {
  const statement = text.slice(start, end);
  if (!statement.includes('--') && !statement.includes('/*')) return start + statement.trimEnd().length;
  return tokenize(text, start, end).at(-1)?.end ?? end;
}
