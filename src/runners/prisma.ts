import { baseName, compareText, ownDirectory } from './names.js';
import { packageVersion } from './project-files.js';
import type { Folder, Runner } from './runner.js';

export const prisma: Runner = {
  id: 'prisma',
  name: 'Prisma',
  sources: [
    'prisma/prisma-engines: schema-engine .../flavour/postgres/native/mod.rs, apply_migration_script (simple_query)',
    'https://github.com/prisma/prisma-engines/pull/5767 (statements one by one, since 7.4)',
    'https://github.com/prisma/prisma-engines/pull/5847 (scripts that cannot be split go as one message)',
    'prisma/prisma: packages/migrate/src/utils/listMigrations.ts (directories, order)',
  ],
  detect(folder) {
    if (!folder.files.some(isMigration)) return undefined;
    if (folder.files.includes('migration_lock.toml')) {
      return { strength: 'certain', reason: "migration_lock.toml is Prisma's" };
    }
    // Drizzle lays its migrations out the same way from 1.0 on, with a snapshot beside each.
    if (folder.files.some((path) => baseName(path) === 'snapshot.json')) return undefined;
    return { strength: 'likely', reason: 'each migration is a directory with migration.sql' };
  },
  fileOf(path) {
    const id = ownDirectory(path);
    return id === undefined || baseName(path) !== 'migration.sql' ? undefined : { path, id, version: id, part: 'up' };
  },
  compare: (a, b) => compareText(a.id, b.id),
  behaviour: (folder) => ({
    transaction: sendsStatements(folder) ? 'statement' : 'message',
    withoutTransaction: 'statement',
    late: 'runs-late',
    duplicate: 'allowed',
    edited: 'warning',
  }),
};

function isMigration(path: string): boolean {
  return ownDirectory(path) !== undefined && baseName(path) === 'migration.sql';
}

/** Where no version is to be found it is taken for an older one, of which more files are refused. */
function sendsStatements(folder: Folder): boolean {
  const [major, minor] = packageVersion(folder, 'prisma') ?? packageVersion(folder, '@prisma/client') ?? [0, 0];
  return major > 7 || (major === 7 && minor >= 4);
}
