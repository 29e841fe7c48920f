import type { Migration } from '../core/migration.js';
import type { InternalFailure } from '../core/report.js';
import type { Rule } from '../core/rule.js';
import type { RunOptions } from './plan.js';
import { prepareRun, run } from './run.js';

/** The SQL of one migration. */
export interface MigrationSql {
  /** As reports show it. */
  readonly path: string;
  /** With `BEGIN` and `COMMIT` where the runner puts them; it ends with a line break. */
  readonly text: string;
  /** Whether something in the migration could not be read, so that the SQL may lack it. */
  readonly isComplete: boolean;
}

export interface SqlResult {
  readonly migrations: readonly MigrationSql[];
  readonly failures: readonly InternalFailure[];
}

/** Works out the SQL that migrations run. The rules are only needed to read the configuration. */
export async function sqlOf(options: RunOptions, rules: readonly Rule[]): Promise<SqlResult> {
  const plan = await prepareRun(options, rules);
  const migrations: MigrationSql[] = [];
  const printed = new Map<string, string>();
  const add = (migration: Migration, text: string): void => {
    migrations.push({ path: migration.source.path, text, isComplete: migration.problems.length === 0 });
  };
  const failures = await run(
    plan,
    {
      printed: (path, text) => void printed.set(path, text),
      judged: (migration) => {
        add(migration, printed.get(migration.source.path) ?? asRun(migration));
      },
      replayed: () => undefined,
      down: (migration) => {
        add(migration, asRun(migration));
      },
      unreadable: (migration) => {
        add(migration, '');
      },
      schema: () => undefined,
    },
    options.onProgress,
  );
  return { migrations, failures };
}

/** A file of SQL as it stands, in the transaction that the runner wraps it in. */
function asRun({ source, transaction }: Migration): string {
  const text = `${source.text.trimEnd()}\n`;
  return transaction === 'file' ? `BEGIN;\n${text}COMMIT;\n` : text;
}
