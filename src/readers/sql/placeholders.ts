import type { Span } from '../../core/span.js';
import { scanToken, skipBlank } from './tokens.js';

/** Which placeholders a runner fills in: the usual ones, none, or regular expressions of the user's own. */
export type PlaceholderOption = 'auto' | 'none' | readonly string[];

/** What placeholders are replaced by so that the parser accepts the text: all keep its length. */
export type MaskKind = 'name' | 'number' | 'blank';

/** A text without its placeholders. */
export interface Masked {
  readonly text: string;
  /** The names that stand for placeholders, folded as PostgreSQL folds them, with what they stand for. */
  readonly names: ReadonlyMap<string, string>;
  /** Where they stand. */
  readonly places: readonly Span[];
}

/**
 * `${x}` (Flyway, shells), `{{ x }}` and `<%= x %>` (templates), also `"{{ index .x "y" }}"`, whose inner quotes would
 * end the name around it (Go), `{% x %}` (blocks of templates), `{x}`,
 * `%(x)s` (Python), `$(x)` (sqlcmd), `:'x'`, `:"x"` and `:x` (psql), `@x@` (Ant).
 */
const usual = [
  String.raw`\$\{[^{}\n]*\}`,
  String.raw`\{\{[^\n]*?\}\}`,
  String.raw`"\{\{[^"\n}]*"[^\n]*?\}\}"`,
  String.raw`\{%[^\n]*?%\}`,
  String.raw`<%[^\n]*?%>`,
  String.raw`#?\{[A-Za-z_][\w.]*\}`,
  String.raw`%\([A-Za-z_]\w*\)s`,
  String.raw`\$\([A-Za-z_]\w*\)`,
  String.raw`:'[A-Za-z_]\w*'`,
  String.raw`:"[A-Za-z_]\w*"`,
  String.raw`:[A-Za-z_]\w*`,
  String.raw`@[A-Za-z_]\w*@`,
];

/**
 * A letter that PostgreSQL takes in names and nobody writes (U+01C3): it stands for the signs of a placeholder, so that
 * `${schema}` is the name `ǃǃschemaǃ` while it is parsed.
 */
const sign = '\u01c3';

/** Finds placeholders outside strings and comments; inside dollar quotes they count, and there in strings to EXECUTE. */
export class Placeholders {
  private readonly pattern: RegExp | undefined;

  constructor(option: PlaceholderOption) {
    const sources = option === 'auto' ? usual : option === 'none' ? [] : option.filter(isPattern);
    this.pattern =
      sources.length === 0 ? undefined : new RegExp(sources.map((source) => `(?:${source})`).join('|'), 'y');
  }

  /** The text with its placeholders replaced; undefined when it has none. `kinds` says how, from the first on. */
  mask(text: string, kinds: readonly MaskKind[] = []): Masked | undefined {
    const places = this.find(text, 0, text.length, 0);
    if (places.length === 0) return undefined;
    const names = new Map<string, string>();
    let masked = '';
    let done = 0;
    places.forEach(({ start, end }, index) => {
      const original = text.slice(start, end);
      const replacement = maskOf(original, kinds[index] ?? 'name');
      const bare = (text: string): string => (original.startsWith('"') ? text.slice(1, -1) : text);
      if (replacement.includes(sign)) names.set(bare(replacement).toLowerCase(), spaced(bare(original)));
      masked += text.slice(done, start) + replacement;
      done = end;
    });
    return { text: masked + text.slice(done), names, places };
  }

  private find(text: string, from: number, to: number, quotes: number): Span[] {
    const found: Span[] = [];
    let at = from;
    for (;;) {
      at = skipBlank(text, at, to);
      if (at >= to) return found;
      const match = this.matchAt(text, at);
      if (match > at) {
        found.push({ start: at, end: match });
        at = match;
        continue;
      }
      const token = scanToken(text, at, to);
      if (token.kind === 'dollar' && quotes < 3) {
        const tag = text.indexOf('$', token.start + 1) + 1 - token.start;
        const close = token.unterminated === true ? token.end : token.end - tag;
        for (const inner of this.find(text, token.start + tag, close, quotes + 1)) found.push(inner);
        at = token.end;
      } else if (token.kind === 'string' && quotes > 0 && /\bexecute\s+$/i.test(text.slice(from, at).slice(-60))) {
        for (const inner of this.find(text, token.start + 1, token.end - 1, quotes + 1)) found.push(inner);
        at = token.end;
      } else at = this.stopInside(text, token.start, token.end, token.kind);
    }
  }

  /** A placeholder may begin inside what the tokenizer takes for one token: `app_${x}`, `=%(x)s`. */
  private stopInside(text: string, start: number, end: number, kind: string): number {
    if (kind !== 'word' && kind !== 'operator' && kind !== 'number') return end;
    for (let at = start + 1; at < end; at++) {
      const unit = text.charCodeAt(at);
      if ((kind === 'operator' || unit === 36) && this.matchAt(text, at) > at) return at;
    }
    return end;
  }

  private matchAt(text: string, at: number): number {
    if (this.pattern === undefined) return at;
    // A cast is not a placeholder, nor what follows one.
    if (text.startsWith('::', at) || (text[at] === ':' && text[at - 1] === ':')) return at;
    this.pattern.lastIndex = at;
    return this.pattern.test(text) ? this.pattern.lastIndex : at;
  }
}

/** Gives names their placeholders back, in any data. */
export function unmask<T>(value: T, names: ReadonlyMap<string, string>): T {
  // What comes back has the shape of what went in: only strings are replaced, by strings.
  return unmaskAny(value, names) as T;
}

function unmaskAny(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.includes(sign) ? unmaskText(value, names) : value;
  if (Array.isArray(value)) return value.map((item) => unmaskAny(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unmaskAny(item, names)]));
}

function unmaskText(text: string, names: ReadonlyMap<string, string>): string {
  const masks = [...names].sort(([a], [b]) => b.length - a.length);
  return masks.reduce((result, [mask, original]) => result.replaceAll(mask, () => original), text);
}

/** A template means the same with and without the spaces inside its braces: it is one name. */
function spaced(original: string): string {
  return original.replace(/^\{\{-?\s*(.*?)\s*-?\}\}$/, '{{ $1 }}');
}

function maskOf(original: string, kind: MaskKind): string {
  if (kind === 'blank') return original.replace(/[^\r\n]/g, ' ');
  // psql quotes these itself: what is left without the colon is a literal or a name.
  if (/^:['"]/.test(original)) return ' ' + original.slice(1);
  if (kind === 'number') return '1'.padStart(original.length, '0');
  // What is quoted is not folded, and the mask must be found under the name it has without the quotes.
  if (original.startsWith('"')) return `"${maskOf(original.slice(1, -1), kind).toLowerCase()}"`;
  if (/^\{%|^<%(?!=)/.test(original)) return ' '.repeat(original.length);
  return sign + original.slice(1).replace(/[^A-Za-z0-9_]/g, sign);
}

/** Configuration reports patterns that are wrong; here they only must not stop the reading. */
function isPattern(source: string): boolean {
  try {
    return !new RegExp(source).test('');
  } catch {
    return false;
  }
}
