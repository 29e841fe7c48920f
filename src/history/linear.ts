import type { HistoryGraph, HistoryNode, HistoryRunner } from '../core/history-graph.js';

/** A migration of a directory whose order its name says. */
export interface LinearMigration extends Pick<HistoryNode, 'id' | 'judged' | 'version'> {
  readonly path: string;
}

/**
 * The history of a directory of SQL files: each migration follows the one before it, because nothing but their names
 * says an order.
 *
 * @param directory as reports show it
 * @param migrations in the order in which they run
 * @param runner what runs them, when that is known
 */
export function linearHistory(
  directory: string,
  migrations: readonly LinearMigration[],
  runner: HistoryRunner = sql,
): HistoryGraph {
  const start = { start: 0, end: 0 };
  const nodes = migrations.map(({ id, judged, path, version }, at): HistoryNode => {
    const before = migrations[at - 1];
    return {
      id,
      namespace: directory,
      ...(version === undefined ? {} : { version }),
      source: { path, text: '' },
      comments: [],
      problems: [],
      span: start,
      judged,
      links:
        before === undefined
          ? []
          : [{ to: 'parent', namespace: directory, id: before.id, state: 'found', span: start }],
    };
  });
  return {
    runner,
    namespaces: [
      { name: directory, directory, nodes, roots: nodes.slice(0, 1), heads: nodes.slice(-1), uncertain: false },
    ],
    cycles: [],
  };
}

const sql: HistoryRunner = { id: 'sql', name: 'The runner', namespaceNoun: 'directory' };
