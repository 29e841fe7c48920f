import type { HistoryLink, HistoryNode, HistoryRunner } from '../../src/core/history-graph.js';
import { nodeName } from '../../src/core/history-graph.js';
import { defineRule } from '../../src/core/rule.js';

const refused = '{{runner}} cannot build the history, and runs nothing at all: {{refusal}}';

export default defineRule({
  id: 'missing-parent',
  family: 'branches',
  severity: 'error',
  summary: 'A dependency on a migration that does not exist.',
  messages: {
    missing: {
      message: '{{migration}} names {{link}}, which does not exist.',
      why: refused,
      instead:
        'Name a migration that exists. If the file was renamed, squashed or deleted, name what took its place; if it is still on its way, merge it first.',
    },
    noNamespace: {
      message: '{{migration}} depends on the {{noun}} {{other}}, which nobody knows.',
      why: refused,
      instead: 'Correct the name, or install what it names.',
    },
    emptyNamespace: {
      message: '{{migration}} depends on the first or last migration of {{other}}, which has none.',
      why: refused,
      instead: 'Leave the dependency out, or write the first migration of {{other}}.',
    },
    unread: {
      message: 'What {{migration}} depends on is computed, and could not be read.',
      why: 'Its place in the history is not known: heads, missing parents and circles of {{other}} may go unseen.',
      instead: 'Write the dependency as a constant.',
      severity: 'warning',
    },
  },
  checkHistory({ history: { namespaces, runner } }) {
    return namespaces
      .flatMap(({ nodes }) => nodes)
      .filter(({ judged }) => judged)
      .flatMap((node) => node.links.flatMap((link) => problemOf(node, link, runner) ?? []));
  },
});

const messageIds = {
  missing: 'missing',
  'no-namespace': 'noNamespace',
  'empty-namespace': 'emptyNamespace',
  unread: 'unread',
} as const;

function problemOf(node: HistoryNode, link: HistoryLink, runner: HistoryRunner) {
  const { state, span, refusal } = link;
  if (state === 'found' || state === 'outside') return undefined;
  return {
    node,
    messageId: messageIds[state],
    data: {
      migration: nodeName(node),
      link: nodeName(link),
      other: state === 'unread' ? node.namespace : link.namespace,
      noun: runner.namespaceNoun,
      runner: runner.name,
      refusal: refusal ?? 'its history has a gap.',
    },
    span,
  };
}
