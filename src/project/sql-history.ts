import type { HistoryGraph, HistoryRunner } from '../core/history-graph.js';
import { linearHistory } from '../history/linear.js';
import { runnerFileOf } from './folder-runners.js';
import type { FolderRunner } from './folder-runners.js';
import type { HistoryFiles } from './histories.js';
import { displayPath } from './paths.js';

/** How the migrations of a directory of SQL files follow each other, by what their runner makes of their names. */
export function sqlHistory({ directory, files, sql }: HistoryFiles, cwd: string): HistoryGraph {
  const migrations = files
    .filter(({ role }) => role !== 'read')
    .map(({ path, id, role }) => {
      const file = sql === undefined ? undefined : runnerFileOf(path, sql);
      // A baseline has the version of the last migration that it stands for.
      const version = file?.part === 'baseline' ? undefined : file?.version;
      const own = version === undefined ? {} : { version };
      return { path: displayPath(path, cwd), id, judged: role === 'judged', ...own };
    });
  return linearHistory(displayPath(directory, cwd), migrations, sql === undefined ? undefined : historyRunner(sql));
}

function historyRunner({ runner, folder }: FolderRunner): HistoryRunner | undefined {
  if (runner.id === 'plain') return undefined;
  const { duplicate } = runner.behaviour(folder);
  const repeats = duplicate === 'error' || duplicate === 'skipped' ? { duplicates: duplicate } : {};
  return { id: runner.id, name: runner.name, namespaceNoun: 'directory', ...repeats };
}
