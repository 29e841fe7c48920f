import type { Branches, HistoryNode } from '../core/history-graph.js';
import { findingAsJson } from './json.js';
import { placesOf } from './places.js';

/** Branches for programs. The shape is stable: a change of it raises `schemaVersion`. */
export function branchesJson(branches: Branches): string {
  const placeOf = placesOf(branches);
  const value = {
    schemaVersion: 1,
    histories: branches.histories.flatMap(({ runner, namespaces }) =>
      namespaces.map(({ name, directory, roots, heads, nodes }) => ({
        runner: runner.id,
        namespace: name,
        directory,
        roots: roots.map(idOf),
        heads: heads.map(idOf),
        migrations: nodes.length,
      })),
    ),
    findings: branches.findings.map((finding) => findingAsJson(finding, (span) => placeOf(finding.path, span))),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function idOf({ id }: HistoryNode): string {
  return id;
}
