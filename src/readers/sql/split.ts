import { isIdentifierStart, scanToken, skipBlank, type Token } from './tokens.js';

/** A statement delimited but not parsed. Offsets are of the text; the semicolon is left out. */
export interface RawStatement {
  readonly start: number;
  readonly end: number;
  /** Where the next statement may begin. */
  readonly next: number;
  /** The last token, when its quotes never close. */
  readonly unterminated?: Token;
}

/**
 * The statement that begins at or after an offset, as its tokens delimit it; undefined when none is left. A semicolon
 * ends it, even inside brackets, so that an unbalanced bracket spoils one statement only; except in the two places
 * where the grammar has semicolons inside: the action list of CREATE RULE and the body BEGIN ATOMIC ... END.
 */
export function nextStatement(text: string, from: number): RawStatement | undefined {
  let at = from;
  let start = -1;
  let end = -1;
  let unterminated: Token | undefined;
  const inside = new Inside();
  for (;;) {
    at = skipBlank(text, at, text.length);
    if (at >= text.length) break;
    if (text.charCodeAt(at) === 59) {
      at++;
      if (start < 0) continue;
      if (inside.semicolonEnds()) break;
      end = at;
      continue;
    }
    const token = scanToken(text, at, text.length);
    if (start < 0) start = at;
    inside.see(text, token);
    at = end = token.end;
    if (token.unterminated === true) unterminated = token;
  }
  if (start < 0) return undefined;
  return { start, end, next: at, ...(unterminated === undefined ? undefined : { unterminated }) };
}

/** Follows a statement just far enough to know whether a semicolon ends it. */
class Inside {
  private readonly head: string[] = [];
  private brackets = 0;
  private previous = '';
  private atomic = 0;

  see(text: string, token: Token): void {
    const unit = text.charCodeAt(token.start);
    if (unit === 40) this.brackets++;
    else if (unit === 41) this.brackets--;
    if (token.kind !== 'word' || !isIdentifierStart(unit) || token.end - token.start > 9) {
      this.previous = '';
      return;
    }
    const word = text.slice(token.start, token.end).toLowerCase();
    if (this.head.length < 4) this.head.push(word);
    if (this.atomic > 0) {
      if (word === 'case') this.atomic++;
      else if (word === 'end') this.atomic--;
    } else if (word === 'atomic' && this.previous === 'begin' && this.head[0] === 'create') this.atomic = 1;
    this.previous = word;
  }

  semicolonEnds(): boolean {
    if (this.atomic > 0) return false;
    const isRule = this.head[0] === 'create' && (this.head[1] === 'rule' || this.head[3] === 'rule');
    return !(isRule && this.brackets > 0);
  }
}
