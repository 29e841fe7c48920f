import { CommanderError } from 'commander';
import { UsageError } from '../project/errors.js';
import type { Io } from './io.js';
import { createProgram } from './program.js';

/**
 * Runs the program with the given arguments (without `node` and the script) and answers its exit code: 0 nothing at
 * error level, 1 findings at error level, 2 could not run. Never throws.
 */
export async function runCommandLine(args: readonly string[], io: Io): Promise<0 | 1 | 2> {
  const outcome: { code: 0 | 1 | 2 } = { code: 0 };
  try {
    await createProgram(io, (code) => (outcome.code = code)).parseAsync([...args], { from: 'user' });
    return outcome.code;
  } catch (error) {
    // Commander has printed help, version or what was wrong with the options.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) io.stderr.write(`lockstep: ${error.message}\n`);
    else io.stderr.write(internalError(error, io));
    return 2;
  }
}

function internalError(error: unknown, { env }: Io): string {
  const text = error instanceof Error ? error.message : String(error);
  const stack = env.LOCKSTEP_DEBUG !== undefined && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  return (
    `lockstep: internal error: ${text}\n` +
    'This is a bug in Lockstep, not in your migrations. Please report it with the command line and the file it ran on\n' +
    `(LOCKSTEP_DEBUG=1 shows where it happened).\n${stack}`
  );
}
