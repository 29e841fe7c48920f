import type { Comment, Migration } from '../core/migration.js';
import type { Span } from '../core/span.js';

/** One suppression comment. */
export interface Suppression {
  readonly comment: Comment;
  /** Empty for all rules. */
  readonly rules: readonly string[];
  readonly reason: string | undefined;
  /** Offsets between which a finding must start, or a statement for `disable-next-line`. */
  readonly from: number;
  readonly to: number;
  used: boolean;
}

/**
 * Reads the suppression comments of a migration:
 *
 *     -- lockstep-disable-next-line require-concurrent-index -- the table has 40 rows
 *     -- lockstep-disable drop-column -- (until lockstep-enable or the end of the file)
 *
 * `disable-next-line` holds for the statement that begins on the next line with code, all its lines included;
 * `disable-line` for what begins on the comment's own line.
 */
export function suppressionsOf(migration: Migration): readonly Suppression[] {
  const { comments } = migration;
  if (comments.length === 0) return none;
  const suppressions: Suppression[] = [];
  for (const [index, comment] of comments.entries()) {
    const directive = parse(comment);
    if (directive === undefined || directive.verb === 'enable') continue;
    const range = rangeOf(directive, index, migration, comment);
    suppressions.push({ comment, rules: directive.rules, reason: directive.reason, ...range, used: false });
  }
  return suppressions;
}

/** The first suppression that covers a finding, marked as used; undefined when there is none. */
export function suppressionFor(
  suppressions: readonly Suppression[],
  rule: string,
  span: Span,
  statement: Span | undefined,
): Suppression | undefined {
  const covering = suppressions.find(
    ({ rules, from, to }) =>
      (rules.length === 0 || rules.includes(rule)) &&
      (within(span.start, from, to) || (statement !== undefined && within(statement.start, from, to))),
  );
  if (covering !== undefined) covering.used = true;
  return covering;
}

interface Directive {
  readonly verb: 'disable' | 'enable' | 'disable-next-line' | 'disable-line';
  readonly rules: readonly string[];
  readonly reason: string | undefined;
}

const none: readonly Suppression[] = [];
const pattern = /^lockstep-(disable-next-line|disable-line|disable|enable)(?:\s+|$)(.*)$/s;

function parse(comment: Comment): Directive | undefined {
  const match = pattern.exec(comment.text);
  if (match === null) return undefined;
  const [list = '', ...reason] = (match[2] ?? '').split(/(?:^|\s+)--(?:\s+|$)/);
  return {
    verb: match[1] as Directive['verb'], // The pattern has just these four.
    rules: list.split(/[\s,]+/).filter((rule) => rule !== ''),
    reason: reason.length === 0 ? undefined : reason.join(' -- ').trim() || undefined,
  };
}

function rangeOf(
  directive: Directive,
  index: number,
  migration: Migration,
  comment: Comment,
): { readonly from: number; readonly to: number } {
  const { text } = migration.source;
  if (directive.verb === 'disable') return { from: comment.span.start, to: endOfRange(directive, index, migration) };
  if (directive.verb === 'disable-line') return lineAround(text, comment.span.start);
  return lineAround(text, nextCode(migration, comment.span.end));
}

/** Until a `lockstep-enable` that names one of the rules or none. */
function endOfRange(directive: Directive, index: number, migration: Migration): number {
  for (const later of migration.comments.slice(index + 1)) {
    const end = parse(later);
    if (end?.verb !== 'enable') continue;
    if (end.rules.length === 0 || end.rules.some((rule) => directive.rules.includes(rule))) return later.span.start;
  }
  return migration.source.text.length + 1;
}

/** The offset of the first code after a comment, other comments and white space left aside. */
function nextCode(migration: Migration, from: number): number {
  const { text } = migration.source;
  let at = from;
  for (;;) {
    while (at < text.length && /\s/.test(text[at] ?? '')) at++;
    const comment = migration.comments.find(({ span }) => span.start === at);
    if (comment === undefined) return at;
    at = comment.span.end;
  }
}

function lineAround(text: string, offset: number): { readonly from: number; readonly to: number } {
  const from = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const end = /[\r\n]/g;
  end.lastIndex = offset;
  return { from, to: (end.exec(text)?.index ?? text.length) + 1 };
}

function within(offset: number, from: number, to: number): boolean {
  return offset >= from && offset < to;
}
