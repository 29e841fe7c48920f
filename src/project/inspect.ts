import type { InspectedMigration, Inspection } from '../core/inspection.js';
import type { InternalFailure } from '../core/report.js';
import type { Rule } from '../core/rule.js';
import { trace } from '../engine/judge.js';
import { packageVersion } from './package.js';
import type { RunOptions } from './plan.js';
import { prepareRun, run } from './run.js';

/** The evidence, and the files on which the program itself failed. */
export interface InspectResult {
  readonly inspection: Inspection;
  readonly failures: readonly InternalFailure[];
}

/**
 * Works out what migration files do, without judging them. The rules are only needed to read the configuration. Throws
 * a UsageError when it cannot start.
 */
export async function inspectFiles(options: RunOptions, rules: readonly Rule[]): Promise<InspectResult> {
  const plan = await prepareRun(options, rules);
  const migrations: InspectedMigration[] = [];
  const failures = await run(
    plan,
    {
      judged: (migration, replay, { settings }) =>
        migrations.push({ migration, steps: trace(migration, replay, settings.postgres) }),
      replayed: (migration, replay, { settings }) => void trace(migration, replay, settings.postgres),
      down: (migration) => migrations.push({ migration, steps: [] }),
      unreadable: (migration) => migrations.push({ migration, steps: [] }),
      schema: (migration) => {
        if (migration.problems.length > 0) migrations.push({ migration, steps: [] });
      },
    },
    options.onProgress,
  );
  return { inspection: { version: packageVersion(), migrations }, failures };
}
