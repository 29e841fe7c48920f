import { compareNumberedVersions, compareText, isDirectlyInside, withoutEnding, withoutZeros } from './names.js';
import { someText } from './project-files.js';
import type { Runner } from './runner.js';

export const sqlx: Runner = {
  id: 'sqlx',
  name: 'SQLx',
  sources: [
    'launchbadge/sqlx: sqlx-core/src/migrate/source.rs (names, -- no-transaction), migration_type.rs (.up.sql, .down.sql)',
    'launchbadge/sqlx: sqlx-core/src/migrate/migrator.rs, run (checksums, order)',
    'launchbadge/sqlx: sqlx-postgres/src/migrate.rs, apply (transactions)',
  ],
  detect(folder) {
    if (!folder.files.some((path) => isDirectlyInside(path) && /^\d+_.*\.sql$/.test(path))) return undefined;
    if (/^\s*(?:\[.*\.)?sqlx\b/m.test(folder.nearest('Cargo.toml') ?? '')) {
      return { strength: 'certain', reason: 'files are named 1_name.sql, and Cargo.toml asks for sqlx' };
    }
    if (!someText(folder, /^-- (?:Add (?:(?:up|down) )?migration script here|no-transaction)\b/m)) return undefined;
    return { strength: 'likely', reason: 'files begin as sqlx-cli makes them' };
  },
  fileOf(path) {
    const match = isDirectlyInside(path) ? /^(\d+)_(.*?)(\.up|\.down)?\.sql$/.exec(path) : null;
    if (match === null) return undefined;
    const id = withoutEnding(path).replace(/\.(?:up|down)$/, '');
    return { path, id, version: withoutZeros(match[1] ?? ''), part: match[3] === '.down' ? 'down' : 'up' };
  },
  compare: (a, b) => compareNumberedVersions(a, b) || compareText(a.path, b.path),
  behaviour: () => ({
    transaction: 'file',
    // The text is executed as one string without arguments, which is one message.
    withoutTransaction: 'message',
    late: 'runs-late',
    // The checksum of the new file is not that of the one that has run: VersionMismatch.
    duplicate: 'error',
    edited: 'error',
  }),
};
