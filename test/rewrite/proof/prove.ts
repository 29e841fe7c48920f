import type { BareEngine } from '../../proof/engines/engine.js';
import type { Finding } from '../../../src/core/finding.js';
import type { Plan } from '../../../src/core/plan.js';
import { appliesTo, reasonsFor } from './case.js';
import type { PlanCase } from './case.js';
import { catalogueOf } from './catalogue.js';
import { catalogueDifferences, endDifferences } from './end.js';
import { findingComplaints, judgePlan } from './judged.js';
import { filesOf } from './life.js';
import { liveInterrupted, liveWithOriginal, liveWithPlan } from './lived.js';
import type { Lived } from './lived.js';
import { runFile } from './run-file.js';
import { build, must, tablesOf } from './world.js';

/** A plan with what was found in the original. */
export interface Planned {
  readonly plan: Plan;
  readonly findings: readonly Finding[];
}

/** Whether an engine has what the case and its plan need. */
export function runsOn(planCase: PlanCase, { plan }: Planned, { version, concurrently }: BareEngine): boolean {
  if (!appliesTo(planCase, version)) return false;
  return concurrently || !filesOf(plan).some(({ text }) => needsConcurrently(text));
}

/** Whether a file builds, drops or detaches CONCURRENTLY, apart from what its comments say. */
export function needsConcurrently(text: string): boolean {
  return /\bCONCURRENTLY\b/.test(text.replace(/--.*$/gm, ''));
}

/**
 * Carries a plan out on a real PostgreSQL. Every line of the answer is something that is wrong, and begins with the
 * letter of what it was to prove: (a) the same schema and rows, (b) no lock in the way, (c) old and new code work and lose
 * nothing, (d) the linter is content, (e) what was killed can be run again.
 */
export async function provePlan(engine: BareEngine, planCase: PlanCase, planned: Planned): Promise<readonly string[]> {
  const { plan, findings } = planned;
  const declared = reasonsFor(planCase.differs, engine.version);
  const judged = judgePlan(planCase, plan, engine.version);
  const wanted = await liveWithOriginal(engine, planCase, plan);
  if (wanted.end === undefined || wanted.complaints.length > 0) return labelled('case', wanted.complaints);
  const lived = await liveWithPlan(engine, planCase, plan);
  const again = lived.end === undefined ? undefined : await liveInterrupted(engine, planCase, plan, lived.batches);
  return [
    ...labelled('case', await referenceDifferences(engine, planCase)),
    ...labelled('a', differences(wanted, lived, declared)),
    ...labelled('b', [...judged.blocking, ...lived.blocking]),
    ...labelled('c', lived.complaints),
    ...labelled('d', [...judged.misread, ...findingComplaints(planCase, findings, judged, engine.version)]),
    ...labelled('e', again === undefined ? [] : [...again.complaints, ...differences(wanted, again, declared)]),
  ];
}

function labelled(letter: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `(${letter}) ${line}`);
}

function differences({ end: wanted }: Lived, { end }: Lived, declared: readonly string[]): readonly string[] {
  return wanted === undefined || end === undefined ? [] : endDifferences(wanted, end, declared);
}

/** What stands in for the original must end in the original's schema; over tables without rows both can be run. */
async function referenceDifferences(engine: BareEngine, planCase: PlanCase): Promise<readonly string[]> {
  const { reference, migration, transaction = true } = planCase;
  if (reference === undefined || reference.always === true) return [];
  const ends = [];
  for (const text of [migration, reference.sql]) {
    await build(engine, planCase);
    const tables = await tablesOf(engine.session);
    await must(engine.session, `TRUNCATE ${tables.join(', ')}`);
    const failure = await runFile(engine.session, { text, transaction });
    if (failure !== undefined) return [`over tables without rows it fails: ${failure}`];
    ends.push(await catalogueOf(engine.session));
  }
  const [original, other] = ends;
  if (original === undefined || other === undefined) return [];
  return catalogueDifferences(original, other).map((line) => `the reference is not the original: ${line}`);
}
