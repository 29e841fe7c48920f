import type { RawStmt } from 'libpg-query';
import type { Migration, ReadProblem, TransactionMode } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';
import type { Source } from '../../core/source.js';
import { lowerStatement } from './lower/index.js';
import { loadParser, parseStatements } from './parse.js';
import type { OffsetMap } from './positions.js';
import { Scope, type Origin } from './scope.js';
import { nextStatement } from './split.js';
import { skipBlank, tokenize } from './tokens.js';

/** What the caller knows about a file that the file does not say. */
export interface SqlReadOptions {
  /** The migration's identity; the file name without its ending when absent. */
  readonly id?: string;
  /** The line of history it belongs to; the directory when absent. */
  readonly namespace?: string;
  /** What shares a transaction; `auto` asks the file and falls back on what most runners do. Default `auto`. */
  readonly transaction?: 'auto' | TransactionMode;
}

/** Loads PostgreSQL's parser. Await it once before the first `readSql`; further calls cost nothing. */
export async function loadSqlParser(): Promise<void> {
  await loadParser();
}

/** Reads a plain SQL migration. Never throws: what cannot be read becomes a problem of the migration. */
export function readSql(source: Source, options: SqlReadOptions = {}): Migration {
  const reading = new Reading(source.text);
  reading.read();
  const mode = options.transaction ?? 'auto';
  return {
    id: options.id ?? fileName(source.path),
    namespace: options.namespace ?? directory(source.path),
    source,
    transaction: mode === 'auto' ? 'file' : mode,
    transactionSource: mode === 'auto' ? 'assumed' : 'stated',
    up: reading.operations,
    down: [],
    problems: reading.problems,
    comments: [],
    statements: reading.statements,
  };
}

class Reading {
  readonly operations: Operation[] = [];
  readonly problems: ReadProblem[] = [];
  statements = 0;
  private readonly origin: Origin;

  constructor(private readonly text: string) {
    this.origin = { text, original: text, toFile: (offset) => offset };
  }

  read(): void {
    const whole = parseStatements(this.text);
    if (whole.ok) for (const statement of whole.statements) this.lower(statement, whole.offsets, 0);
    else this.readOneByOne();
  }

  private readOneByOne(): void {
    for (let raw = nextStatement(this.text, 0); raw !== undefined; raw = nextStatement(this.text, raw.next)) {
      const text = this.text.slice(raw.start, raw.end);
      const parsed = parseStatements(text);
      if (parsed.ok) {
        for (const statement of parsed.statements) this.lower(statement, parsed.offsets, raw.start);
      } else {
        const at = raw.start + parsed.offset;
        this.statements++;
        this.problems.push({ kind: 'syntax-error', message: parsed.message, span: { start: at, end: raw.end } });
      }
    }
  }

  private lower(statement: RawStmt, offsets: OffsetMap, base: number): void {
    if (statement.stmt === undefined) return;
    const from = statement.stmt_location ?? 0;
    const start = skipBlank(this.text, base + offsets(from), this.text.length);
    const length = statement.stmt_len ?? 0;
    const end = this.trimmedEnd(start, length === 0 ? this.text.length : base + offsets(from + length));
    const shifted: OffsetMap = base === 0 ? offsets : (byte) => base + offsets(byte);
    const scope = new Scope(this.origin, start, end, shifted, { statement: this.statements++ });
    lowerStatement(statement.stmt, scope);
    this.operations.push(...scope.operations);
  }

  private trimmedEnd(start: number, end: number): number {
    const text = this.text.slice(start, end);
    if (!text.includes('--') && !text.includes('/*')) return start + text.trimEnd().length;
    const last = tokenize(this.text, start, end).filter((token) => this.text[token.start] !== ';');
    return last.at(-1)?.end ?? end;
  }
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
}

function directory(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
