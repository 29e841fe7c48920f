import { tokenize, type Token } from './tokens.js';

/** A piece of a PL/pgSQL body that the server runs as SQL. Offsets are of the body. */
export interface BodyStatement {
  /** `query`: SQL as it stands; `perform`: the rest of a PERFORM, which lacks its SELECT; `dynamic`: the operand of EXECUTE. */
  readonly kind: 'query' | 'perform' | 'dynamic';
  readonly start: number;
  readonly end: number;
  /** Parts that are PL/pgSQL inside the SQL: the `INTO target` clauses. */
  readonly blanks: readonly { readonly start: number; readonly end: number }[];
  readonly conditional: boolean;
  /** The conditions that EXCEPTION clauses around it catch, as written in lower case. */
  readonly caught: readonly string[];
}

/** The SQL in a body, and whether the body's blocks close as they should. */
export interface BodyOutline {
  readonly statements: readonly BodyStatement[];
  readonly balanced: boolean;
}

/**
 * Finds the SQL in a PL/pgSQL body. Its own scanner because `parsePlPgSQL` says only in which line a statement begins,
 * and refuses bodies whose variables have types that only the database knows.
 * https://www.postgresql.org/docs/current/plpgsql-structure.html
 */
export function outlineOf(body: string): BodyOutline {
  const outline = new Outline(body);
  outline.run();
  return { statements: outline.statements, balanced: outline.balanced };
}

/** Statements that neither run SQL of interest nor hold others. */
const plain = new Set(['null', 'raise', 'assert', 'get', 'exit', 'continue', 'fetch', 'move', 'close', 'open']);

class Outline {
  readonly statements: (BodyStatement & { caught: string[] })[] = [];
  balanced = true;
  private readonly tokens: readonly Token[];
  /** What is open: a block is conditional only in its EXCEPTION part. */
  private readonly open: { readonly word: string; conditional: boolean; readonly from: number }[] = [];
  private at = 0;

  constructor(private readonly body: string) {
    this.tokens = tokenize(body);
  }

  run(): void {
    while (this.at < this.tokens.length) this.statement();
    if (this.open.length > 0) this.balanced = false;
  }

  private statement(): void {
    const word = this.word(this.at);
    switch (word) {
      case ';':
      case 'else':
        this.at++;
        return;
      // `#variable_conflict use_column`: an option of the compiler, which ends without a semicolon.
      case '#':
        this.at += 3;
        return;
      case '<<':
        this.at = this.find(['>>'], this.at) + 1;
        return;
      case 'declare':
        this.declarations();
        return;
      case 'begin': {
        this.enter('begin', false, this.at + 1);
        return;
      }
      case 'exception': {
        this.handlers();
        return;
      }
      case 'when':
      case 'elsif':
      case 'elseif':
        this.at = this.find(['then'], this.at + 1) + 1;
        return;
      case 'if': {
        this.enter('if', true, this.find(['then'], this.at + 1) + 1);
        return;
      }
      case 'case': {
        this.enter('case', true, this.find(['when'], this.at + 1));
        return;
      }
      case 'loop': {
        this.enter('loop', true, this.at + 1);
        return;
      }
      case 'while':
      case 'foreach': {
        this.enter('loop', true, this.find(['loop'], this.at + 1) + 1);
        return;
      }
      case 'for': {
        this.forLoop();
        return;
      }
      case 'end': {
        this.leave();
        return;
      }
      default: {
        this.simple(word);
        return;
      }
    }
  }

  private simple(word: string): void {
    const end = this.find([';'], this.at);
    if (word === 'execute') this.dynamic(this.at + 1, end);
    else if (word === 'perform') this.add('perform', this.at + 1, end);
    else if (word === 'return') this.returned(end);
    else if (!plain.has(word) && !this.isAssignment()) this.add('query', this.at, end);
    this.at = end + 1;
  }

  /** `RETURN QUERY` runs a query; a plain RETURN does not. */
  private returned(end: number): void {
    if (this.word(this.at + 1) !== 'query') return;
    if (this.word(this.at + 2) === 'execute') this.dynamic(this.at + 3, end);
    else this.add('query', this.at + 2, end);
  }

  private isAssignment(): boolean {
    return [':=', '=', '.', '['].includes(this.word(this.at + 1)) && this.tokens[this.at]?.kind !== 'dollar';
  }

  /** `FOR row IN query LOOP`: the query runs once, before the loop. */
  private forLoop(): void {
    const loop = this.find(['loop'], this.at + 1);
    const from = this.find(['in'], this.at + 1) + 1;
    const first = this.word(from);
    if (first === 'execute') this.dynamic(from + 1, loop);
    else if (['select', 'with', 'insert', 'update', 'delete', 'merge', 'values', 'table'].includes(first)) {
      this.add('query', from, loop);
    }
    this.enter('loop', true, loop + 1);
  }

  private declarations(): void {
    this.at++;
    while (this.at < this.tokens.length && this.word(this.at) !== 'begin') this.at = this.find([';'], this.at) + 1;
  }

  private handlers(): void {
    const block = this.open.at(-1);
    this.at++;
    if (block?.word !== 'begin') {
      this.balanced = false;
      return;
    }
    block.conditional = true;
    const caught = this.conditions();
    for (const statement of this.statements.slice(block.from)) statement.caught.push(...caught);
  }

  /** The conditions of all WHEN clauses of the EXCEPTION part that begins here; those of blocks inside it are no matter. */
  private conditions(): readonly string[] {
    const names: string[] = [];
    for (let at = this.at; this.word(at) === 'when';) {
      const then = this.find(['then'], at + 1);
      for (let index = at + 1; index < then; index++) if (this.word(index) !== 'or') names.push(this.word(index));
      at = this.endOfHandler(then + 1);
    }
    return names;
  }

  /** The next WHEN or END of the EXCEPTION part itself: blocks, IFs, CASEs and loops in a handler have their own. */
  private endOfHandler(from: number): number {
    let depth = 0;
    for (let at = from; at < this.tokens.length; at++) {
      const word = this.word(at);
      if (depth === 0 && (word === 'when' || word === 'end')) return at;
      if (['begin', 'case'].includes(word) || (['if', 'loop'].includes(word) && this.word(at - 1) !== 'end')) depth++;
      else if (word === 'end') depth--;
    }
    return this.tokens.length;
  }

  private enter(word: string, conditional: boolean, next: number): void {
    if (next > this.tokens.length) this.balanced = false;
    this.open.push({ word, conditional, from: this.statements.length });
    this.at = next;
  }

  private leave(): void {
    const closed = this.open.pop();
    const word = this.word(this.at + 1);
    const matches = closed?.word === 'begin' ? !['if', 'case', 'loop'].includes(word) : closed?.word === word;
    if (!matches) this.balanced = false;
    // `END CASE` opens no expression, so the search begins after it.
    this.at = this.find([';'], this.at + (closed?.word === 'begin' ? 1 : 2)) + 1;
  }

  /** The operand of EXECUTE ends at INTO or USING. */
  private dynamic(from: number, end: number): void {
    this.add('dynamic', from, Math.min(this.find(['into'], from, end), this.find(['using'], from, end)));
  }

  private add(kind: BodyStatement['kind'], from: number, to: number): void {
    const first = this.tokens[from];
    const last = this.tokens[to - 1];
    if (first === undefined || last === undefined || to <= from) {
      this.balanced = false;
      return;
    }
    const conditional = this.open.some((block) => block.conditional);
    const blanks = kind === 'dynamic' ? [] : this.targets(from, to);
    this.statements.push({ kind, start: first.start, end: last.end, blanks, conditional, caught: [] });
  }

  /** The `INTO [STRICT] target, ...` of a query, which is not SQL; but INSERT INTO and its like are. */
  private targets(from: number, to: number): { start: number; end: number }[] {
    const first = this.word(from);
    if (first === 'import' || first === 'create') return [];
    let into = this.find(['into'], from, to);
    if (into < to && ['insert', 'merge'].includes(this.word(into - 1))) into = this.find(['into'], into + 1, to);
    if (into >= to) return [];
    let end = this.word(into + 1) === 'strict' ? into + 3 : into + 2;
    for (let more = this.word(end); more === '.' || more === ',' || more === '['; more = this.word(end)) {
      end = more === '[' ? this.find([']'], end + 1, to) + 1 : end + 2;
    }
    const start = this.tokens[into]?.start ?? 0;
    return [{ start, end: this.tokens[Math.min(end, to) - 1]?.end ?? start }];
  }

  private word(index: number): string {
    const token = this.tokens[index];
    if (token === undefined || token.kind === 'string' || token.kind === 'dollar' || token.kind === 'quoted') return '';
    return this.body.slice(token.start, token.end).toLowerCase();
  }

  /** Index of the first of some words outside brackets and CASE expressions; `to` when there is none. */
  private find(words: readonly string[], from: number, to = this.tokens.length): number {
    let depth = 0;
    for (let index = from; index < to; index++) {
      const word = this.word(index);
      if (depth === 0 && words.includes(word)) return index;
      if (word === '(' || word === '[' || word === 'case') depth++;
      else if (word === ')' || word === ']' || (word === 'end' && depth > 0)) depth--;
    }
    return to;
  }
}
