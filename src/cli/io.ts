/** What the program needs of the world around it; tests hand over their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: { readonly isTTY: boolean; read(): Promise<Buffer> };
}

/** A stream that text goes to. */
export interface Output {
  readonly isTTY: boolean;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
  write(text: string): void;
}

/**
 * Whether to colour: a terminal that wants it. `NO_COLOR` and `FORCE_COLOR` with any value but an empty one decide, the
 * latter with 0 against. https://no-color.org
 */
export function wantsColor(output: Output, env: Io['env'], option: boolean): boolean {
  if (!option || isSet(env.NO_COLOR)) return false;
  if (isSet(env.FORCE_COLOR)) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return output.isTTY && env.TERM !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
