import type { Migration, ReadProblem } from '../../core/migration.js';
import type { Operation } from '../../core/operation.js';
import { textOf } from '../../core/source.js';
import type { Span } from '../../core/span.js';
import { readSql } from '../sql/index.js';
import { fileSpan } from '../python/text.js';
import { computedDefault } from './computed-default.js';
import { irreversibleParts } from './irreversible.js';
import type { DjangoMigration } from './model.js';
import { lowerRunPython } from './run-code.js';
import type { CodeTable, SqlAction } from './run-code.js';
import type { DataModel } from './run-python/model.js';
import type { DjangoSqlStatement, DjangoStatement } from './schema-editor/statements.js';

/** What a migration is to its project. */
export interface LoweringContext {
  readonly app: string;
  /** Finds the tables of models that the code of an operation names, by the operation's number. */
  readonly tablesAt: (operation: number) => (model: DataModel) => CodeTable | undefined;
}

/**
 * The statements that Django runs for a migration as operations that every rule knows, each with the place of the Django
 * operation it comes from, or of its text where the file has the text. `loadSqlParser` must have been awaited.
 */
export function lowerStatements(
  migration: DjangoMigration,
  statements: readonly DjangoStatement[],
  context: LoweringContext,
): Migration {
  const lowering = new Lowering(migration, context);
  lowering.add(statements);
  const { name, source, atomic, comments } = migration;
  return {
    id: name,
    namespace: context.app,
    source,
    transaction: atomic ? 'file' : 'none',
    transactionSource: 'stated',
    up: lowering.operations,
    down: [],
    irreversible: irreversibleParts(migration.operations),
    problems: [...migration.problems, ...lowering.problems],
    comments,
    statements: lowering.count,
  };
}

/** A statement in the text of all of them, which is parsed at once. */
interface Piece {
  readonly statement: Pick<DjangoSqlStatement, 'operation' | 'raw' | 'sql'>;
  readonly from: number;
}

class Lowering {
  readonly operations: Operation[] = [];
  readonly problems: ReadProblem[] = [];
  count = 0;

  constructor(
    readonly migration: DjangoMigration,
    readonly context: LoweringContext,
  ) {}

  add(statements: readonly DjangoStatement[]): void {
    const read = this.#readAll(statements);
    for (const [at, statement] of statements.entries()) {
      if (sqlOf(statement) !== undefined) this.#addSql(read.get(at) ?? []);
      else if (statement.kind !== 'sql') this.#addOther(statement);
    }
  }

  /** The operations of each SQL statement, by its number. */
  #readAll(statements: readonly DjangoStatement[]): ReadonlyMap<number, readonly Operation[]> {
    const pieces = new Map<number, Piece>();
    let text = '';
    for (const [at, statement] of statements.entries()) {
      const sql = sqlOf(statement);
      if (sql === undefined) continue;
      const { operation } = statement;
      pieces.set(at, { statement: statement.kind === 'sql' ? statement : { operation, sql }, from: text.length });
      text += `${sql.trimEnd().replace(/;?$/, ';')}\n`;
    }
    const lowered = new Map<number, Operation[]>();
    if (text === '') return lowered;
    const { up, problems } = readSql(
      { path: this.migration.source.path, text },
      { transaction: 'none', placeholders: 'none' },
    );
    const ends = [...pieces];
    const pieceAt = (offset: number) => ends.findLast(([, { from }]) => from <= offset);
    for (const operation of up) {
      const found = pieceAt(operation.span.start);
      if (found === undefined) continue;
      const [at, piece] = found;
      const own = computed(
        moved(operation, (span) => this.#placeOf(span, piece)),
        piece.statement,
      );
      const known = lowered.get(at);
      if (known === undefined) lowered.set(at, [own]);
      else known.push(own);
    }
    for (const { kind, message, span } of problems) {
      const found = pieceAt(span.start);
      if (found !== undefined) this.problems.push({ kind, message, span: this.#placeOf(span, found[1]) });
    }
    return lowered;
  }

  /** Where something of the SQL stands in the file: in its text if that is written there, else all of the operation. */
  #placeOf({ start, end }: Span, { statement: { raw, sql, operation }, from }: Piece): Span {
    if (raw?.kind !== 'text' || !isVerbatim(sql, raw.sql.text)) return operation.span;
    const { length } = raw.sql.text;
    return fileSpan(raw.sql, Math.min(start - from, length), Math.min(end - from, length));
  }

  #addSql(operations: readonly Operation[]): void {
    let last: number | undefined;
    for (const operation of operations) {
      if (operation.statement !== last) this.count++;
      last = operation.statement;
      this.operations.push(numbered(operation, this.count - 1));
    }
  }

  /** SQL that code executes: what does not parse may be put together further before it is sent. */
  #codeSql({ sql, span }: SqlAction): readonly Operation[] {
    const { source } = this.migration;
    const { up, problems } = readSql({ path: source.path, text: sql.text }, { transaction: 'none' });
    if (problems.length > 0) {
      const statement = this.count++;
      const reason = 'the SQL does not parse';
      return [{ kind: 'opaque', span, statementSpan: span, statement, reason, text: textOf(source, span) }];
    }
    const first = this.count;
    const operations = up.map((operation) =>
      numbered(
        moved(operation, ({ start, end }) => fileSpan(sql, start, end)),
        first + operation.statement,
      ),
    );
    this.count = first + (operations.length === 0 ? 0 : Math.max(...up.map(({ statement }) => statement)) + 1);
    return operations;
  }

  #addOther(statement: Exclude<DjangoStatement, DjangoSqlStatement>): void {
    const { operation, path } = statement;
    const { source } = this.migration;
    if (statement.kind === 'code' && operation.kind === 'RunPython') {
      const scene = {
        source,
        nextStatement: () => this.count++,
        tableOf: this.context.tablesAt(path[0] ?? 0),
        readSql: (action: SqlAction) => this.#codeSql(action),
      };
      this.operations.push(lowerRunPython(operation, scene));
      return;
    }
    const { span } = operation;
    const reason =
      statement.kind === 'opaque'
        ? `The SQL is not known: ${statement.reason}.`
        : statement.kind === 'stops'
          ? `Django stops here: ${statement.exception}: ${statement.message}`
          : 'The code is not known.';
    this.operations.push({
      kind: 'opaque',
      span,
      statementSpan: span,
      statement: this.count++,
      reason,
      text: textOf(source, span),
    });
  }
}

/** Whether what runs is what is written: parameters change it, and a semicolon may be added. */
function isVerbatim(sql: string, written: string): boolean {
  return sql.startsWith(written) || written.startsWith(sql.replace(/;\s*$/, ''));
}

/** The SQL of a statement, also of one that Django refuses to send where PostgreSQL would refuse to run it. */
function sqlOf(statement: DjangoStatement): string | undefined {
  if (statement.kind === 'sql') return statement.sql;
  return statement.kind === 'stops' ? statement.refused : undefined;
}

/** The operation with what is known of the default that Django works out itself. */
function computed(operation: Operation, { operation: written }: Pick<DjangoSqlStatement, 'operation'>): Operation {
  if (operation.kind !== 'add-column' || written.kind !== 'AddField') return operation;
  const computedBy = computedDefault(written);
  const { column } = operation;
  if (computedBy === undefined || column.default === undefined) return operation;
  return { ...operation, column: { ...column, default: { ...column.default, computedBy } } };
}

/** The operation with its places in another text. Places inside of it, such as those of expressions, are moved too. */
function moved<T>(value: T, place: (span: Span) => Span): T {
  if (Array.isArray(value)) return value.map((item: unknown) => moved(item, place)) as T; // Items keep their types.
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [
    key,
    key === 'span' || key === 'statementSpan' ? place(inner as Span) : moved(inner, place), // So the keys are called everywhere.
  ]);
  return Object.fromEntries(entries) as T; // The same keys with values of the same types.
}

/** Operations in the body of a block count with the block. */
function numbered(operation: Operation, statement: number): Operation {
  const inner = operation.operations?.map((each) => numbered(each, statement));
  return { ...operation, statement, ...(inner === undefined ? {} : { operations: inner }) };
}
