import { rules } from '../../rules/index.js';
import { inspectFiles } from '../project/inspect.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';
import { contextOf, tellFailures, writeReport } from './output.js';
import type { InspectCommandOptions } from './program.js';

/** `lockstep inspect`. Answers the exit code: 1 when something could not be read. */
export async function inspectCommand(
  paths: readonly string[],
  options: InspectCommandOptions,
  io: Io,
): Promise<0 | 1 | 2> {
  const { inspection, failures } = await inspectFiles(await inputOf(paths, options, io), rules);
  const context = contextOf(io, options.color, options.outputFile);
  const text =
    options.format === 'json'
      ? (await import('../report/inspection-json.js')).inspectionJson(inspection)
      : (await import('../report/timeline.js')).timeline(inspection, context);
  writeReport(text, io, options.outputFile);
  tellFailures(failures, io);
  if (failures.length > 0) return 2;
  return inspection.migrations.some(({ migration }) => migration.problems.length > 0) ? 1 : 0;
}
