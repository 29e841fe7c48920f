import { rules } from '../../../rules/index.js';
import { effectsOfKind } from '../../../src/core/effect.js';
import type { Finding } from '../../../src/core/finding.js';
import type { Plan } from '../../../src/core/plan.js';
import type { PostgresVersion } from '../../../src/core/postgres-version.js';
import type { Step } from '../../../src/core/rule.js';
import { judge } from '../../../src/engine/judge.js';
import type { Settings } from '../../../src/engine/judge.js';
import { operationsAsRun } from '../../../src/engine/walk.js';
import { Replay } from '../../../src/history/replay.js';
import { blocks } from '../../../src/postgres/locks.js';
import { reasonsFor } from './case.js';
import type { PlanCase } from './case.js';
import { filesOf } from './life.js';
import { readWhole } from './statements.js';

/** What a user has who configured nothing. */
export function settingsFor(postgres: PostgresVersion): Settings {
  const known = settings.get(postgres);
  if (known !== undefined) return known;
  const made: Settings = {
    postgres,
    rules: rules
      .filter(({ strictOnly }) => strictOnly !== true)
      .map((rule) => ({
        rule,
        severity: undefined,
        options: Object.fromEntries(Object.entries(rule.options).map(([name, option]) => [name, option.default])),
      })),
    knownRules: new Set(rules.map(({ id }) => id)),
    unusedSuppressions: 'warning',
    requireReason: false,
  };
  settings.set(postgres, made);
  return made;
}

const settings = new Map<PostgresVersion, Settings>();

/** The history a case's migration stands on: its schema, deployed long ago. */
export function historyOf({ setup }: Pick<PlanCase, 'setup'>): Replay {
  const replay = new Replay();
  replay.startDeploy();
  for (const operation of operationsAsRun(readWhole('migrations/0001_schema.sql', setup, 'file').up)) {
    replay.apply(operation);
  }
  return replay;
}

/** What Lockstep itself says about the files of a plan. */
export interface JudgedPlan {
  /** Files that would be run otherwise than the plan says. */
  readonly misread: readonly string[];
  /** Locks that would keep others from reading or writing for longer than a moment. */
  readonly blocking: readonly string[];
  readonly findings: readonly Finding[];
}

/** Reads the files of a plan back, each a deployment of its own, and judges them as `lint` would. */
export function judgePlan(planCase: Pick<PlanCase, 'setup'>, plan: Plan, postgres: PostgresVersion): JudgedPlan {
  const replay = historyOf(planCase);
  const blocking: string[] = [];
  const findings: Finding[] = [];
  const misread: string[] = [];
  for (const { path, text, transaction } of filesOf(plan)) {
    const migration = readWhole(path, text, 'auto');
    const inTransaction = migration.transaction === 'file' || migration.up.some(({ kind }) => kind === 'begin');
    if (inTransaction !== transaction) misread.push(`${path} reads as if it ran otherwise than the plan says`);
    const judgement = judge(migration, replay, settingsFor(postgres));
    findings.push(...judgement.findings);
    for (const complaint of blockingIn(judgement.steps)) blocking.push(`${path}: predicted: ${complaint}`);
  }
  return { blocking, findings, misread };
}

/** Locks that block others and are held while a table is read, written anew or indexed; also by a later statement. */
function blockingIn(steps: readonly Step[]): readonly string[] {
  const complaints: string[] = [];
  let transaction: number | undefined;
  let held: string[] = [];
  for (const step of steps) {
    if (step.transaction === undefined || step.transaction !== transaction) held = [];
    transaction = step.transaction;
    const locks = effectsOfKind(step.felt, 'locks');
    for (const { relation, mode, held: duration } of locks) {
      if (blocks(mode).length === 0) continue;
      if (duration !== 'brief')
        complaints.push(`${step.operation.kind} holds ${mode} on ${relation} for a ${duration}`);
      held.push(`${mode} on ${relation}`);
    }
    const works = step.felt.some(({ kind }) => kind === 'scans' || kind === 'rewrites');
    if (works && held.length > 0) complaints.push(`${step.operation.kind} works while ${held.join(', ')} is held`);
  }
  return complaints;
}

/** Findings in the plan's files that should not be there: of the families it repairs, or new errors of others. */
export function findingComplaints(
  planCase: PlanCase,
  original: readonly Finding[],
  { findings }: Pick<JudgedPlan, 'findings'>,
  version: PostgresVersion,
): readonly string[] {
  const repaired = new Set(rules.filter(({ id }) => planCase.rules.includes(id)).map(({ family }) => family));
  const before = new Set(original.map(({ rule }) => rule));
  const leaves = reasonsFor(planCase.leaves, version);
  const wrong = findings.filter(
    ({ rule, family, severity }) =>
      !leaves.includes(rule) && (repaired.has(family) || (severity === 'error' && !before.has(rule))),
  );
  return [
    ...planCase.rules
      .filter((rule) => !before.has(rule))
      .map((rule) => `the case says it is about ${rule}, which does not find anything in it`),
    ...wrong.map(({ rule, path, message }) => `${path}: ${rule}: ${message}`),
    ...leaves
      .filter((rule) => !findings.some((finding) => finding.rule === rule))
      .map((rule) => `the case says that ${rule} is left, but it is not`),
  ];
}
