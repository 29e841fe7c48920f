import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Applicability, Rewrite } from '../core/finding.js';
import type { Report } from '../core/report.js';
import type { Rule } from '../core/rule.js';
import { decode, encodeLike } from './decode.js';
import { applyRewrites } from './edits.js';
import { UsageError } from './errors.js';
import { lintFiles } from './lint.js';
import type { LintResult } from './lint.js';
import { unnamedInput } from './plan.js';
import type { RunOptions } from './plan.js';
import { displayPath } from './paths.js';

/** One file with what the rewrites made of it. */
export interface FixedFile {
  /** As reports show it. */
  readonly path: string;
  /** Absolute; undefined for standard input, which nobody writes back. */
  readonly target: string | undefined;
  readonly before: string;
  readonly after: string;
  /** `before` and `after` as they are on the disk: with the byte order mark and in the encoding that the file has. */
  readonly bytesBefore: Buffer;
  readonly bytes: Buffer;
  /** How many rewrites were applied. */
  readonly rewrites: number;
}

export interface FixResult {
  /** What is left to find in the fixed files. */
  readonly lint: LintResult;
  /** The files that changed, in the order they were met. */
  readonly files: readonly FixedFile[];
  /** Standard input as it is after the fixes, if there was one. */
  readonly input: string | undefined;
}

/** After so many passes the rewrites are taken not to come to rest. */
const mostPasses = 10;

/**
 * Lints, applies the rewrites that are allowed, and lints again what came out, until nothing more is to be applied. It
 * all happens in memory: the disk is left as it is.
 */
export async function fixFiles(
  options: RunOptions,
  rules: readonly Rule[],
  allowed: ReadonlySet<Applicability>,
): Promise<FixResult> {
  const desk = new Desk(options);
  let lint = await lintFiles(desk.options, rules);
  for (let pass = 1; desk.apply(lint.report, allowed); pass++) {
    if (pass > mostPasses) {
      options.onNote?.(`The fixes did not come to rest after ${mostPasses} passes: look at what they did.`);
      break;
    }
    lint = await lintFiles(desk.options, rules);
  }
  return { lint, files: desk.files, input: desk.input };
}

/** The files while they are worked on. */
class Desk {
  readonly #given: RunOptions;
  readonly #cwd: string;
  readonly #files = new Map<string, FixedFile>();
  #passes = 0;

  constructor(options: RunOptions) {
    this.#given = options;
    this.#cwd = path.resolve(options.cwd ?? process.cwd());
  }

  get files(): readonly FixedFile[] {
    return [...this.#files.values()];
  }

  get input(): string | undefined {
    const { stdin } = this.#given;
    if (stdin === undefined) return undefined;
    return this.#files.get(this.#inputPath())?.after ?? decode(Buffer.from(stdin.text)).text;
  }

  /** What to lint: the files as they are by now. */
  get options(): RunOptions {
    if (this.#passes === 0) return this.#given;
    const { stdin } = this.#given;
    const contents = new Map<string, Buffer>();
    for (const { target, bytes } of this.#files.values()) if (target !== undefined) contents.set(target, bytes);
    const input = this.#files.get(this.#inputPath());
    return {
      ...this.#given,
      contents,
      // The first pass has said what there is to say about the files.
      onNote: () => undefined,
      ...(stdin === undefined || input === undefined ? {} : { stdin: { ...stdin, text: input.bytes } }),
    };
  }

  /** Applies what a report offers. Answers whether anything changed. */
  apply({ findings, sources }: Report, allowed: ReadonlySet<Applicability>): boolean {
    this.#passes++;
    const offered = new Map<string, Rewrite[]>();
    for (const { path: file, rewrite } of findings) {
      if (rewrite === undefined || !allowed.has(rewrite.applicability)) continue;
      const known = offered.get(file);
      if (known === undefined) offered.set(file, [rewrite]);
      else known.push(rewrite);
    }
    let changed = false;
    for (const [file, rewrites] of offered) {
      const text = sources.get(file)?.text;
      if (text === undefined) continue;
      const edited = applyRewrites(text, rewrites);
      if (edited.text === text) continue;
      const { bytesBefore, before, target, rewrites: earlier } = this.#files.get(file) ?? this.#opened(file, text);
      const bytes = encodeLike(edited.text, bytesBefore);
      this.#files.set(file, {
        path: file,
        target,
        before,
        after: edited.text,
        bytesBefore,
        bytes,
        rewrites: earlier + edited.applied,
      });
      changed = true;
    }
    return changed;
  }

  #opened(file: string, text: string): Pick<FixedFile, 'target' | 'before' | 'bytesBefore' | 'rewrites'> {
    const { stdin } = this.#given;
    if (stdin !== undefined && file === this.#inputPath()) {
      return { target: undefined, before: text, bytesBefore: Buffer.from(stdin.text), rewrites: 0 };
    }
    const target = path.resolve(this.#cwd, file);
    const bytesBefore = readFileSync(target);
    if (decode(bytesBefore).text !== text) {
      throw new UsageError(`${file} was changed by somebody else meanwhile, and nothing was written. Run it again.`);
    }
    return { target, before: text, bytesBefore, rewrites: 0 };
  }

  /** How reports call standard input. */
  #inputPath(): string {
    const named = this.#given.stdin?.path;
    return named === undefined ? unnamedInput : displayPath(path.resolve(this.#cwd, named), this.#cwd);
  }
}
