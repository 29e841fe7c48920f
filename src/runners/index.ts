import type { RunnerId } from '../core/runner.js';
import { atlas } from './atlas.js';
import { dbmate } from './dbmate.js';
import { diesel } from './diesel.js';
import { drizzle } from './drizzle.js';
import { flyway } from './flyway.js';
import { golangMigrate } from './golang-migrate.js';
import { goose } from './goose.js';
import { liquibase } from './liquibase.js';
import { nodePgMigrate } from './node-pg-migrate.js';
import { plain } from './plain.js';
import { prisma } from './prisma.js';
import { railsStructure } from './rails-structure.js';
import type { Folder, Runner, Sign } from './runner.js';
import { sqitch } from './sqitch.js';
import { sqlx } from './sqlx.js';
import { supabase } from './supabase.js';

export type { Behaviour, Folder, Runner, RunnerFile, Sign } from './runner.js';

/** All runners, by what the configuration calls them. */
export const runners: Readonly<Record<RunnerId, Runner>> = {
  atlas,
  dbmate,
  diesel,
  drizzle,
  flyway,
  'golang-migrate': golangMigrate,
  goose,
  liquibase,
  'node-pg-migrate': nodePgMigrate,
  plain,
  prisma,
  'rails-structure': railsStructure,
  sqitch,
  sqlx,
  supabase,
};

/** The runner of a folder, and why it is taken for that; without a sign nothing spoke for any one of them. */
export interface Recognition {
  readonly runner: Runner;
  readonly sign: Sign | undefined;
}

/** Finds out which runner a folder of migrations is for. In doubt it is `plain`: of that nothing is taken for granted. */
export function recognize(folder: Folder): Recognition {
  const found = Object.values(runners).flatMap((runner) => {
    const sign = runner.detect(folder);
    return sign === undefined ? [] : [{ runner, sign }];
  });
  for (const strength of ['certain', 'likely', 'possible'] as const) {
    const [first, second] = found.filter(({ sign }) => sign.strength === strength);
    if (first !== undefined) return second === undefined ? first : { runner: plain, sign: undefined };
  }
  return { runner: plain, sign: undefined };
}
