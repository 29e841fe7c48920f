import type { PostgresVersion } from '../../../src/core/postgres-version.js';
import { fileNames } from '../../../src/project/file-names.js';
import { sqlFormat } from '../../../src/project/sql-format.js';
import { readSql } from '../../../src/readers/sql/index.js';
import { planMigration } from '../../../src/rewrite/index.js';
import type { PlanCase } from './case.js';
import { historyOf, settingsFor } from './judged.js';
import type { Planned } from './prove.js';

const path = 'migrations/0002_change.sql';

/** The plan that Lockstep writes for a case, or why there is none. */
export function plannedFor(planCase: PlanCase, postgres: PostgresVersion): Planned | string {
  const settings = settingsFor(postgres);
  const read = { transaction: planCase.transaction === false ? 'none' : 'auto', placeholders: 'none' } as const;
  const migration = readSql({ path, text: planCase.migration }, read);
  const { plan, findings, obstacle } = planMigration(migration, historyOf(planCase), {
    settings,
    format: sqlFormat(migration, { settings, read }),
    answers: new Map(Object.entries(planCase.answers ?? {})),
    paths: (labels) => fileNames(path, path, labels),
  });
  if (plan === undefined)
    return obstacle ?? `no rule has a plan; found: ${findings.map(({ rule }) => rule).join(', ')}`;
  if (plan.holes.length > 0) return `the case answers too little: ${plan.holes.map(({ name }) => name).join(', ')}`;
  return { plan, findings };
}
