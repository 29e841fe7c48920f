import { compareText, isDirectlyInside, withoutEnding } from './names.js';
import { needsPackage, someText } from './project-files.js';
import type { Runner, RunnerFile } from './runner.js';

export const nodePgMigrate: Runner = {
  id: 'node-pg-migrate',
  name: 'node-pg-migrate',
  sources: [
    'salsita/node-pg-migrate: src/sqlMigration.ts (sections), src/utils/fileNameUtils.ts, getNumericPrefix (order)',
    'salsita/node-pg-migrate: src/runner.ts (singleTransaction, checkOrder)',
  ],
  detect(folder) {
    const isNumbered = folder.files.some((path) => isDirectlyInside(path) && /^\d+[_-].*\.sql$/.test(path));
    if (!isNumbered) return undefined;
    if (someText(folder, /^\s*--[\s-]*up\s+migration/im)) {
      return { strength: 'certain', reason: 'files say -- Up Migration' };
    }
    if (!needsPackage(folder, 'node-pg-migrate')) return undefined;
    return { strength: 'likely', reason: 'package.json asks for node-pg-migrate' };
  },
  fileOf(path) {
    if (!isDirectlyInside(path) || !/\.sql$/.test(path)) return undefined;
    const id = withoutEnding(path);
    return { path, id, version: id, part: 'up' };
  },
  compare(a, b) {
    const [first, second] = [prefixOf(a), prefixOf(b)];
    return first - second || a.id.localeCompare(b.id) || compareText(a.path, b.path);
  },
  behaviour: () => ({
    transaction: 'batch',
    withoutTransaction: 'message',
    late: 'error',
    duplicate: 'allowed',
    edited: 'unnoticed',
  }),
};

/** The number a name begins with; 17 digits are a time, others are milliseconds since 1970 or an index. */
function prefixOf({ id }: RunnerFile): number {
  const digits = /^\d+/.exec(id)?.[0] ?? '0';
  const time = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/.exec(digits);
  if (time === null) return Number(digits);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = time.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}
