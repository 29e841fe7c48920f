import { hasSqlDetails, loadModule, parseSync } from 'libpg-query';
import { rules } from '../../rules/index.js';
import type { Migration } from '../../src/core/migration.js';
import type { Operation } from '../../src/core/operation.js';
import type { Span } from '../../src/core/span.js';
import { newestPostgresVersion } from '../../src/core/postgres-version.js';
import { inputRules } from '../../src/engine/input-rules.js';
import { judge } from '../../src/engine/judge.js';
import type { Settings } from '../../src/engine/judge.js';
import { Replay } from '../../src/history/replay.js';
import { loadSqlParser, readSql } from '../../src/readers/sql/index.js';

/** Every rule there is, with its default options. */
const strict: Settings = {
  postgres: newestPostgresVersion,
  rules: rules.map((rule) => ({
    rule,
    severity: undefined,
    options: Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default])),
  })),
  knownRules: new Set([...rules, ...inputRules].map(({ id }) => id)),
  unusedSuppressions: 'warning',
  requireReason: true,
};

/** Longer than this for one small text counts as a hang. */
const patience = 2000;

/** Loads the reader's parser, and PostgreSQL's own once more to hold the reader against. */
export async function loadParsers(): Promise<void> {
  await Promise.all([loadSqlParser(), loadModule()]);
}

/**
 * Reads, replays and judges a text, and says what is wrong with how that went (after a colon, in this text); undefined
 * when nothing is. Whatever is thrown on the way is thrown on. Await `loadParsers` once before.
 */
export function complaintAbout(text: string): string | undefined {
  const start = performance.now();
  const migration = readSql({ path: 'fuzz.sql', text });
  const { findings, operations } = judge(migration, new Replay(), strict);
  const time = performance.now() - start;
  if (time > patience) return `It took too long: ${Math.round(time)} ms`;
  if (operations < migration.up.length) return 'Fewer operations are counted than there are.';
  if (migration.problems.length > findings.filter(({ family }) => family === 'input').length) {
    return 'A problem of the file is not among the findings.';
  }
  for (const { span, rule } of findings) if (!isWithin(span, text)) return `A finding lies outside the text: ${rule}`;
  return misplaced(migration.up, text, migration.statements) ?? misplacedNotes(migration) ?? silence(migration);
}

function misplaced(operations: readonly Operation[], text: string, statements: number): string | undefined {
  let last: Operation | undefined;
  for (const operation of operations) {
    const { kind, span, statementSpan, statement } = operation;
    if (!isWithin(span, text)) return `A span lies outside the text: ${kind}`;
    if (!isWithin(statementSpan, text)) return `A statement lies outside the text: ${kind}`;
    if (span.start < statementSpan.start || span.end > statementSpan.end)
      return `An operation lies outside its statement: ${kind}`;
    if (statement < 0 || statement >= statements)
      return `A statement has a number beyond their count: ${kind} ${statement} of ${statements}`;
    if (last !== undefined && statement < last.statement) return `The statements are out of order: ${kind}`;
    // A command of psql may stand in the middle of a statement.
    if (
      last !== undefined &&
      last.statement !== statement &&
      !text.includes('\\') &&
      statementSpan.start < last.statementSpan.end
    ) {
      return `Two statements overlap: ${last.kind} and ${kind}`;
    }
    last = operation;
    const nested = nestedComplaint(operation, text, statements);
    if (nested !== undefined) return nested;
  }
  return undefined;
}

function nestedComplaint({ operations, kind, span }: Operation, text: string, statements: number): string | undefined {
  for (const inner of operations ?? []) {
    if (!isWithin(inner.span, text)) return `A nested span lies outside the text: ${inner.kind} in ${kind}`;
    if (inner.span.start < span.start || inner.span.end > span.end)
      return `A nested operation lies outside its block: ${inner.kind} in ${kind}`;
    const deeper = nestedComplaint(inner, text, statements);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function misplacedNotes({ problems, comments, source }: Migration): string | undefined {
  const problem = problems.find(({ span, message }) => !isWithin(span, source.text) || message === '');
  if (problem !== undefined) return `A problem (${problem.kind}) lies outside the text, or says nothing.`;
  if (comments.some(({ span }) => !isWithin(span, source.text))) return 'A comment lies outside the text.';
  return undefined;
}

/** Holds the reading against PostgreSQL's parser, where the text is plain SQL that it reads as a whole. */
function silence(migration: Migration): string | undefined {
  const { source, problems, statements, up } = migration;
  if (!isPlainSql(source.text)) {
    return source.text.includes('\0') && problems.length === 0 ? 'A NUL is passed over in silence.' : undefined;
  }
  const parsed = statementsOf(source.text);
  if (typeof parsed === 'string') {
    return problems.length > 0 ? undefined : `PostgreSQL rejects what the reader lets pass: ${parsed}`;
  }
  const rejected = problems.find(({ span }) => !isInBody(span, up));
  if (rejected !== undefined) return `The reader rejects what PostgreSQL reads: ${rejected.message}`;
  if (statements !== parsed) return `Statements were miscounted: ${statements} in place of ${parsed}`;
  const seen = new Set(up.map(({ statement }) => statement));
  return seen.size === statements
    ? undefined
    : `Statements left no operation: ${statements - seen.size} of ${statements}`;
}

/** To the parser of SQL the body of a function or DO block is a string; the reader looks into it. */
function isInBody({ start, end }: Span, operations: readonly Operation[]): boolean {
  return operations.some(
    ({ kind, span }) => (kind === 'do-block' || kind === 'create-function') && start >= span.start && end <= span.end,
  );
}

/** How many statements PostgreSQL's parser finds, or the message of its error. */
function statementsOf(text: string): number | string {
  if (text === '') return 0;
  try {
    return parseSync(text).stmts?.length ?? 0;
  } catch (error) {
    if (hasSqlDetails(error)) return error.message;
    throw error;
  }
}

/**
 * Whether nothing in the text may be meant for another program than PostgreSQL: no placeholder, no psql command, no
 * data after COPY. A NUL would end the text for the parser, and half a surrogate pair has no UTF-8.
 */
function isPlainSql(text: string): boolean {
  return !/[\0\\\uFEFF{}%#@?]|\bstdin\b|:[\w'"]|\bGO\b|DELIMITER/i.test(text) && !/\p{Surrogate}/u.test(text);
}

function isWithin({ start, end }: Span, text: string): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= text.length;
}
