import type { Span } from '../../core/span.js';
import { scanToken, skipBlank } from './tokens.js';

/** Something in a psql script that is not SQL but does something. */
export interface Directive {
  readonly span: Span;
  /** Why Lockstep cannot follow it: a sentence. */
  readonly reason: string;
}

/** A script as the server would get it, of the same length. */
export interface ServerText {
  readonly text: string;
  readonly directives: readonly Directive[];
}

const reasons: Readonly<Record<string, string>> = {
  i: 'psql includes another file here, which Lockstep does not follow.',
  ir: 'psql includes another file here, which Lockstep does not follow.',
  include: 'psql includes another file here, which Lockstep does not follow.',
  include_relative: 'psql includes another file here, which Lockstep does not follow.',
  gexec: 'psql runs what the query returns as SQL, which Lockstep cannot see.',
  '!': 'psql runs a shell command here.',
};

/** Meta-commands that change nothing in the database and are not of interest: blanked. */
const harmless = new Set(
  (
    'a bind_named C c connect cd close_prepared conninfo copyright crosstabview d echo warn qecho e edit ef encoding ' +
    'endif elif else ev errverbose f getenv getresults h help H html if l list lo_list o out p print parse password ' +
    'prompt q quit r reset restrict unrestrict s set setenv sf sv startpipeline endpipeline t T timing unset w write x z ?'
  ).split(' '),
);

/** Meta-commands that send the query before them, as a semicolon would. */
const senders = new Set(['g', 'gx', 'gset', 'gexec', 'gdesc', 'crosstabview', 'watch', 'bind']);

/**
 * Blanks psql's meta-commands (`\connect`, `\restrict`, ...) and the data lines of `COPY ... FROM stdin`. Returns
 * undefined when the text has neither. https://www.postgresql.org/docs/current/app-psql.html
 */
export function forServer(text: string): ServerText | undefined {
  if (!text.includes('\\') && !/\bfrom\s+stdin\b/i.test(text)) return undefined;
  const script = new Script(text);
  script.run();
  return script.changed ? { text: script.result(), directives: script.directives } : undefined;
}

class Script {
  readonly directives: Directive[] = [];
  private readonly pieces: string[] = [];
  private done = 0;
  /** The last two words, and whether the statement begins with COPY. */
  private words: readonly [string, string] = ['', ''];
  private isCopy: boolean | undefined;

  constructor(private readonly text: string) {}

  get changed(): boolean {
    return this.pieces.length > 0;
  }

  result(): string {
    return this.pieces.join('') + this.text.slice(this.done);
  }

  run(): void {
    const { text } = this;
    let at = 0;
    let copiesData = false;
    for (;;) {
      at = skipBlank(text, at, text.length);
      if (at >= text.length) return;
      const unit = text.charCodeAt(at);
      if (unit === 92) {
        at = this.metaCommand(at);
        this.isCopy = undefined;
      } else if (unit === 59) {
        at++;
        if (this.isCopy === true && copiesData) at = this.data(at);
        this.isCopy = undefined;
        copiesData = false;
      } else {
        const token = scanToken(text, at, text.length);
        const word = token.kind === 'word' ? text.slice(token.start, token.end).toLowerCase() : '';
        this.isCopy ??= word === 'copy';
        this.words = [this.words[1], word];
        if (this.words[0] === 'from' && this.words[1] === 'stdin') copiesData = true;
        at = token.end;
      }
    }
  }

  private metaCommand(at: number): number {
    const { text } = this;
    const name = /^\\([A-Za-z_]+|.)/.exec(text.slice(at, at + 40))?.[1] ?? '';
    const reason = reasons[name];
    // What psql does not know either is left to the parser, which says where it stands.
    if (reason === undefined && name !== 'copy' && !senders.has(name) && !isHarmless(name)) return at + 1;
    const end = lineEnd(text, at);
    if (reason !== undefined)
      this.directives.push({ span: { start: at, end: at + text.slice(at, end).trimEnd().length }, reason });
    if (name === 'copy') return this.clientCopy(at, end);
    this.replace(at, end, senders.has(name) ? ';' : ' ');
    return end;
  }

  /**
   * The client's COPY reads and writes rows as the server's does; only the file is the client's. It ends with its line
   * and needs no semicolon.
   */
  private clientCopy(at: number, end: number): number {
    const line = this.text.slice(at, end);
    const direction = /\b(from|to)\b(?![^(]*\))/i.exec(line);
    const head = direction === null ? '' : line.slice(1, direction.index + direction[0].length);
    const sql = ` ${head} ${direction?.[1]?.toLowerCase() === 'from' ? 'stdin' : 'stdout'};`;
    if (direction === null || sql.length > line.length) {
      this.directives.push({ span: { start: at, end }, reason: 'Lockstep does not know this form of \\copy.' });
      this.replace(at, end, ' ');
      return end;
    }
    this.replace(at, end, sql);
    return /\bfrom\s+p?stdin\b/i.test(line) ? this.data(end) : end;
  }

  /** Blanks the lines after the one `at` is on, up to and with the line that is only `\.`. */
  private data(at: number): number {
    const { text } = this;
    const start = lineEnd(text, at);
    const close = /(?:\r\n|\n|\r)\\\.[ \t]*(?=\r|\n|$)/.exec(text.slice(start));
    const end = close === null ? text.length : start + close.index + close[0].length;
    this.replace(start, end, '');
    return end;
  }

  /** Puts a text at the start of a range and blanks the rest of it. */
  private replace(start: number, end: number, text: string): void {
    if (start < this.done || end <= start) return;
    const rest = this.text.slice(start + text.length, end).replace(/[^\r\n]/g, ' ');
    this.pieces.push(this.text.slice(this.done, start), text, rest);
    this.done = end;
  }
}

function lineEnd(text: string, at: number): number {
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || unit === 13) break;
    at++;
  }
  return at;
}

/** `\d` has a family of its own: `\dt`, `\df+`. */
function isHarmless(name: string): boolean {
  return harmless.has(name) || /^d[A-Za-z]{1,3}$/.test(name);
}
