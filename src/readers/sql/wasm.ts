import createModule from 'libpg-query/wasm/libpg-query.js';
import type { PgQueryModule } from 'libpg-query/wasm/libpg-query.js';

/** The JSON of a parse tree, or PostgreSQL's message with the character (from 0, in code points) it points at. */
export type RawParse =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly message: string; readonly character: number };

/** Loads the WebAssembly, once. */
export async function loadWasm(): Promise<void> {
  loading ??= createModule().then((loaded) => {
    pgQuery = loaded;
  });
  await loading;
}

/**
 * Parses SQL with PostgreSQL's grammar. Throws only when the WebAssembly itself gives up. This goes past the functions
 * of `libpg-query` because they copy texts character by character, which costs as much as a tenth of the parsing.
 */
export function parseSql(text: string): RawParse {
  const wasm = loaded();
  const query = write(wasm, text);
  try {
    const result = wasm._wasm_parse_query_raw(query);
    if (result === 0) throw new Error('The parser ran out of memory.');
    try {
      const error = wordAt(wasm, result + 8);
      return error === 0 ? { ok: true, json: read(wasm, wordAt(wasm, result)) } : errorAt(wasm, error);
    } finally {
      wasm._wasm_free_parse_result(result);
    }
  } finally {
    wasm._free(query);
  }
}

/** Parses the body of a PL/pgSQL function or DO statement; the statement is given whole. */
export function parsePlPgSql(text: string): RawParse {
  const wasm = loaded();
  const query = write(wasm, text);
  try {
    const result = wasm._wasm_parse_plpgsql(query);
    try {
      const answer = read(wasm, result);
      return answer.startsWith('{') ? { ok: true, json: answer } : { ok: false, message: answer, character: 0 };
    } finally {
      wasm._wasm_free_string(result);
    }
  } finally {
    wasm._free(query);
  }
}

let loading: Promise<void> | undefined;
let pgQuery: PgQueryModule | undefined;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function loaded(): PgQueryModule {
  if (pgQuery === undefined) throw new Error('Await loadSqlParser() before the first parse.');
  return pgQuery;
}

/** Copies a text into the memory of the WebAssembly, as UTF-8 with a NUL at its end. */
function write(wasm: PgQueryModule, text: string): number {
  // No UTF-16 unit needs more than three bytes.
  const pointer = wasm._malloc(text.length * 3 + 1);
  if (pointer === 0) throw new Error('The parser ran out of memory.');
  const { written } = encoder.encodeInto(text, wasm.HEAPU8.subarray(pointer, pointer + text.length * 3));
  wasm.HEAPU8[pointer + written] = 0;
  return pointer;
}

function read(wasm: PgQueryModule, pointer: number): string {
  return decoder.decode(wasm.HEAPU8.subarray(pointer, wasm.HEAPU8.indexOf(0, pointer)));
}

/** Reads a `PgQueryError`: message, function, file, line, and the position from 1, or 0 when there is none. */
function errorAt(wasm: PgQueryModule, error: number): RawParse {
  const message = wordAt(wasm, error);
  const position = wordAt(wasm, error + 16) | 0;
  return {
    ok: false,
    message: message === 0 ? 'unknown error' : read(wasm, message),
    character: Math.max(0, position - 1),
  };
}

function wordAt({ HEAPU32 }: PgQueryModule, pointer: number): number {
  return HEAPU32[pointer >> 2] ?? 0;
}
