import { compareNumberedVersions, compareText, isDirectlyInside, withoutEnding, withoutZeros } from './names.js';
import { someText } from './project-files.js';
import type { Runner } from './runner.js';

export const goose: Runner = {
  id: 'goose',
  name: 'goose',
  sources: [
    'pressly/goose: provider_collect.go, collectFilesystemSources (names, duplicate versions)',
    'pressly/goose: up.go, UpToContext (missing migrations)',
    'pressly/goose: internal/sqlparser/parser.go, ParseSQLMigration (marks, statements)',
  ],
  detect(folder) {
    if (!someText(folder, /^[ \t]*--[ \t]*\+goose[ \t]+Up\b/im)) return undefined;
    return { strength: 'certain', reason: 'files say -- +goose Up' };
  },
  fileOf(path) {
    const match = isDirectlyInside(path) ? /^(\d+)_.*\.sql$/.exec(path) : null;
    const version = withoutZeros(match?.[1] ?? '0');
    return version === '0' ? undefined : { path, id: withoutEnding(path), version, part: 'up' };
  },
  compare: (a, b) => compareNumberedVersions(a, b) || compareText(a.path, b.path),
  behaviour: () => ({
    transaction: 'file',
    withoutTransaction: 'statement',
    late: 'error',
    duplicate: 'error',
    edited: 'unnoticed',
  }),
};
