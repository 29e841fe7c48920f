import type { DjangoMigration } from '../model.js';
import { djangoFeatures } from '../versions.js';
import { description } from './describe.js';
import type { DjangoStatement } from './statements.js';

/**
 * The text that `sqlmigrate` prints for a migration, from what `DjangoReplay.print` says of it. What is not known stands
 * in comments.
 */
export function printedSql(
  migration: DjangoMigration,
  statements: readonly DjangoStatement[],
  version: string,
): string {
  if (migration.operations.length === 0) return '';
  const features = djangoFeatures(version);
  const lines: string[] = migration.atomic ? ['BEGIN;'] : [];
  for (const [at, operation] of migration.operations.entries()) {
    const own = statements.filter((one) => one.path[0] === at && !(one.kind === 'sql' && one.deferred));
    const cannot = operation.kind === 'RunPython';
    const heading = ['--', `-- ${description(operation)}`, '--'];
    if (!cannot) lines.push(...heading);
    else if (features.sayCannotBehind) lines.push(...heading, `-- ${features.cannotBeWritten}`);
    else lines.push('--', `-- ${features.cannotBeWritten}`, ...heading.slice(1));
    if (cannot) continue;
    const texts = own.map(lineOf);
    lines.push(...(texts.length === 0 && features.saysNoOperation ? ['-- (no-op)'] : texts));
  }
  for (const statement of statements) if (statement.kind === 'sql' && statement.deferred) lines.push(statement.sql);
  if (migration.atomic) lines.push('COMMIT;');
  return lines.join('\n');
}

function lineOf(statement: DjangoStatement): string {
  switch (statement.kind) {
    case 'sql':
      return statement.sql;
    case 'code':
      return '-- Python code';
    case 'opaque':
      return `-- The SQL is not known: ${statement.reason}`;
    case 'stops':
      return `-- Django stops here: ${statement.exception}: ${statement.message}`;
  }
}
