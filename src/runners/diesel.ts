import { baseName, compareText, ownDirectory } from './names.js';
import type { Runner } from './runner.js';

export const diesel: Runner = {
  id: 'diesel',
  name: 'Diesel',
  sources: [
    'diesel-rs/diesel: diesel_migrations/migrations_internals/src/lib.rs (directories, versions, metadata.toml)',
    'diesel-rs/diesel: diesel_migrations/src/migration_harness.rs, pending_migrations (order, duplicates), run_migration',
  ],
  detect(folder) {
    if (!folder.files.some((path) => ownDirectory(path) !== undefined && baseName(path) === 'up.sql')) return undefined;
    if (folder.nearest('diesel.toml') !== undefined || /\bdiesel\b/.test(folder.nearest('Cargo.toml') ?? '')) {
      return { strength: 'certain', reason: 'each migration is a directory with up.sql, and the project uses Diesel' };
    }
    return { strength: 'likely', reason: 'each migration is a directory with up.sql' };
  },
  fileOf(path) {
    const directory = ownDirectory(path);
    const part = { 'up.sql': 'up', 'down.sql': 'down' }[baseName(path)];
    if (directory === undefined || directory.startsWith('.') || (part !== 'up' && part !== 'down')) return undefined;
    return { path, id: directory, version: directory.replace(/_.*$/s, '').replaceAll('-', ''), part };
  },
  compare: (a, b) => compareText(a.version ?? '', b.version ?? '') || compareText(a.path, b.path),
  behaviour: () => ({
    transaction: 'file',
    withoutTransaction: 'message',
    late: 'runs-late',
    // Pending migrations are kept by version, and those whose version has run are taken out.
    duplicate: 'skipped',
    edited: 'unnoticed',
  }),
  statedTransaction(path, folder) {
    const metadata = folder.text(`${ownDirectory(path) ?? ''}/metadata.toml`);
    if (metadata === undefined) return undefined;
    // A file that does not set it has switched it off: the default of the field is false.
    return /^[ \t]*run_in_transaction[ \t]*=[ \t]*true\b/m.test(metadata) ? 'file' : 'none';
  },
};
