import type { Branches } from '../core/history-graph.js';
import { branchesOf } from '../project/branches.js';
import { rules } from '../../rules/index.js';
import { inputOf } from './input.js';
import type { Io } from './io.js';
import { contextOf, writeReport } from './output.js';
import type { BranchesCommandOptions } from './program.js';

/** `lockstep branches`. Answers the exit code: 1 when there is a finding at error level. */
export async function branchesCommand(
  paths: readonly string[],
  options: BranchesCommandOptions,
  io: Io,
): Promise<0 | 1> {
  const input = await inputOf(paths.length === 0 ? ['.'] : paths, options, io);
  const branches = await branchesOf(input, rules);
  writeReport(await textOf(branches, options, io), io, options.outputFile);
  return branches.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

async function textOf(branches: Branches, options: BranchesCommandOptions, io: Io): Promise<string> {
  switch (options.format) {
    case 'json':
      return (await import('../report/branches-json.js')).branchesJson(branches);
    case 'mermaid':
      return (await import('../report/branches-graph.js')).branchesMermaid(branches);
    case 'dot':
      return (await import('../report/branches-graph.js')).branchesDot(branches);
    default: {
      const { branchesPretty } = await import('../report/branches-pretty.js');
      return branchesPretty(branches, contextOf(io, options.color, options.outputFile));
    }
  }
}
