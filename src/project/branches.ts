import type { Finding } from '../core/finding.js';
import type { Branches, HistoryGraph } from '../core/history-graph.js';
import type { Rule } from '../core/rule.js';
import type { Source } from '../core/source.js';
import { findingsOfHistory, judgeHistory } from '../engine/history.js';
import type { HistoryFiles } from './histories.js';
import { displayPath } from './paths.js';
import { planRun } from './plan.js';
import type { Plan, RunOptions } from './plan.js';
import { sqlHistory } from './sql-history.js';

/**
 * Works out how migrations hang together, without looking at what they do. Only the namespaces are shown that files were
 * asked of, each as a whole. Throws a UsageError when it cannot start.
 */
export async function branchesOf(options: RunOptions, rules: readonly Rule[]): Promise<Branches> {
  const plan = await planRun({ ...options, whole: true }, rules);
  const histories: HistoryGraph[] = [];
  const findings: Finding[] = [];
  const sources = new Map<string, Source>();
  for (const history of plan.histories) {
    const graph = history.graph ?? (history.django === undefined ? sqlHistory(history, plan.cwd) : undefined);
    if (graph === undefined) continue; // The graph of a project stands with the first of its histories.
    histories.push({
      ...graph,
      namespaces: graph.namespaces.filter(({ nodes }) => nodes.some(({ judged }) => judged)),
    });
    for (const finding of await judged(graph, history, plan)) {
      findings.push(finding.finding);
      sources.set(finding.source.path, finding.source);
    }
  }
  return { histories, findings, sources };
}

async function judged(
  graph: HistoryGraph,
  { files }: HistoryFiles,
  plan: Plan,
): Promise<readonly { readonly finding: Finding; readonly source: Source }[]> {
  const [first] = files;
  if (first === undefined) return [];
  const problems = judgeHistory(graph, (await plan.resolverFor(first.path)).settingsFor(first.path).settings);
  const paths = new Map(files.map(({ path }) => [displayPath(path, plan.cwd), path]));
  const found: { readonly finding: Finding; readonly source: Source }[] = [];
  for (const node of graph.namespaces.flatMap(({ nodes }) => nodes)) {
    const { source } = node;
    const path = paths.get(source.path);
    const own = problems.get(source.path) ?? [];
    if (!node.judged || path === undefined || (own.length === 0 && node.problems.length === 0)) continue;
    const { settings } = (await plan.resolverFor(path)).settingsFor(path);
    found.push(...findingsOfHistory(node, own, settings).map((finding) => ({ finding, source })));
  }
  return found;
}
