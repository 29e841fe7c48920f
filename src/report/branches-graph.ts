import type { Branches, HistoryGraph, HistoryNode } from '../core/history-graph.js';
import { nodeName } from '../core/history-graph.js';

/** The graph as a Mermaid flowchart, which code hosts draw in Markdown. Heads are drawn with a thick border. */
export function branchesMermaid(branches: Branches): string {
  const lines = ['flowchart LR'];
  const ids = new Ids();
  for (const graph of branches.histories) {
    for (const { name, nodes, heads } of graph.namespaces) {
      lines.push(`  subgraph ${ids.of(`${graph.runner.id} ${name}`)}["${quoted(name)}"]`);
      for (const node of nodes) lines.push(`    ${ids.of(nodeName(node))}["${quoted(node.id)}"]`);
      lines.push('  end');
      for (const head of heads) lines.push(`  style ${ids.of(nodeName(head))} stroke-width:3px`);
    }
    for (const [from, to] of edgesOf(graph)) lines.push(`  ${ids.of(from)} --> ${ids.of(to)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The graph for Graphviz. */
export function branchesDot(branches: Branches): string {
  const lines = ['digraph migrations {', '  rankdir=LR;', '  node [shape=box];'];
  for (const [at, graph] of branches.histories.entries()) {
    for (const [place, { name, nodes, heads }] of graph.namespaces.entries()) {
      lines.push(`  subgraph cluster_${at}_${place} {`, `    label=${string(name)};`);
      for (const node of nodes) {
        const style = heads.includes(node) ? ' penwidth=3' : '';
        lines.push(`    ${string(nodeName(node))} [label=${string(node.id)}${style}];`);
      }
      lines.push('  }');
    }
    for (const [from, to] of edgesOf(graph)) lines.push(`  ${string(from)} -> ${string(to)};`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

/** From each migration to those that run after it, among those that are shown. */
function edgesOf({ namespaces }: HistoryGraph): readonly (readonly [from: string, to: string])[] {
  const nodes = namespaces.flatMap((namespace) => namespace.nodes);
  const shown = new Set(nodes.map(nodeName));
  return nodes.flatMap((node) => linksOf(node).filter(([from, to]) => shown.has(from) && shown.has(to)));
}

function linksOf(node: HistoryNode): readonly (readonly [from: string, to: string])[] {
  const own = nodeName(node);
  return node.links.flatMap((link): readonly (readonly [string, string])[] => {
    if (link.state !== 'found' || link.to === 'replaced') return [];
    return [link.to === 'parent' ? [nodeName(link), own] : [own, nodeName(link)]];
  });
}

/** Mermaid takes few characters in the names of its nodes. */
class Ids {
  readonly #ids = new Map<string, string>();

  of(name: string): string {
    let id = this.#ids.get(name);
    if (id === undefined) this.#ids.set(name, (id = `n${this.#ids.size}`));
    return id;
  }
}

function quoted(text: string): string {
  return text.replaceAll('"', '#quot;');
}

function string(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
