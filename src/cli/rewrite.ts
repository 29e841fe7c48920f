import { rules } from '../../rules/index.js';
import { UsageError } from '../project/errors.js';
import { rewriteFiles, writePlans } from '../project/rewrite.js';
import type { RewriteResult } from '../project/rewrite.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';
import { contextOf, tellFailures, writeReport } from './output.js';
import type { RewriteCommandOptions } from './program.js';

/** `lockstep rewrite`. Answers the exit code: 1 when a hazard at error level has no way out or a plan has a hole. */
export async function rewriteCommand(
  paths: readonly string[],
  options: RewriteCommandOptions,
  io: Io,
): Promise<0 | 1 | 2> {
  const input = await inputOf(paths, options, io);
  if (options.write === true && input.stdin !== undefined) {
    throw new UsageError('--write needs the migration as a file: what comes from standard input has no place to go.');
  }
  const answers = new Map((options.set ?? []).map(answerOf));
  const result = await rewriteFiles({ ...input, answers }, rules);
  const [unused] = result.unusedAnswers;
  if (unused !== undefined) throw new UsageError(`--set ${unused}: no plan asks for it.${asked(result)}`);
  const incomplete = result.plans.find(({ applicability }) => applicability === 'display-only');
  const writes = options.write === true && incomplete === undefined;
  if (writes) writePlans(result.plans, io.cwd);
  writeReport(await textOf(result, options, io), io, options.outputFile);
  tellWhatIsLeft(result, io);
  if (writes && result.plans.length > 0) tellWritten(result, io);
  if (options.write === true && incomplete !== undefined) {
    io.stderr.write(`lockstep: nothing was written: ${incomplete.path} needs values that only you know (--set).\n`);
  }
  tellFailures(result.failures, io);
  if (result.failures.length > 0) return 2;
  return incomplete !== undefined || result.left.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function answerOf(text: string): readonly [string, string] {
  const [, name, expression] = /^\s*([^=]+?)\s*=(.*)$/s.exec(text) ?? [];
  if (name === undefined || expression === undefined || expression.trim() === '') {
    throw new UsageError(`--set ${text}: write it as table.column=expression, for example --set users.email="''".`);
  }
  return [name, expression.trim()];
}

function asked({ plans }: RewriteResult): string {
  const names = plans.flatMap(({ holes }) => holes.map(({ name }) => name));
  return names.length === 0 ? '' : ` Asked for: ${names.join(', ')}.`;
}

async function textOf({ plans }: RewriteResult, options: RewriteCommandOptions, io: Io): Promise<string> {
  if (options.format === 'json') return (await import('../report/plan-json.js')).planJson(plans);
  const { planPretty } = await import('../report/plan-pretty.js');
  return planPretty(plans, contextOf(io, options.color, options.outputFile));
}

function tellWhatIsLeft({ plans, left, obstacles }: RewriteResult, io: Io): void {
  for (const [path, reason] of obstacles) io.stderr.write(`lockstep: no plan for ${path}: ${reason}\n`);
  if (left.length > 0) {
    const errors = left.filter(({ severity }) => severity === 'error').length;
    const ids = [...new Set(left.map(({ rule }) => rule))].join(', ');
    io.stderr.write(
      `lockstep: ${left.length} finding${left.length === 1 ? '' : 's'} (${errors} at error level) left to you: ${ids}.\n`,
    );
  } else if (plans.length === 0) io.stderr.write('lockstep: nothing to rewrite.\n');
}

function tellWritten({ plans }: RewriteResult, io: Io): void {
  const files = plans.flatMap(({ phases }) => phases.flatMap((phase) => phase.files.map(({ path }) => path)));
  io.stderr.write(`lockstep: wrote ${files.join(', ')}\n`);
}
