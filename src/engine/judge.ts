import type { Finding } from '../core/finding.js';
import type { Migration } from '../core/migration.js';
import type { Operation } from '../core/operation.js';
import type { PostgresVersion } from '../core/postgres-version.js';
import type { HeldLock, OperationContext, Problem, Problems, Step } from '../core/rule.js';
import type { Replay } from '../history/replay.js';
import { FindingCollector } from './findings.js';
import type { Found } from './findings.js';
import { addHistoryProblems } from './history.js';
import type { RuleProblem } from './history.js';
import { judgeInput, judgeSuppressions } from './input.js';
import { rulesFor, rulesForMigrations } from './settings.js';
import type { ConfiguredRule, Settings } from './settings.js';
import { stepThrough } from './steps.js';
import { Suppressions } from './suppressions.js';
import { asksForUndoing, judgeUndoing } from './undo.js';
import type { Undoing } from './undo.js';

export type { Found } from './findings.js';
export type { ConfiguredRule, Settings } from './settings.js';

/** What was found in one migration, and what was looked at. */
export interface Judgement {
  /** In the order of their places. */
  readonly findings: readonly Finding[];
  readonly steps: readonly Step[];
  readonly suppressed: number;
  /** All operations, those of down parts and of bodies included. */
  readonly operations: number;
  /** How many of them are opaque. */
  readonly notUnderstood: number;
}

/**
 * Runs the rules over one migration and takes it into the replay. `onFinding` hears of each finding while the replay
 * still shows the schema the rule has seen: for rules that look at whole migrations, that is the one after it.
 *
 * @param ofHistory what `judgeHistory` has to say about the migration
 */
export function judge(
  migration: Migration,
  replay: Replay,
  settings: Settings,
  onFinding?: (found: Found) => void,
  ofHistory: readonly RuleProblem[] = none,
): Judgement {
  const collector = new FindingCollector(migration, new Suppressions(migration), onFinding);
  judgeInput(migration, collector);
  const steps: Step[] = [];
  const before = migration.down.length > 0 && asksForUndoing(settings) ? replay.fork() : undefined;
  stepThrough(migration, replay, settings.postgres, (step, held) => {
    judgeStep(step, held, steps, migration, replay, settings, collector);
    steps.push(step);
  });
  judgeWhole(steps, migration, replay, settings, collector);
  if (before !== undefined) {
    judgeUndoing({ migration, before, after: replay.fork(), down: migration.down }, settings, collector);
  }
  addHistoryProblems(ofHistory, settings, collector);
  judgeSuppressions(collector, settings);
  const [up, down] = [countOperations(migration.up), countOperations(migration.down)];
  return {
    findings: collector.findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
    steps,
    suppressed: collector.suppressed,
    operations: up.operations + down.operations,
    notUnderstood: up.notUnderstood + down.notUnderstood,
  };
}

/** Judges a file that undoes a migration: whether it could be read, and whether it undoes it. */
export function judgeDownFile(
  file: Migration,
  undone: Omit<Undoing, 'down'> | undefined,
  settings: Settings,
): Judgement {
  const collector = new FindingCollector(file, new Suppressions(file));
  judgeInput(file, collector);
  if (undone !== undefined && file.problems.length === 0) {
    judgeUndoing({ ...undone, down: file.up }, settings, collector);
  }
  const { operations, notUnderstood } = countOperations(file.up);
  return { findings: collector.findings, steps: [], suppressed: collector.suppressed, operations, notUnderstood };
}

/** Works out what a migration does, without judging it, and takes it into the replay. */
export function trace(migration: Migration, replay: Replay, postgres: PostgresVersion): readonly Step[] {
  const steps: Step[] = [];
  stepThrough(migration, replay, postgres, (step) => steps.push(step));
  return steps;
}

function judgeStep(
  step: Step,
  held: readonly HeldLock[],
  before: readonly Step[],
  migration: Migration,
  replay: Replay,
  settings: Settings,
  collector: FindingCollector,
): void {
  const { operation } = step;
  for (const configured of rulesFor(settings, operation.kind)) {
    const { rule } = configured;
    const context: OperationContext<Readonly<Record<string, unknown>>> = {
      schema: replay.schema,
      effects: step.effects,
      felt: step.felt,
      transaction: step.transaction,
      held,
      before,
      migration,
      postgres: settings.postgres,
      options: configured.options,
    };
    for (const problem of listed(rule.check?.(operation, context))) {
      const rewrite = rule.repair?.(operation, problem, context);
      report(collector, configured, problem, problem.operation ?? operation, {
        evidence: problem.effects ?? step.felt,
        ...(rewrite === undefined ? {} : { rewrite }),
      });
    }
  }
}

function judgeWhole(
  steps: readonly Step[],
  migration: Migration,
  replay: Replay,
  settings: Settings,
  collector: FindingCollector,
): void {
  for (const configured of rulesForMigrations(settings)) {
    const problems = configured.rule.checkMigration?.({
      steps,
      migration,
      schema: replay.schema,
      postgres: settings.postgres,
      options: configured.options,
    });
    for (const problem of listed(problems)) {
      report(collector, configured, problem, problem.operation, { evidence: problem.effects ?? [] });
    }
  }
}

function report(
  collector: FindingCollector,
  { rule, severity }: ConfiguredRule,
  problem: Problem,
  operation: Operation | undefined,
  rest: Pick<Parameters<FindingCollector['add']>[0], 'evidence' | 'rewrite'>,
): void {
  const span = problem.span ?? operation?.span ?? startOfFile;
  collector.add({ rule, severity, problem, operation, span, ...rest });
}

const startOfFile = { start: 0, end: 0 };

function listed(problems: Problems): readonly Problem[] {
  if (problems === undefined) return none;
  return isList(problems) ? problems : [problems];
}

const none: readonly never[] = [];

function isList(problems: Problem | readonly Problem[]): problems is readonly Problem[] {
  return Array.isArray(problems);
}

function countOperations(operations: readonly Operation[]): { operations: number; notUnderstood: number } {
  let count = operations.length;
  let notUnderstood = 0;
  for (const operation of operations) {
    if (operation.kind === 'opaque') notUnderstood++;
    if (operation.operations === undefined) continue;
    const inner = countOperations(operation.operations);
    count += inner.operations;
    notUnderstood += inner.notUnderstood;
  }
  return { operations: count, notUnderstood };
}
