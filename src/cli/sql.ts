import { sqlOf } from '../project/sql.js';
import { rules } from '../../rules/index.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';
import { tellFailures, writeReport } from './output.js';
import type { SqlCommandOptions } from './program.js';

/** `lockstep sql`. Answers the exit code: 1 when something could not be read. */
export async function sqlCommand(paths: readonly string[], options: SqlCommandOptions, io: Io): Promise<0 | 1 | 2> {
  const { migrations, failures } = await sqlOf(await inputOf(paths, options, io), rules);
  const texts = migrations.map(({ path, text }) => (migrations.length > 1 ? `-- ${path}\n${text}` : text));
  writeReport(texts.join('\n'), io, options.outputFile);
  const incomplete = migrations.filter(({ isComplete }) => !isComplete);
  for (const { path } of incomplete) {
    io.stderr.write(`lockstep: ${path} could not be read in full: see "lockstep lint ${path}".\n`);
  }
  tellFailures(failures, io);
  if (failures.length > 0) return 2;
  return incomplete.length > 0 ? 1 : 0;
}
