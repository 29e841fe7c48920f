import { append } from '../core/lists.js';
import type { Finding } from '../core/finding.js';
import type { HistoryGraph, HistoryNode } from '../core/history-graph.js';
import type { HistoryProblem, Rule } from '../core/rule.js';
import { FindingCollector } from './findings.js';
import { judgeInput } from './input.js';
import { rulesForHistories } from './settings.js';
import type { Settings } from './settings.js';
import { Suppressions } from './suppressions.js';

/** A problem together with the rule that found it. */
export interface RuleProblem {
  readonly rule: Rule;
  readonly problem: HistoryProblem;
}

/**
 * Runs the rules that look at how migrations hang together. Answers what they found by the path of the file where it is
 * to be told; whether a rule is on for that file is looked up when it is.
 */
export function judgeHistory(history: HistoryGraph, settings: Settings): ReadonlyMap<string, readonly RuleProblem[]> {
  const problems = new Map<string, RuleProblem[]>();
  for (const { rule, options } of rulesForHistories(settings)) {
    for (const problem of rule.checkHistory?.({ history, options }) ?? []) {
      append(problems, problem.node.source.path, { rule, problem });
    }
  }
  return problems;
}

/** Reports what was found in a history at one of its migrations. */
export function addHistoryProblems(
  problems: readonly RuleProblem[],
  settings: Settings,
  collector: FindingCollector,
): void {
  for (const { rule, problem } of problems) {
    const configured = settings.rules.find((one) => one.rule === rule);
    if (configured === undefined) continue;
    const { severity } = configured;
    const span = problem.span ?? problem.node.span;
    collector.add({ rule, severity, problem, operation: undefined, evidence: [], span });
  }
}

/** The findings of a migration's place in its history alone, and of reading it; what it does is not looked at. */
export function findingsOfHistory(
  node: HistoryNode,
  problems: readonly RuleProblem[],
  settings: Settings,
): readonly Finding[] {
  const collector = new FindingCollector(node, new Suppressions(node));
  judgeInput(node, collector);
  addHistoryProblems(problems, settings, collector);
  return collector.findings;
}
