import { UsageError } from '../project/errors.js';
import type { RunOptions } from '../project/plan.js';
import type { Io } from './io.js';
import type { ReadingOptions } from './program.js';

/** What to read, from the arguments of a command and standard input. Throws a UsageError when there is nothing. */
export async function inputOf(paths: readonly string[], options: ReadingOptions, io: Io): Promise<RunOptions> {
  const { config, pgVersion, djangoVersion, schema, stdinFilename } = options;
  const common = {
    cwd: io.cwd,
    ...(config === undefined ? {} : { config }),
    ...(pgVersion === undefined ? {} : { postgres: pgVersion }),
    ...(djangoVersion === undefined ? {} : { django: djangoVersion }),
    ...(schema === undefined ? {} : { schema }),
    onNote: (note: string) => io.stderr.write(`lockstep: ${note}\n`),
  };
  const files = paths.filter((path) => path !== '-');
  const readsInput = files.length < paths.length || stdinFilename !== undefined || paths.length === 0;
  if (!readsInput) return { ...common, paths: files };
  if (io.stdin.isTTY && paths.length === 0) {
    throw new UsageError(
      'Nothing to read: name files, directories or glob patterns.\nFor example: lockstep lint migrations',
    );
  }
  const text = await io.stdin.read();
  if (text.length === 0) {
    throw new UsageError(
      'Nothing to read: no path was given and standard input is empty.\nFor example: lockstep lint migrations',
    );
  }
  return { ...common, paths: files, stdin: { text, ...(stdinFilename === undefined ? {} : { path: stdinFilename }) } };
}
