import type { Finding } from '../core/finding.js';
import type { HistoryGraph } from '../core/history-graph.js';
import type { Migration } from '../core/migration.js';
import type { Report, Summary } from '../core/report.js';
import type { Rule } from '../core/rule.js';
import type { Source } from '../core/source.js';
import { judgeHistory } from '../engine/history.js';
import type { RuleProblem } from '../engine/history.js';
import { inputRules } from '../engine/input-rules.js';
import { judge, judgeDownFile, trace } from '../engine/judge.js';
import type { Judgement } from '../engine/judge.js';
import { asksForUndoing } from '../engine/undo.js';
import type { Undoing } from '../engine/undo.js';
import { Replay } from '../history/replay.js';
import type { FileSettings } from './configuration/settings.js';
import { packageVersion } from './package.js';
import type { Plan, RunOptions } from './plan.js';
import { prepareRun, run } from './run.js';
import type { Visitor } from './run.js';

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
  const linting = new Linting(tally);
  const failures = await run(plan, linting, options.onProgress);
  for (const note of linting.notes()) options.onNote?.(note);
  return {
    report: {
      version: packageVersion(),
      summary: tally.summary,
      findings: tally.findings,
      sources: tally.sources,
      rules: [...rules, ...inputRules],
      failures,
    },
    maxWarnings: await smallestLimit(plan),
  };
}

async function smallestLimit(plan: Plan): Promise<number | undefined> {
  let smallest: number | undefined;
  for (const { files } of plan.histories) {
    if (files[0] === undefined) continue;
    const { maxWarnings } = (await plan.resolverFor(files[0].path)).loaded.config;
    if (maxWarnings !== undefined) smallest = Math.min(maxWarnings, smallest ?? maxWarnings);
  }
  return smallest;
}

/** Judges what was asked for and remembers what people should know about the rest. */
class Linting implements Visitor {
  #downFiles = 0;
  #undoable: Pick<Undoing, 'migration' | 'before'> | undefined;
  readonly #missing: string[] = [];
  #ofHistory: ReadonlyMap<string, readonly RuleProblem[]> = new Map();

  constructor(readonly tally: Tally) {}

  history(graph: HistoryGraph, { settings }: FileSettings): void {
    this.#ofHistory = judgeHistory(graph, settings);
  }

  judged(migration: Migration, replay: Replay, { settings }: FileSettings, downFollows: boolean): void {
    const ofHistory = this.#ofHistory.get(migration.source.path);
    this.#undoable = downFollows && asksForUndoing(settings) ? { migration, before: replay.fork() } : undefined;
    this.tally.add(migration, judge(migration, replay, settings, undefined, ofHistory));
  }

  replayed(migration: Migration, replay: Replay, { settings }: FileSettings): void {
    if (isUnreadable(migration)) this.#missing.push(migration.source.path);
    trace(migration, replay, settings.postgres);
  }

  down(migration: Migration, { settings }: FileSettings, replay: Replay): void {
    const undoable = this.#undoable?.migration.id === migration.id ? this.#undoable : undefined;
    if (undoable === undefined) this.#downFiles++;
    const undone = undoable === undefined ? undefined : { ...undoable, after: replay.fork() };
    this.tally.add(migration, judgeDownFile(migration, undone, settings));
  }

  unreadable(migration: Migration, settings: FileSettings): void {
    this.tally.add(migration, readOnly(migration, settings));
  }

  schema(migration: Migration, settings: FileSettings): void {
    this.tally.addFindings(migration, readOnly(migration, settings).findings);
  }

  notes(): readonly string[] {
    const down = `${this.#downFiles} down file${this.#downFiles === 1 ? ' was' : 's were'}`;
    return [
      ...(this.#downFiles > 0 ? [`${down} read for errors of syntax only, not judged.`] : []),
      ...this.#missing.map((path) => `${path} could not be read: what it does is missing from the history.`),
    ];
  }
}

/** Reports only what could not be read; nothing is judged, so no suppression can be called unused. */
function readOnly(migration: Migration, { settings }: FileSettings): Judgement {
  return judge(migration, new Replay(), { ...settings, rules: [], unusedSuppressions: 'off' });
}

function isUnreadable({ problems }: Migration): boolean {
  return problems.some(({ kind }) => kind === 'unreadable-file');
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
    if (!isUnreadable(migration)) this.#migrations++;
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
