import { compareText, isDirectlyInside, withoutEnding } from './names.js';
import { someText } from './project-files.js';
import type { Runner } from './runner.js';

export const dbmate: Runner = {
  id: 'dbmate',
  name: 'dbmate',
  sources: [
    'amacneil/dbmate: pkg/dbmate/migration.go (marks)',
    'amacneil/dbmate: pkg/dbmate/db.go, FindMigrations (names, order), Migrate (transactions, --strict)',
  ],
  detect(folder) {
    if (!someText(folder, /^--\s*migrate:up\b/m)) return undefined;
    return { strength: 'certain', reason: 'files say -- migrate:up' };
  },
  fileOf(path) {
    const match = isDirectlyInside(path) ? /^(\d+).*\.sql$/.exec(path) : null;
    if (match === null) return undefined;
    // Versions are compared as text: 01 and 1 are two.
    return { path, id: withoutEnding(path), version: match[1], part: 'up' };
  },
  compare: (a, b) => compareText(a.path, b.path),
  behaviour: () => ({
    transaction: 'file',
    // The text of the section is one Exec without arguments, which is one message.
    withoutTransaction: 'message',
    late: 'runs-late',
    duplicate: 'skipped',
    edited: 'unnoticed',
  }),
};
