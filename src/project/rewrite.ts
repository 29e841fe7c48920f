import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Finding } from '../core/finding.js';
import type { Migration } from '../core/migration.js';
import type { Plan as RewritePlan } from '../core/plan.js';
import type { InternalFailure } from '../core/report.js';
import type { Rule } from '../core/rule.js';
import type { Source } from '../core/source.js';
import { judge, trace } from '../engine/judge.js';
import { Replay } from '../history/replay.js';
import { planMigration } from '../rewrite/index.js';
import type { FileLabel, PlanningOptions } from '../rewrite/index.js';
import { sqlFormat } from './sql-format.js';
import type { FileSettings } from './configuration/settings.js';
import type { DjangoPlans } from './django/rewriting/plans.js';
import { originOf } from './django/rewriting/origin.js';
import { describeSystemError, UsageError } from './errors.js';
import { fileNames } from './file-names.js';
import { newestOf } from './histories.js';
import { displayPath } from './paths.js';
import type { Plan, RunOptions } from './plan.js';
import { prepareRun, run } from './run.js';

export interface RewriteFilesOptions extends RunOptions {
  /** Expressions for what only the user can know, by the names that plans ask for: `users.email`. */
  readonly answers?: ReadonlyMap<string, string>;
}

/** The plans of a run, and what they do not reach. */
export interface RewriteResult {
  readonly plans: readonly RewritePlan[];
  /** Findings that no plan does away with, in the files that were asked for. */
  readonly left: readonly Finding[];
  /** Why a file with hazards has no plan, by its path. */
  readonly obstacles: ReadonlyMap<string, string>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly failures: readonly InternalFailure[];
  /** Answers that no plan asked for. */
  readonly unusedAnswers: readonly string[];
}

/**
 * Writes the way out of the hazards in migration files, as the text of new ones; the disk is left as it is. Throws a
 * UsageError when it cannot start.
 */
export async function rewriteFiles(options: RewriteFilesOptions, rules: readonly Rule[]): Promise<RewriteResult> {
  const prepared = await prepareRun(options, rules);
  const { cwd } = prepared;
  const answers = new Answers(options.answers);
  const names = new PlanNames(cwd);
  const plans: RewritePlan[] = [];
  const left: Finding[] = [];
  const obstacles = new Map<string, string>();
  const sources = new Map<string, Source>();
  const django = await djangoPlans(prepared);
  const formatOf = (migration: Migration, file: FileSettings): Pick<PlanningOptions, 'format' | 'paths'> => {
    const origin = originOf(migration);
    if (origin !== undefined && django !== undefined) return django.of(origin, file.settings.postgres);
    return { format: sqlFormat(migration, file), paths: (labels) => names.next(migration.source.path, labels) };
  };
  const failures = await run(
    prepared,
    {
      takesApart: true,
      judged: (migration, replay, file) => {
        const planning = planMigration(migration, replay, {
          settings: file.settings,
          answers,
          ...formatOf(migration, file),
        });
        if (planning.plan !== undefined) plans.push(planning.plan);
        if (planning.obstacle !== undefined) obstacles.set(migration.source.path, planning.obstacle);
        left.push(...planning.left);
        sources.set(migration.source.path, migration.source);
        trace(migration, replay, file.settings.postgres);
      },
      replayed: (migration, replay, { settings }) => void trace(migration, replay, settings.postgres),
      down: () => undefined,
      unreadable: (migration, file) => void left.push(...unreadFindings(migration, file)),
      schema: (migration, file) => void left.push(...unreadFindings(migration, file)),
    },
    options.onProgress,
  );
  return { plans, left, obstacles, sources, failures, unusedAnswers: answers.unused };
}

/**
 * Writes the files of plans. Nothing that exists is touched but the originals. Throws a UsageError before the first
 * file is written when one is in the way, and when the disk refuses.
 */
export function writePlans(plans: readonly RewritePlan[], cwd: string): void {
  const files = plans.flatMap((plan) => plan.phases.flatMap((phase) => phase.files.map((file) => ({ plan, file }))));
  for (const { plan, file } of files) {
    if (file.path !== plan.path && existsSync(path.resolve(cwd, file.path))) {
      throw new UsageError(`${file.path} exists already, and nothing was written. Move it out of the way first.`);
    }
  }
  for (const { file } of files) {
    const target = path.resolve(cwd, file.path);
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      // A file is there as a whole or not at all, also when the disk is full.
      writeFileSync(`${target}.lockstep-new`, file.text);
      renameSync(`${target}.lockstep-new`, target);
    } catch (error) {
      throw new UsageError(`${file.path} could not be written: ${describeSystemError(error)}.`);
    }
  }
}

/** What writes migrations of Django is loaded when there are some. */
async function djangoPlans({ histories }: Plan): Promise<DjangoPlans | undefined> {
  if (histories.every(({ django }) => django === undefined)) return undefined;
  const { DjangoPlans } = await import('./django/rewriting/plans.js');
  return new DjangoPlans();
}

/** Names for the files of all plans of a run: each plan goes on behind the last one of the same history. */
class PlanNames {
  readonly #last = new Map<string, string>();

  constructor(readonly cwd: string) {}

  next(original: string, labels: readonly FileLabel[]): readonly string[] {
    const newest = displayPath(newestOf(path.resolve(this.cwd, original)), this.cwd);
    const names = fileNames(original, this.#last.get(newest) ?? newest, labels);
    const last = names.findLast((name, place) => name !== original && labels[place]?.isScript === false);
    if (last !== undefined) this.#last.set(newest, last);
    return names;
  }
}

function unreadFindings(migration: Migration, { settings }: FileSettings): readonly Finding[] {
  return judge(migration, new Replay(), { ...settings, rules: [], unusedSuppressions: 'off' }).findings;
}

/** Remembers which answers were asked for: one that never was is most likely misspelt. */
class Answers extends Map<string, string> {
  readonly #asked = new Set<string>();

  override get(name: string): string | undefined {
    this.#asked.add(name);
    return super.get(name);
  }

  get unused(): readonly string[] {
    return [...this.keys()].filter((name) => !this.#asked.has(name));
  }
}
