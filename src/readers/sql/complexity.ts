import { scanToken, skipBlank, type ScannedComment, type Token } from './tokens.js';

/**
 * How deep a parse tree may become. Measured on libpg-query 18.1 with Node's default stack: printing the tree overflows
 * the stack from a depth of about 10,000 on (1,500 nested subqueries, 5,000 links of `||`), and an overflow inside
 * WebAssembly leaves the parser's own stack in a state in which a later parse may never end. So it must not happen.
 */
const deepest = 4000;

/** PostgreSQL's scanner takes time in the square of how deep comments nest: 16,000 levels take over a second. */
const deepestComment = 500;

/** A text shorter than this cannot reach the limit: no form nests by more than one and a half levels a character. */
const harmless = 2500;

/** Words that make a tree deeper each time they follow one another: `NOT NOT`, `a IS NULL IS NULL`, `UNION`, `JOIN`. */
const links = new Set([
  'not',
  'is',
  'isnull',
  'notnull',
  'collate',
  'at',
  'like',
  'ilike',
  'similar',
  'between',
  'in',
  'overlaps',
]);
const spines = new Set(['union', 'except', 'intersect', 'join']);

/**
 * The place in a text at which a statement becomes too deep to be parsed safely; undefined when all are fine. It
 * overestimates: a subquery counts as seven levels, each operator of a chain as two.
 */
export function tooDeepAt(text: string, from = 0, to = text.length, quotes = 0): number | undefined {
  if (to - from < harmless) return undefined;
  const depth = new Depth();
  let deepComment: number | undefined;
  const onComment = (comment: ScannedComment): void => {
    if (comment.depth > deepestComment) deepComment ??= comment.start;
  };
  let at = from;
  for (;;) {
    at = skipBlank(text, at, to, onComment);
    if (deepComment !== undefined) return deepComment;
    if (at >= to) return undefined;
    const token = scanToken(text, at, to);
    // A body may hold another in other quotes; what is quoted deeper than that is a string that nobody parses.
    if (token.kind === 'dollar' && quotes < 3) {
      const inner = tooDeepAt(text, at + 2, token.end - 2, quotes + 1);
      if (inner !== undefined) return inner;
    }
    if (depth.see(text, token) > deepest) return at;
    at = token.end;
  }
}

interface Level {
  /** Levels below this one. */
  readonly base: number;
  /** Links of the present chain, and of UNIONs and JOINs, which no comma breaks. */
  chain: number;
  spine: number;
}

/** An upper bound of the depth of the tree at the point where the tokens stand. */
class Depth {
  private levels: Level[] = [{ base: 0, chain: 0, spine: 0 }];

  see(text: string, token: Token): number {
    const unit = text.charCodeAt(token.start);
    if (unit === 40 || unit === 91) return this.push();
    if (unit === 41 || unit === 93) return this.pop();
    const level = this.top();
    if (unit === 44) level.chain = 0;
    else if (unit === 59) this.levels = [{ base: 0, chain: 0, spine: 0 }];
    else if (token.kind === 'operator' || token.end - token.start === 2) level.chain++;
    if (token.kind === 'word') this.word(text.slice(token.start, token.end).toLowerCase(), level);
    return this.total();
  }

  private word(word: string, level: Level): void {
    if (word === 'case') this.push();
    else if (word === 'end') this.pop();
    else if (word === 'and' || word === 'or' || word === 'when') level.chain = 0;
    else if (links.has(word)) level.chain++;
    else if (spines.has(word)) level.spine++;
  }

  private push(): number {
    this.levels.push({ base: this.total() + 7, chain: 0, spine: 0 });
    return this.total();
  }

  private pop(): number {
    if (this.levels.length > 1) this.levels.pop();
    return this.total();
  }

  private top(): Level {
    return this.levels.at(-1) ?? { base: 0, chain: 0, spine: 0 };
  }

  private total(): number {
    const { base, chain, spine } = this.top();
    return base + 2 * (chain + spine);
  }
}
