import type { Finding } from '../core/finding.js';
import type { Migration } from '../core/migration.js';
import type { Report, Summary } from '../core/report.js';
import type { Rule } from '../core/rule.js';
import type { Source } from '../core/source.js';
import { inputRules } from '../engine/input-rules.js';
import { judge, trace } from '../engine/judge.js';
import type { Judgement } from '../engine/judge.js';
import { Replay } from '../history/replay.js';
import type { FileSettings } from './configuration/settings.js';
import { packageVersion } from './package.js';
import type { RunOptions } from './plan.js';
import { prepareRun, run } from './run.js';

/** The report of a run, and what the configuration says about it as a whole. */
export interface LintResult {
  readonly report: Report;
  /** The smallest `maxWarnings` of the configurations that took part. */
  readonly maxWarnings: number | undefined;
}

/** Judges migration files by the given rules. Throws a UsageError when it cannot start. */
export async function lintFiles(options: RunOptions, rules: readonly Rule[]): Promise<LintResult> {
  const plan = await prepareRun(options, rules);
  const tally = new Tally();
  let downFiles = 0;
  const failures = await run(
    plan,
    {
      judged: (migration, replay, { settings }) => tally.add(migration, judge(migration, replay, settings)),
      replayed: (migration, replay, { settings }) => void trace(migration, replay, settings.postgres),
      down: (migration, settings) => {
        downFiles++;
        tally.add(migration, readOnly(migration, settings));
      },
      unreadable: (migration, settings) => tally.add(migration, readOnly(migration, settings)),
      schema: (migration, settings) => tally.addFindings(migration, readOnly(migration, settings).findings),
    },
    options.onProgress,
  );
  if (downFiles > 0)
    options.onNote?.(
      `${downFiles} down file${downFiles === 1 ? ' was' : 's were'} read for errors of syntax only, not judged.`,
    );
  const limits: number[] = [];
  for (const { files } of plan.histories) {
    const { maxWarnings } = files[0] === undefined ? {} : (await plan.resolverFor(files[0].path)).loaded.config;
    if (maxWarnings !== undefined) limits.push(maxWarnings);
  }
  return {
    report: {
      version: packageVersion(),
      summary: tally.summary,
      findings: tally.findings,
      sources: tally.sources,
      rules: [...rules, ...inputRules],
      failures,
    },
    maxWarnings: limits.length === 0 ? undefined : Math.min(...limits),
  };
}

/** Reports only what could not be read; nothing is judged, so no suppression can be called unused. */
function readOnly(migration: Migration, { settings }: FileSettings): Judgement {
  return judge(migration, new Replay(), { ...settings, rules: [], unusedSuppressions: 'off' });
}

class Tally {
  readonly findings: Finding[] = [];
  readonly sources = new Map<string, Source>();
  #files = 0;
  #migrations = 0;
  #operations = 0;
  #notUnderstood = 0;
  #suppressed = 0;

  add(migration: Migration, judgement: Judgement): void {
    this.#files++;
    if (!migration.problems.some(({ kind }) => kind === 'unreadable-file')) this.#migrations++;
    this.#operations += judgement.operations;
    this.#notUnderstood += judgement.notUnderstood;
    this.#suppressed += judgement.suppressed;
    this.addFindings(migration, judgement.findings);
  }

  addFindings({ source }: Migration, findings: readonly Finding[]): void {
    if (findings.length === 0) return;
    this.sources.set(source.path, source);
    this.findings.push(...findings);
  }

  get summary(): Summary {
    const errors = this.findings.filter(({ severity }) => severity === 'error').length;
    return {
      files: this.#files,
      migrations: this.#migrations,
      operations: this.#operations,
      notUnderstood: this.#notUnderstood,
      errors,
      warnings: this.findings.length - errors,
      suppressed: this.#suppressed,
      baselined: 0,
    };
  }
}
