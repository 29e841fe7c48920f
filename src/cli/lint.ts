import type { Report } from '../core/report.js';
import { lintFiles } from '../project/lint.js';
import type { LintResult } from '../project/lint.js';
import type { RunOptions } from '../project/plan.js';
import { formats } from '../report/formats.js';
import { rules } from '../../rules/index.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';
import { contextOf, tellFailures, writeReport } from './output.js';
import type { LintCommandOptions } from './program.js';
import { progressFor } from './progress.js';

/** `lockstep lint`. Answers the exit code. */
export async function lintCommand(paths: readonly string[], options: LintCommandOptions, io: Io): Promise<0 | 1 | 2> {
  const print = await formats[options.format]();
  const input = await inputOf(paths, options, io);
  const progress = progressFor(io);
  const run: RunOptions = { ...input, ...(options.rule && { only: options.rule }), onProgress: progress.update };
  let result;
  try {
    result = wantsFixes(options) ? await fixed(run, options, io) : await lintFiles(run, rules);
  } finally {
    progress.stop();
  }
  const { report } = result;
  const shown = options.quiet === true ? errorsOnly(report) : report;
  const text = print(shown, contextOf(io, options.color, options.outputFile));
  // Standard output belongs to the fixed text of what was piped in.
  const isPiped = wantsFixes(options) && input.stdin !== undefined && options.outputFile === undefined;
  if (isPiped) io.stderr.write(text);
  else writeReport(text, io, options.outputFile);
  tellFailures(report.failures, io);
  if (report.failures.length > 0) return 2;
  const limit = options.maxWarnings ?? result.maxWarnings;
  const tooMany = limit !== undefined && report.summary.warnings > limit;
  if (tooMany) io.stderr.write(`lockstep: ${report.summary.warnings} warnings, but at most ${limit} are allowed.\n`);
  return report.summary.errors > 0 || tooMany ? 1 : 0;
}

function wantsFixes({ fix, fixSuggestions, fixDryRun }: LintCommandOptions): boolean {
  return fix === true || fixSuggestions === true || fixDryRun === true;
}

/** Loaded only when it is asked for: most runs change nothing. */
async function fixed(run: RunOptions, options: LintCommandOptions, io: Io): Promise<LintResult> {
  const { applyFixes } = await import('./fix.js');
  return applyFixes(run, options, io);
}

/** The counts stay: what is not shown is not silently gone. */
function errorsOnly(report: Report): Report {
  return { ...report, findings: report.findings.filter(({ severity }) => severity === 'error') };
}
