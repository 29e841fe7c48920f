import { compareText, isDirectlyInside, withoutEnding } from './names.js';
import { liesIn, packageVersion } from './project-files.js';
import type { Runner } from './runner.js';

export const supabase: Runner = {
  id: 'supabase',
  name: 'Supabase',
  sources: [
    'supabase/cli: pkg/migration/file.go (names, one batch of the extended protocol), list.go (order)',
    'supabase/cli: pkg/migration/apply.go, FindPendingMigrations (late migrations, duplicate versions)',
    'https://github.com/supabase/cli/pull/6009 (statements that run alone, since 2.109)',
    'https://github.com/supabase/cli/pull/6276 (DROP INDEX CONCURRENTLY as well)',
  ],
  detect(folder) {
    if (!liesIn(folder, 'supabase/migrations')) return undefined;
    if (!folder.files.some((path) => /^\d+_.*\.sql$/.test(path))) return undefined;
    return { strength: 'certain', reason: "supabase/migrations is Supabase's directory" };
  },
  fileOf(path) {
    const match = isDirectlyInside(path) ? /^(\d+)_.*\.sql$/.exec(path) : null;
    return match === null ? undefined : { path, id: withoutEnding(path), version: match[1], part: 'up' };
  },
  compare: (a, b) => compareText(a.path, b.path),
  behaviour(folder) {
    const [major, minor] = packageVersion(folder, 'supabase') ?? [2, 109];
    const takesApart = major > 2 || (major === 2 && minor >= 109);
    return {
      // All statements travel in one pipeline with the row that records them, which is one transaction.
      transaction: takesApart ? 'around-alone' : 'file',
      withoutTransaction: 'statement',
      late: 'error',
      // It is counted as pending, and recording it violates the primary key of schema_migrations.
      duplicate: 'error',
      edited: 'unnoticed',
    };
  },
};
