import type { HistoryNamespace, HistoryNode, HistoryRunner } from '../../src/core/history-graph.js';
import { defineRule } from '../../src/core/rule.js';
import { listed } from '../../src/core/wording.js';

export default defineRule({
  id: 'several-heads',
  family: 'branches',
  severity: 'error',
  summary: 'A line of history that ends in more than one migration.',
  messages: {
    severalHeads: {
      message: 'The {{noun}} {{namespace}} has {{count}} heads: {{heads}}.',
      why: '{{runner}} does not know which of them comes last, and runs nothing: {{refusal}}',
      instead:
        'Look whether the branches change the same things. If they do not, {{merge}}; if they do, let one of them depend on the other, which fixes their order.',
    },
    loneRoot: {
      message:
        'This migration depends on no other of the {{noun}} {{namespace}}, so it is a second beginning: the heads are {{heads}}.',
      why: '{{runner}} does not know which of them comes last, and runs nothing: {{refusal}}',
      instead: 'Let it depend on the migration it is to follow. Branches without a common ancestor cannot be merged.',
    },
  },
  checkHistory({ history: { namespaces, runner } }) {
    return namespaces.flatMap((namespace) => problemOf(namespace, runner) ?? []);
  },
});

/**
 * It is told once for a namespace, at the last of the heads that were asked for; a merge of earlier branches is rather
 * what the others have missed.
 */
function problemOf(namespace: HistoryNamespace, runner: HistoryRunner) {
  const { heads, uncertain, name } = namespace;
  const asked = heads.filter(({ judged }) => judged);
  const node = asked.findLast((head) => parentsOf(head).length < 2) ?? asked.at(-1);
  if (heads.length < 2 || node === undefined || uncertain) return undefined;
  const parents = parentsOf(node);
  const [only] = parents;
  const isLoneRoot = parents.length === 0 && namespace.roots.length > 1 && namespace.roots[0] !== node;
  return {
    node,
    messageId: isLoneRoot ? ('loneRoot' as const) : ('severalHeads' as const),
    data: {
      noun: runner.namespaceNoun,
      namespace: name,
      count: String(heads.length),
      heads: listed(heads.map(({ id }) => id)),
      runner: runner.name,
      refusal: namespace.refusal ?? 'the history branches.',
      merge: runner.merge ?? 'write a migration that follows all of them',
    },
    span: parents.length === 1 && only !== undefined ? only.span : node.span,
  };
}

function parentsOf({ links, namespace }: HistoryNode) {
  return links.filter((link) => link.to === 'parent' && link.namespace === namespace && link.state === 'found');
}
