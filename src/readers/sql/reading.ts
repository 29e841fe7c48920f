import type { RawStmt } from 'libpg-query';
import type { ReadProblem } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';
import { tooDeepAt } from './complexity.js';
import { otherDialect } from './dialect.js';
import { lowerStatement } from './lower/index.js';
import { openTree, parseStatements, type ParseOutcome } from './parse.js';
import { Placeholders, unmask, type Masked, type MaskKind, type PlaceholderOption } from './placeholders.js';
import type { OffsetMap } from './positions.js';
import { prepare } from './prepare.js';
import { tooComplex, syntaxError, unterminated } from './problems.js';
import { forServer, type Directive } from './psql.js';
import { Scope } from './scope.js';
import { nextStatement, type RawStatement } from './split.js';
import { isSpace, skipBlank, tokenize } from './tokens.js';

/** What a file holds. */
export interface FileContent {
  readonly operations: readonly Operation[];
  readonly problems: readonly ReadProblem[];
  readonly statements: number;
  /** The text as it was read, without psql's own lines, for comments. */
  readonly text: string;
}

/** Reads the text of a file, of which `parseAhead` may have made a tree. Never throws. */
export function readText(text: string, placeholders: PlaceholderOption, tree?: string): FileContent {
  const prepared = prepare(text);
  const reading = new Reading(prepared.text, placeholders);
  if (prepared.readable) reading.read(tree);
  return {
    operations: reading.operations,
    problems: [...prepared.problems, ...reading.problems],
    statements: reading.statements,
    text: reading.text,
  };
}

/** How often a statement with quotes gone wrong is cut short at the end of a line, to save what stands after it. */
const mostRecoveries = 100;

/** A text that was parsed: all of the file or one statement of it. */
interface Piece {
  readonly text: string;
  /** Where it begins in the file. */
  readonly base: number;
  readonly masked?: Masked;
}

class Reading {
  operations: Operation[] = [];
  problems: ReadProblem[] = [];
  statements = 0;
  private readonly original: string;
  private directives: readonly Directive[] = [];
  private flushed = 0;
  private finder: Placeholders | undefined;
  private failed = 0;
  /** Whether it is known why the file does not parse as a whole, apart from problems. */
  private explained = false;
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
  read(tree: string | undefined): void {
    const outcome = tree === undefined ? this.parseWhole(this.text) : openTree(this.text, tree);
    if (outcome?.ok === true) this.lowerAll(outcome, { text: this.text, base: 0 });
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
        this.lowerAll(outcome, { text: this.text, base: 0 });
        return;
      }
    }
    const masked = outcome === undefined ? undefined : this.placeholders.mask(this.text);
    const parsed = masked === undefined ? undefined : this.parseWhole(masked.text);
    if (masked !== undefined && parsed?.ok === true) this.lowerAll(parsed, { text: masked.text, base: 0, masked });
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
    this.neverSilent(whole);
    this.judgeDialect();
  }

  /** The whole failed, so something is wrong even if no statement is: a comment that never ends, or nests too deeply. */
  private neverSilent(whole: ParseOutcome | undefined): void {
    if (this.explained || this.problems.length > 0) return;
    const deep = whole === undefined ? tooDeepAt(this.text) : undefined;
    if (deep !== undefined) this.problems.push(tooComplex(deep, deep + 2));
    if (whole?.ok === false) {
      this.problems.push(syntaxError(this.text, whole.message, whole.offset, this.text.length));
    }
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
      this.lowerAll(parsed, { text, base: raw.start });
      return;
    }
    if (this.readMasked(raw, text)) return undefined;
    const recovered = this.recover(raw);
    if (raw.unterminated !== undefined) this.fail(unterminated(this.text, raw.unterminated));
    else if (parsed.exhausted) this.fail(tooComplex(raw.start, raw.end));
    else this.fail(syntaxError(this.text, parsed.message, raw.start + parsed.offset, recovered ?? raw.end));
    return recovered;
  }

  /**
   * Reads a statement with placeholders: each is tried as a name, and as a number where PostgreSQL stops at it. If
   * only leaving them out helps, they stand for more than Lockstep can know.
   */
  private readMasked(raw: RawStatement, text: string): boolean {
    const kinds: MaskKind[] = [];
    for (let attempt = 0; attempt < 20; attempt++) {
      const masked = this.placeholders.mask(text, kinds);
      if (masked === undefined) return false;
      const parsed = parseStatements(masked.text);
      if (parsed.ok) {
        this.explained = true;
        this.lowerAll(parsed, { text: masked.text, base: raw.start, masked });
        return true;
      }
      const wrong = masked.places.findIndex(({ start, end }) => parsed.offset >= start && parsed.offset < end);
      if (wrong < 0 || kinds[wrong] === 'number') break;
      for (let index = kinds.length; index < wrong; index++) kinds.push('name');
      kinds[wrong] = 'number';
    }
    return this.readWithout(raw, text);
  }

  private readWithout(raw: RawStatement, text: string): boolean {
    const places = this.placeholders.mask(text)?.places ?? [];
    const bare = this.placeholders.mask(text, Array<MaskKind>(places.length).fill('blank'));
    if (bare === undefined || !parseStatements(bare.text).ok) return false;
    this.opaque(raw.start, raw.end, 'A placeholder stands for more than a name or a value here.');
    return true;
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

  private lowerAll(parsed: ParseOutcome & { readonly ok: true }, piece: Piece): void {
    for (const statement of parsed.statements) this.lower(statement, parsed.offsets, piece);
  }

  private lower(statement: RawStmt, offsets: OffsetMap, piece: Piece): void {
    if (statement.stmt === undefined) return;
    const { text, masked } = piece;
    const from = statement.stmt_location ?? 0;
    const start = skipBlank(text, offsets(from), text.length);
    const length = statement.stmt_len ?? 0;
    const end = trimmedEnd(text, start, length === 0 ? text.length : offsets(from + length));
    const scope = this.scope(piece, start, end, offsets);
    try {
      lowerStatement(statement.stmt, scope);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The tree is too deep for a walk over it. What was found so far would be half of the truth.
      this.problems.push(tooComplex(piece.base + start, piece.base + end));
      return;
    }
    if (scope.problems.length > 0 && masked === undefined && this.readBodyMasked(piece, start, end)) return;
    // A list that holds nothing Lockstep knows leaves no operation; the statement is still there.
    if (scope.operations.length === 0) scope.opaque('Lockstep does not know what this statement names.');
    for (const problem of scope.problems) this.problems.push(problem);
    for (const operation of scope.operations) {
      this.operations.push(masked === undefined ? operation : unmask(operation, masked.names));
    }
  }

  /** A function whose body holds placeholders parses as it stands; the body does not. Reads it once more. */
  private readBodyMasked({ text, base }: Piece, start: number, end: number): boolean {
    const masked = this.placeholders.mask(text.slice(start, end));
    const parsed = masked === undefined ? undefined : parseStatements(masked.text);
    if (masked === undefined || parsed?.ok !== true) return false;
    this.statements--;
    this.lowerAll(parsed, { text: masked.text, base: base + start, masked });
    return true;
  }

  private scope({ text, base }: Piece, start: number, end: number, offsets: OffsetMap): Scope {
    this.flushDirectives(base + start);
    const original =
      text.length === this.original.length ? this.original : this.original.slice(base, base + text.length);
    const origin = { text, original, toFile: (offset: number) => base + offset };
    return new Scope(origin, start, end, offsets, { statement: this.statements++ });
  }

  /** A statement that could be delimited but not lowered. */
  private opaque(start: number, end: number, reason: string): void {
    const scope = this.scope({ text: this.text, base: 0 }, start, end, (byte) => byte);
    scope.opaque(reason);
    this.explained = true;
    this.operations.push(...scope.operations);
  }

  /** Adds what psql does before an offset, in its place among the statements. */
  private flushDirectives(before: number): void {
    for (let next = this.directives[this.flushed]; next !== undefined && next.span.start < before;) {
      this.flushed++;
      this.opaque(next.span.start, next.span.end, next.reason);
      next = this.directives[this.flushed];
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
  if (!statement.includes('--') && !statement.includes('/*')) {
    let last = end;
    while (last > start && isSpace(text.charCodeAt(last - 1))) last--;
    return last;
  }
  return tokenize(text, start, end).at(-1)?.end ?? end;
}
