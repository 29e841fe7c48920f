/** The inner module of libpg-query, which comes without types: the WebAssembly and what its glue exports. */
declare module 'libpg-query/wasm/libpg-query.js' {
  export interface PgQueryModule {
    /** The memory as it is now: it is another object after the WebAssembly has asked for more. */
    readonly HEAPU8: Uint8Array;
    readonly HEAPU32: Uint32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    /** Answers a pointer to a `PgQueryParseResult`: pointers to the tree, to what was logged, and to the error. */
    _wasm_parse_query_raw(query: number): number;
    _wasm_free_parse_result(result: number): void;
    /** Answers a string: the trees, or the message of the error. */
    _wasm_parse_plpgsql(query: number): number;
    _wasm_free_string(text: number): void;
  }
  export default function createModule(): Promise<PgQueryModule>;
}
