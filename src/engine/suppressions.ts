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
 * The suppression comments of a migration:
 *
 *     -- lockstep-disable-next-line require-concurrent-index -- the table has 40 rows
 *     -- lockstep-disable drop-column -- (until lockstep-enable or the end of the file)
 *
 * `disable-next-line` holds for the statement that begins on the next line with code, all its lines included;
 * `disable-line` for what begins on the comment's own line.
 */
export class Suppressions {
  /** In the order of the comments. */
  readonly all: readonly Suppression[];
  readonly #text: string;
  readonly #blocks: Suppression[] = [];
  /** Those of one line, by the offset at which the line begins. */
  readonly #lines = new Map<number, Suppression[]>();

  constructor({ comments, source }: Pick<Migration, 'comments' | 'source'>) {
    this.#text = source.text;
    this.all = comments.length === 0 ? none : this.#read(comments);
  }

  /** The first suppression that covers a finding, marked as used; undefined when there is none. */
  covering(rule: string, span: Span, statement: Span | undefined): Suppression | undefined {
    if (this.all.length === 0) return undefined;
    const offsets = statement === undefined ? [span.start] : [span.start, statement.start];
    const near = offsets.flatMap((offset) => this.#lines.get(lineStart(this.#text, offset)) ?? []);
    let first: Suppression | undefined;
    for (const candidate of [...this.#blocks, ...near]) {
      const { from, to, rules, comment } = candidate;
      if (!offsets.some((offset) => offset >= from && offset < to)) continue;
      if (rules.length > 0 && !rules.includes(rule)) continue;
      if (first === undefined || comment.span.start < first.comment.span.start) first = candidate;
    }
    if (first !== undefined) first.used = true;
    return first;
  }

  #read(comments: readonly Comment[]): readonly Suppression[] {
    const directives = comments.map(parse);
    const code = codeAfterEach(comments, this.#text);
    const all: Suppression[] = [];
    for (const [index, directive] of directives.entries()) {
      const comment = comments[index];
      if (comment === undefined || directive === undefined || directive.verb === 'enable') continue;
      const { verb, rules, reason } = directive;
      const isBlock = verb === 'disable';
      const { start } = comment.span;
      const range = isBlock
        ? { from: start, to: endOfBlock(directive, index, directives, comments) ?? this.#text.length + 1 }
        : lineAround(this.#text, verb === 'disable-line' ? start : (code[index] ?? start));
      const suppression = { comment, rules, reason, ...range, used: false };
      all.push(suppression);
      if (isBlock) this.#blocks.push(suppression);
      else this.#putOnLine(range.from, suppression);
    }
    return all;
  }

  #putOnLine(start: number, suppression: Suppression): void {
    const line = this.#lines.get(start);
    if (line === undefined) this.#lines.set(start, [suppression]);
    else line.push(suppression);
  }
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

/** Where a `lockstep-enable` stands that names one of the rules or none. */
function endOfBlock(
  { rules }: Directive,
  index: number,
  directives: readonly (Directive | undefined)[],
  comments: readonly Comment[],
): number | undefined {
  for (let later = index + 1; later < directives.length; later++) {
    const end = directives[later];
    if (end?.verb !== 'enable') continue;
    if (end.rules.length === 0 || end.rules.some((rule) => rules.includes(rule))) return comments[later]?.span.start;
  }
  return undefined;
}

/** For each comment the offset of the first code after it, other comments and white space left aside. */
function codeAfterEach(comments: readonly Comment[], text: string): readonly number[] {
  const code: number[] = [];
  for (let index = comments.length - 1; index >= 0; index--) {
    let at = comments[index]?.span.end ?? 0;
    while (at < text.length && /\s/.test(text.charAt(at))) at++;
    code[index] = comments[index + 1]?.span.start === at ? (code[index + 1] ?? at) : at;
  }
  return code;
}

function lineAround(text: string, offset: number): { readonly from: number; readonly to: number } {
  let to = offset;
  while (to < text.length && !isLineBreak(text, to)) to++;
  return { from: lineStart(text, offset), to: to + 1 };
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineBreak(text, start - 1)) start--;
  return start;
}

function isLineBreak(text: string, offset: number): boolean {
  const unit = text.charCodeAt(offset);
  return unit === 10 || unit === 13;
}
