import type { Migration } from '../core/migration.js';
import { readSql } from '../readers/sql/index.js';
import type { MigrationFormat } from '../rewrite/index.js';
import { isScript, writeSqlFile } from '../writers/sql/file.js';
import type { SqlFileOptions } from '../writers/sql/file.js';
import { styleOf } from '../writers/sql/style.js';
import type { FileSettings } from './configuration/settings.js';

/** How the files of a plan are written and read that stand in for an SQL migration. */
export function sqlFormat(migration: Migration, { settings, read }: FileSettings): MigrationFormat {
  const { source, id, namespace, up } = migration;
  const style = styleOf(source.text);
  const options: SqlFileOptions = {
    style,
    postgres: settings.postgres,
    alwaysInTransaction: read.transaction === 'file',
    ownTransactions: up.some(({ kind }) => kind === 'begin'),
  };
  const mark = style.downMark?.exec(source.text)?.index;
  const down = mark === undefined ? undefined : source.text.slice(mark);
  return {
    print: (file, place) => writeSqlFile(file, place === 0 && down !== undefined ? { ...options, down } : options),
    isScript: (file) => isScript(file, options),
    read: (text, script) =>
      readSql({ path: source.path, text }, { id, namespace, ...read, ...(script ? { transaction: 'none' } : {}) }),
  };
}
