import { baseName, ownDirectory, withoutEnding } from './names.js';
import { compareMigrationIds } from './order.js';
import type { Runner, RunnerFile } from './runner.js';

/** Numbered SQL files of which nobody knows what runs them: only what most runners do is taken for granted. */
export const plain: Runner = {
  id: 'plain',
  name: 'plain SQL files',
  sources: [],
  detect: () => undefined,
  fileOf(path) {
    const name = baseName(path);
    if (!/\.sql$/i.test(name)) return undefined;
    const isNamedByDirectory = /^(?:migration|up|down)\.sql$/i.test(name);
    const id = (isNamedByDirectory ? ownDirectory(path) : undefined) ?? withoutEnding(name);
    return { path, id, version: /^\d+(?:\.\d+)*/.exec(id)?.[0], part: partOf(name) };
  },
  compare: (a, b) => compareMigrationIds(a.id, b.id),
  behaviour: () => ({
    transaction: 'file-unless-all-alone',
    withoutTransaction: 'statement',
    late: 'unknown',
    duplicate: 'unknown',
    edited: 'unknown',
  }),
};

/** `0002_x.down.sql`, `down.sql`, `U2__x.sql`, `x.rollback.sql`, `x.undo.sql`, and repeatable ones as Flyway names them. */
function partOf(name: string): RunnerFile['part'] {
  if (/(?:^|[._-])(?:down|undo|rollback)\.sql$/i.test(name) || /^U\d[\d._]*__.*\.sql$/.test(name)) return 'down';
  return /^R__/.test(name) ? 'repeatable' : 'up';
}
