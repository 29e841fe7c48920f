import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Applicability } from '../core/finding.js';
import { fixFiles } from '../project/fix.js';
import type { FixedFile } from '../project/fix.js';
import type { LintResult } from '../project/lint.js';
import type { RunOptions } from '../project/plan.js';
import { replaceFiles } from '../project/write-files.js';
import { rules } from '../../rules/index.js';
import type { Io } from './io.js';
import type { LintCommandOptions } from './program.js';

/**
 * Applies the rewrites that stay inside a file: `--fix` those that are safe, `--fix-suggestions` also those that need a
 * look, which is why they are shown. Standard input comes out on standard output. Answers what is left to find.
 */
export async function applyFixes(run: RunOptions, options: LintCommandOptions, io: Io): Promise<LintResult> {
  const { lint, files, input } = await fixFiles(run, rules, allowedBy(options));
  const onDisk = files.filter(({ target }) => target !== undefined);
  if (options.fixSuggestions === true || options.fixDryRun === true) {
    for (const file of onDisk) io.stderr.write(diffOf(file));
  }
  if (options.fixDryRun === true) {
    if (onDisk.length > 0) io.stderr.write(`lockstep: ${told(onDisk)} would be applied; nothing was written.\n`);
  } else {
    replaceFiles(onDisk.flatMap(({ target, ...file }) => (target === undefined ? [] : [{ ...file, target }])));
    if (onDisk.length > 0) io.stderr.write(`lockstep: applied ${told(onDisk)}.\n`);
  }
  if (input !== undefined) io.stdout.write(input);
  return lint;
}

function allowedBy({ fixSuggestions }: LintCommandOptions): ReadonlySet<Applicability> {
  // What has a hole in it is never applied.
  return new Set<Applicability>(fixSuggestions === true ? ['safe', 'unsafe'] : ['safe']);
}

function diffOf({ path, before, after }: FixedFile): string {
  return createTwoFilesPatch(path, path, before, after, undefined, undefined, {
    context: 2,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

function told(files: readonly FixedFile[]): string {
  const count = files.reduce((sum, { rewrites }) => sum + rewrites, 0);
  return `${count} fix${count === 1 ? '' : 'es'} in ${files.length} file${files.length === 1 ? '' : 's'}`;
}
