import { withoutEnding } from './names.js';
import { compareMigrationIds } from './order.js';
import { someText } from './project-files.js';
import type { Runner } from './runner.js';

/** Changelogs in formatted SQL. A changelog that includes them may put them in any order; by name is what includeAll does. */
export const liquibase: Runner = {
  id: 'liquibase',
  name: 'Liquibase',
  sources: [
    'liquibase/liquibase: liquibase/parser/AbstractFormattedChangeLogParser.java (marks, runInTransaction, rollback)',
    'liquibase/liquibase: liquibase/changelog/filter/ShouldRunChangeSetFilter.java (what runs)',
  ],
  detect(folder) {
    if (!someText(folder, /^\s*--\s*liquibase\s+formatted\s+sql\b/i)) return undefined;
    return { strength: 'certain', reason: 'files begin with --liquibase formatted sql' };
  },
  fileOf(path) {
    // Changes are told apart by author, id and path, so files have no version.
    return /\.sql$/i.test(path) ? { path, id: withoutEnding(path), version: undefined, part: 'up' } : undefined;
  },
  compare: (a, b) => compareMigrationIds(a.id, b.id),
  behaviour: () => ({
    transaction: 'file',
    withoutTransaction: 'statement',
    late: 'runs-late',
    duplicate: 'allowed',
    edited: 'error',
  }),
};
