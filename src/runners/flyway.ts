import { baseName } from './names.js';
import { compareMigrationIds } from './order.js';
import type { Folder, Runner } from './runner.js';

/** `V1.2__name`, `V1_2__name`, `U1__name`, `B1__name`, `R__name`. */
const pattern = /^(?:([VUB])(\d+(?:[._]\d+)*)|R)__.*\.sql$/;

export const flyway: Runner = {
  id: 'flyway',
  name: 'Flyway',
  sources: [
    'flyway-core: internal/resource/ResourceNameParser.java (names), internal/sqlscript/ParserSqlScript.java (mixed)',
    'flyway-core: internal/sqlscript/SqlScriptMetadata.java (V1__a.sql.conf), internal/command/DbMigrate.java (group)',
    'flyway-core: internal/info/MigrationInfoImpl.java, validate (late and changed migrations)',
    'flyway-core: internal/resolver/CompositeMigrationResolver.java, checkForIncompatibilities (duplicate versions)',
    'flyway-database-postgresql: PostgreSQLParser.java, detectCanExecuteInTransaction',
  ],
  detect(folder) {
    if (!folder.files.some((path) => pattern.test(baseName(path)))) return undefined;
    if (settings(folder) !== '' || /flyway/i.test(build(folder))) {
      return { strength: 'certain', reason: 'files are named V1__name.sql, and the project configures Flyway' };
    }
    // refinery borrowed the names.
    if (/\brefinery\b/.test(folder.nearest('Cargo.toml') ?? '')) return undefined;
    return { strength: 'likely', reason: 'files are named V1__name.sql' };
  },
  fileOf(path) {
    const name = baseName(path);
    const match = pattern.exec(name);
    if (match === null) return undefined;
    // U1__a undoes V1__a.
    const id = name.replace(/\.sql$/, '').replace(/^U/, 'V');
    const part = match[1] === 'V' ? 'up' : match[1] === 'U' ? 'down' : match[1] === 'B' ? 'baseline' : 'repeatable';
    return { path, id, version: match[2] === undefined ? undefined : normalized(match[2]), part };
  },
  compare: (a, b) => compareMigrationIds(a.id, b.id),
  behaviour(folder) {
    const isOn = (name: string): boolean =>
      new RegExp(`^[ \\t]*(?:flyway\\.)?${name}[ \\t]*=[ \\t]*"?true\\b`, 'im').test(settings(folder));
    return {
      transaction: isOn('group') ? 'batch' : isOn('mixed') ? 'file-unless-any-alone' : 'file-unless-all-alone',
      withoutTransaction: 'statement',
      late: isOn('outOfOrder') ? 'runs-late' : 'error',
      duplicate: 'error',
      edited: 'error',
    };
  },
  statedTransaction(path, folder) {
    const stated = /^[ \t]*executeInTransaction[ \t]*=[ \t]*(true|false)\b/im.exec(folder.text(`${path}.conf`) ?? '');
    return stated === null ? undefined : stated[1]?.toLowerCase() === 'true' ? 'file' : 'none';
  },
};

/** `1_2` is `1.2`, and `1.0` is `1`: zeros at the end do not count (MigrationVersion.java, tokenize). */
function normalized(version: string): string {
  const parts = version.split(/[._]/).map((part) => part.replace(/^0+(?=\d)/, ''));
  while (parts.length > 1 && parts.at(-1) === '0') parts.pop();
  return parts.join('.');
}

function settings(folder: Folder): string {
  return folder.nearest('flyway.toml') ?? folder.nearest('flyway.conf') ?? folder.nearest('conf/flyway.conf') ?? '';
}

function build(folder: Folder): string {
  return ['pom.xml', 'build.gradle', 'build.gradle.kts'].map((name) => folder.nearest(name) ?? '').join('\n');
}
