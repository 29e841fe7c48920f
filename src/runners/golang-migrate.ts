import { compareNumberedVersions, compareText, isDirectlyInside, withoutZeros } from './names.js';
import type { Runner } from './runner.js';

export const golangMigrate: Runner = {
  id: 'golang-migrate',
  name: 'golang-migrate',
  sources: [
    'golang-migrate/migrate: source/parse.go (names), source/iofs/iofs.go, Init (duplicate versions)',
    'golang-migrate/migrate: database/postgres/postgres.go, Run (one message)',
    'golang-migrate/migrate: migrate.go, readUp (versions below the current one are never read)',
  ],
  detect(folder) {
    if (!folder.files.some((path) => /^\d+_.*\.up\.sql$/.test(path))) return undefined;
    if (/golang-migrate\/migrate/.test(folder.nearest('go.mod') ?? '')) {
      return { strength: 'certain', reason: 'files are named 1_name.up.sql, and go.mod asks for golang-migrate' };
    }
    const belongsToOthers = ['Cargo.toml', 'package.json'].some((name) => folder.nearest(name) !== undefined);
    const usesBun = /uptrace\/bun/.test(folder.nearest('go.mod') ?? '');
    return belongsToOthers || usesBun ? undefined : { strength: 'possible', reason: 'files are named 1_name.up.sql' };
  },
  fileOf(path) {
    const match = isDirectlyInside(path) ? /^(\d+)_(.*)\.(up|down)\.sql$/.exec(path) : null;
    if (match === null) return undefined;
    const [, digits = '', title = '', part] = match;
    const id = `${digits}_${title}`;
    return { path, id, version: withoutZeros(digits), part: part === 'down' ? 'down' : 'up' };
  },
  compare: (a, b) => compareNumberedVersions(a, b) || compareText(a.path, b.path),
  behaviour: () => ({
    transaction: 'message',
    withoutTransaction: 'message',
    late: 'never-runs',
    duplicate: 'error',
    edited: 'unnoticed',
  }),
};
