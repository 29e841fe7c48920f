import type { Migration } from '../core/migration.js';
import { marksOf } from '../core/sql-marks.js';
import { readSql } from '../readers/sql/index.js';
import { foreignText, writtenStatements } from '../rewrite/index.js';
import type { MigrationFormat } from '../rewrite/index.js';
import { isScript, writeSqlFile } from '../writers/sql/file.js';
import type { SqlFileOptions } from '../writers/sql/file.js';
import { styleOf } from '../writers/sql/style.js';
import type { FileSettings } from './configuration/settings.js';

/** How the files of a plan are written and read that stand in for an SQL migration. */
export function sqlFormat(
  migration: Migration,
  { settings, read }: Pick<FileSettings, 'settings' | 'read'>,
): MigrationFormat {
  const { source, id, namespace, up } = migration;
  const style = styleOf(source.text);
  const options: SqlFileOptions = {
    style,
    postgres: settings.postgres,
    alwaysInTransaction: read.transaction === 'file' || !canRunOutside(read),
    ownTransactions: up.some(({ kind }) => kind === 'begin'),
  };
  const mark = style.downMark?.exec(source.text)?.index;
  const down = mark === undefined ? undefined : source.text.slice(mark);
  const format: MigrationFormat = {
    obstacle: (original) => {
      const foreign = foreignText(original);
      return foreign === '' ? undefined : `The file holds more than SQL statements: ${foreign.slice(0, 60)}`;
    },
    written: writtenStatements,
    print: (file, { index }) => writeSqlFile(file, index === 0 && down !== undefined ? { ...options, down } : options),
    isScript: (file) => isScript(file, options),
    read: (text, script) => {
      const transaction = script ? { transaction: 'none' as const } : {};
      return {
        migration: readSql({ path: source.path, text }, { id, namespace, ...read, ...transaction }),
        next: format,
      };
    },
  };
  return format;
}

/** Whether a file can be written so that its runner executes it outside a transaction. */
function canRunOutside({ runner }: FileSettings['read']): boolean {
  if (runner === undefined || (runner.transaction !== 'file' && runner.transaction !== 'batch')) return true;
  return marksOf(runner.id).some(({ withoutTransaction }) => withoutTransaction !== undefined);
}
