import { functionOrTypeWords, reservedWords } from '../keywords.js';
import type { Token } from './tokens.js';
import type { ColumnUse, ExpressionNode, FunctionUse, TypeUse } from './tree.js';

/** What an expression uses, gathered while it is parsed. */
export interface Uses {
  readonly columns: ColumnUse[];
  readonly functions: FunctionUse[];
  readonly types: TypeUse[];
  subquery: boolean;
}

/** Thrown inside the expression parser only: what stands here is beyond it. */
export class NotUnderstood extends Error {}

/** The parts of the expression parser that its parts call back. */
export interface Nested {
  expression(cursor: Cursor, minimum?: number): ExpressionNode;
  list(cursor: Cursor, close: ')' | ']'): ExpressionNode[];
  /** The precedence above that of IN, for `position(a IN b)`. */
  readonly withinIn: number;
}

/** Walks over the tokens of an expression. */
export class Cursor {
  readonly uses: Uses = { columns: [], functions: [], types: [], subquery: false };
  depth = 0;
  #at = 0;

  constructor(
    readonly text: string,
    readonly tokens: readonly Token[],
  ) {}

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.#at + ahead];
  }

  /** Where the last token that was taken ends. */
  get end(): number {
    return this.tokens[this.#at - 1]?.end ?? 0;
  }

  expectAny(): Token {
    const token = this.peek();
    if (token === undefined) throw new NotUnderstood();
    return token;
  }

  next(): Token {
    const token = this.expectAny();
    this.#at++;
    return token;
  }

  atSign(sign: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'sign' && token.text === sign;
  }

  takeSign(sign: string): boolean {
    const found = this.atSign(sign);
    if (found) this.#at++;
    return found;
  }

  expectSign(sign: string): void {
    if (!this.takeSign(sign)) throw new NotUnderstood();
  }

  atWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.kind === 'word' && token.text === word;
  }

  takeWord(word: string): boolean {
    const found = this.atWord(word);
    if (found) this.#at++;
    return found;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw new NotUnderstood();
  }

  expectName(): Token {
    const token = this.next();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw new NotUnderstood();
    return token;
  }

  /** Whether a subquery begins here. */
  atQuery(): boolean {
    return this.atWord('select') || this.atWord('with') || this.atWord('values') || this.atWord('table');
  }

  /**
   * Passes over tokens up to the bracket that closes the present one, and takes every name for a column or function:
   * a subquery is not taken apart, so this lists too much rather than too little.
   */
  skipQuery(): { kind: 'other'; start: number; end: number } {
    const { start } = this.expectAny();
    this.uses.subquery = true;
    const first = this.#at;
    for (let open = 0; !(open === 0 && this.atSign(')')); this.#at++) {
      const token = this.expectAny();
      if (token.kind !== 'sign') continue;
      if (token.text === '(') open++;
      if (token.text === ')') open--;
    }
    scanUses(this.tokens.slice(first, this.#at), this.uses);
    return { kind: 'other', start, end: this.end };
  }
}

/** Takes each name before a bracket for a function and each other name for a column, without regard to structure. */
export function scanUses(tokens: readonly Token[], uses: Uses): void {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || !isName(token)) continue;
    const first = token;
    let last = token;
    const parts = [token.text];
    while (tokens[at + 1]?.text === '.' && isNamePart(tokens[at + 2])) {
      at += 2;
      last = tokens[at] ?? last;
      parts.push(last.text);
    }
    const span = { start: first.start, end: last.end };
    const name = parts.at(-1) ?? '';
    const qualifier = parts.length > 1 ? parts.slice(0, -1) : [];
    const following = tokens[at + 1];
    if (following?.kind === 'sign' && following.text === '(') {
      uses.functions.push({ name, span, ...schemaOf(qualifier) });
    } else {
      uses.columns.push({ name, ...tableOf(qualifier), span, nameSpan: { start: last.start, end: last.end } });
    }
  }
}

function isNamePart(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

function isName(token: Token): boolean {
  if (token.kind === 'quoted') return true;
  return token.kind === 'word' && !reservedWords.has(token.text) && !functionOrTypeWords.has(token.text);
}

function schemaOf(qualifier: readonly string[]): { schema?: string } {
  const schema = qualifier.at(-1);
  return schema === undefined ? {} : { schema };
}

/** The table in front of a column, from the parts of its name. */
export function tableOf(qualifier: readonly string[]): Pick<ColumnUse, 'table'> {
  const name = qualifier.at(-1);
  if (name === undefined) return {};
  const schema = qualifier.at(-2);
  return { table: schema === undefined ? { name } : { schema, name } };
}
