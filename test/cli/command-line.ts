import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { runCommandLine } from '../../src/cli/run.js';

/** What a run of the program left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; a terminal when absent. */
  readonly stdin?: string | Buffer;
  readonly isTTY?: boolean;
}

/** Runs the program in this process. */
export async function lockstep(args: readonly string[], world: World = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const isTTY = world.isTTY ?? false;
  const { stdin } = world;
  const code = await runCommandLine(args, {
    cwd: world.cwd ?? process.cwd(),
    env: world.env ?? {},
    stdout: { isTTY, columns: isTTY ? 80 : undefined, write: (text) => void out.push(text) },
    stderr: { isTTY, columns: isTTY ? 80 : undefined, write: (text) => void err.push(text) },
    stdin: { isTTY: stdin === undefined, read: () => Promise.resolve(Buffer.from(stdin ?? '')) },
  });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

/** The findings of a run with `--format json`, as far as tests look at them. */
export interface JsonFinding {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly message: string;
  readonly fingerprint: string;
}

/** Lints with `--format json` and reads the report. */
export async function lintJson(
  args: readonly string[],
  world: World = {},
): Promise<Outcome & { readonly summary: Record<string, number>; readonly findings: readonly JsonFinding[] }> {
  const outcome = await lockstep(['lint', '--format', 'json', ...args], world);
  if (outcome.stdout === '') throw new Error(`No report: ${outcome.stderr}`);
  const { summary, findings } = JSON.parse(outcome.stdout) as {
    summary: Record<string, number>;
    findings: JsonFinding[];
  };
  return { ...outcome, summary, findings };
}

/** Makes a directory with files for one test and answers its path. */
export function project(files: Readonly<Record<string, string | Buffer>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'lockstep-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return root;
}
