import { compareText, isDirectlyInside, withoutEnding } from './names.js';
import type { Runner } from './runner.js';

export const atlas: Runner = {
  id: 'atlas',
  name: 'Atlas',
  sources: [
    'ariga/atlas: sql/migrate/dir.go (files, order, atlas.sum), sql/migrate/migrate.go (ExecOrder)',
    'ariga/atlas: cmd/atlas/internal/cmdapi/migrate.go (tx-mode, atlas:txmode)',
  ],
  detect(folder) {
    if (!folder.files.includes('atlas.sum')) return undefined;
    // Atlas also keeps the checksums of directories that are written for other runners.
    return { strength: 'likely', reason: "atlas.sum is Atlas's" };
  },
  fileOf(path) {
    if (!isDirectlyInside(path) || !/\.sql$/.test(path)) return undefined;
    const id = withoutEnding(path);
    return { path, id, version: id.replace(/_.*$/s, ''), part: 'up' };
  },
  compare: (a, b) => compareText(a.path, b.path),
  behaviour: () => ({
    transaction: 'file',
    withoutTransaction: 'statement',
    late: 'error',
    duplicate: 'skipped',
    edited: 'error',
  }),
};
