import type { HistoryCycle, HistoryRunner } from '../../src/core/history-graph.js';
import { nodeName } from '../../src/core/history-graph.js';
import { defineRule } from '../../src/core/rule.js';
import { listed } from '../../src/core/wording.js';

export default defineRule({
  id: 'dependency-cycle',
  family: 'branches',
  severity: 'error',
  summary: 'Migrations that wait for each other in a circle.',
  messages: {
    cycle: {
      message: 'These migrations wait for each other: {{nodes}}.',
      why: 'None of them can run before the others, so {{runner}} runs nothing at all: {{refusal}}',
      instead:
        'Take one of the dependencies out. Where two {{noun}}s need each other, create both tables first and add the foreign key that closes the circle in a migration of its own.',
    },
    replacements: {
      message: 'These migrations are to replace each other: {{nodes}}.',
      why: 'It cannot be said which of them stays, so {{runner}} runs nothing at all: {{refusal}}',
      instead: 'Let only the newest of them name the others in what it replaces.',
    },
  },
  checkHistory({ history: { cycles, runner } }) {
    return cycles.flatMap((cycle) => problemOf(cycle, runner) ?? []);
  },
});

/** It is told once, at the last migration of the circle that was asked for. */
function problemOf({ nodes, of, refusal }: HistoryCycle, runner: HistoryRunner) {
  const node = nodes.findLast(({ judged }) => judged);
  if (node === undefined) return undefined;
  const names = new Set(nodes.map(nodeName));
  // Who asks to run before others is more likely to have closed the circle than who depends on them.
  const kinds = of === 'order' ? (['child', 'parent'] as const) : (['replaced'] as const);
  const [link] = kinds.flatMap((to) => node.links.filter((one) => one.to === to && names.has(nodeName(one))));
  return {
    node,
    messageId: of === 'order' ? ('cycle' as const) : ('replacements' as const),
    data: { nodes: listed([...names]), runner: runner.name, noun: runner.namespaceNoun, refusal },
    ...(link === undefined ? {} : { span: link.span }),
  };
}
