import type { ParseResult, RawStmt } from 'libpg-query';
import { offsetMapOf, type OffsetMap } from './positions.js';
import { loadWasm, parsePlPgSql, parseSql } from './wasm.js';

/** What PostgreSQL's parser made of a text. Offsets are UTF-16 units of that text. */
export type ParseOutcome =
  | { readonly ok: true; readonly statements: readonly RawStmt[]; readonly offsets: OffsetMap }
  | {
      readonly ok: false;
      readonly message: string;
      readonly offset: number;
      /** The parser gave up (memory, stack), which says nothing about the SQL. */
      readonly exhausted: boolean;
    };

/** Loads the parser's WebAssembly. Must have resolved before anything is parsed. */
export async function loadParser(): Promise<void> {
  await loadWasm();
}

/** Parses a text that holds no NUL and no lone surrogate. Never throws. */
export function parseStatements(text: string): ParseOutcome {
  if (text === '') return { ok: true, statements: [], offsets: offsetMapOf('') };
  try {
    const parsed = parseSql(text);
    if (parsed.ok) return openTree(text, parsed.json);
    const { message, character } = parsed;
    // Positions in errors count characters (code points), not bytes: pg_query takes them from errposition().
    return { ok: false, message, offset: unitOfCharacter(text, character), exhausted: isExhaustion(message) };
  } catch (error) {
    return { ok: false, message: messageOf(error), offset: 0, exhausted: true };
  }
}

/** The tree of a text that was parsed before, from its JSON. */
export function openTree(text: string, json: string): ParseOutcome & { readonly ok: true } {
  const tree = JSON.parse(json) as ParseResult; // The parser writes what its types say.
  return { ok: true, statements: tree.stmts ?? [], offsets: offsetMapOf(text) };
}

/** The tree of a text as JSON, for `openTree`; undefined when the text cannot be parsed. Never throws. */
export function parseToJson(text: string): string | undefined {
  try {
    const parsed = parseSql(text);
    return parsed.ok ? parsed.json : undefined;
  } catch {
    // The parser gave up. Whoever parses the text again is told why.
    return undefined;
  }
}

/** The tree of a PL/pgSQL function or DO statement, as JSON; or the message of the error. Never throws. */
export function parsePlPgSQL(
  text: string,
): { readonly ok: true; readonly tree: unknown } | { readonly ok: false; readonly message: string } {
  try {
    const parsed = parsePlPgSql(text);
    return parsed.ok ? { ok: true, tree: JSON.parse(parsed.json) } : { ok: false, message: parsed.message };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isExhaustion(message: string): boolean {
  return /memory exhausted|stack depth limit|out of memory/i.test(message);
}

function unitOfCharacter(text: string, character: number): number {
  let unit = 0;
  for (let seen = 0; seen < character && unit < text.length; seen++) {
    const code = text.charCodeAt(unit);
    unit += code >= 0xd800 && code < 0xdc00 ? 2 : 1;
  }
  return unit;
}
