import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { InternalFailure } from '../core/report.js';
import { describeSystemError, UsageError } from '../project/errors.js';
import { rulePage } from '../project/package.js';
import { displayPath } from '../project/paths.js';
import type { ReportContext } from '../report/context.js';
import { wantsColor } from './io.js';
import type { Io } from './io.js';

/** What reporters may know about where their text goes: a file has neither colours nor a width of its own. */
export function contextOf(io: Io, color: boolean, outputFile?: string): ReportContext {
  const common = { prefix: prefixOf(io), page: rulePage };
  if (outputFile !== undefined) return { ...common, colors: false, width: 80 };
  const width = io.stdout.columns ?? (Number(io.env.COLUMNS) || 80);
  return { ...common, colors: wantsColor(io.stdout, io.env, color), width };
}

/** The way from the root of the repository, which GitHub Actions and GitLab CI name, to the working directory. */
function prefixOf({ cwd, env }: Io): string {
  const root = env.GITHUB_WORKSPACE ?? env.CI_PROJECT_DIR;
  if (root === undefined || root === '') return '';
  const relative = path.relative(root, cwd);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? '' : `${displayPath(cwd, root)}/`;
}

/** Writes a report where it was asked for. Throws a UsageError when the file cannot be written. */
export function writeReport(text: string, io: Io, outputFile: string | undefined): void {
  if (outputFile === undefined) {
    io.stdout.write(text);
    return;
  }
  const file = path.resolve(io.cwd, outputFile);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`The report could not be written to ${outputFile}: ${describeSystemError(error)}.`);
  }
}

/** Tells of files on which the program itself failed. */
export function tellFailures(failures: readonly InternalFailure[], io: Io): void {
  for (const { path: file, message } of failures) {
    io.stderr.write(
      `lockstep: internal error in ${file}: ${message}\n` +
        'This is a bug in Lockstep; the file was not judged. Please report it with the file.\n',
    );
  }
}
