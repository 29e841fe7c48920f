import type { HistoryNamespace, HistoryRunner } from '../../src/core/history-graph.js';
import { append } from '../../src/core/lists.js';
import type { HistoryNode } from '../../src/core/history-graph.js';
import { defineRule } from '../../src/core/rule.js';
import { listed } from '../../src/core/wording.js';

export default defineRule({
  id: 'duplicate-version',
  family: 'branches',
  severity: 'error',
  summary: 'Two migrations have one version, and their runner refuses them or never runs one of them.',
  messages: {
    refused: {
      message: '{{id}} has the version {{version}}, which {{others}} has too: {{runner}} refuses to run them.',
      why: 'Both were numbered on branches of their own, and git has merged them without a word. The deployment stops here.',
      instead: 'Give the one that has run nowhere yet the next version.',
    },
    skipped: {
      message:
        '{{id}} has the version {{version}}, which {{others}} has too: where one of them has run, {{runner}} takes the other for done.',
      why: 'Nothing fails: the migration is never run on databases that have the other one, and the code that needs it finds nothing.',
      instead: 'Give the one that has run nowhere yet the next version.',
    },
  },
  checkHistory({ history: { namespaces, runner } }) {
    const { duplicates } = runner;
    return duplicates === undefined ? [] : namespaces.flatMap((namespace) => problemsOf(namespace, runner, duplicates));
  },
});

/** Told at the last of those that were asked for: it is most likely the new one. */
function problemsOf({ nodes }: HistoryNamespace, { name }: HistoryRunner, effect: 'error' | 'skipped') {
  const byVersion = new Map<string, HistoryNode[]>();
  for (const node of nodes) if (node.version !== undefined) append(byVersion, node.version, node);
  return [...byVersion].flatMap(([version, same]) => {
    const node = same.findLast(({ judged }) => judged);
    if (same.length < 2 || node === undefined) return [];
    const others = listed(same.filter((other) => other !== node).map(({ id }) => id));
    const messageId = effect === 'error' ? ('refused' as const) : ('skipped' as const);
    return [{ node, messageId, data: { id: node.id, version, others, runner: name } }];
  });
}
