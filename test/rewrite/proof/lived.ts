import type { BareEngine } from '../../proof/engines/engine.js';
import type { Plan } from '../../../src/core/plan.js';
import type { PlanCase } from './case.js';
import { endOf } from './end.js';
import type { End } from './end.js';
import { runInterrupted } from './interrupt.js';
import type { Batches } from './interrupt.js';
import { filesOf, Life, pointsOf } from './life.js';
import type { PlacedFile, Point } from './life.js';
import { observeFile } from './observe-file.js';
import { runFile } from './run-file.js';
import { build } from './world.js';

/** How a run went. */
export interface Lived {
  /** Undefined when it could not go on to its end. */
  readonly end: End | undefined;
  readonly complaints: readonly string[];
}

/**
 * The right end: all that the old code does while the plan runs, then the original at once, then all that the new code
 * does. Rows that come and go with them must be the same when the plan's files come in between.
 */
export async function liveWithOriginal(engine: BareEngine, planCase: PlanCase, plan: Plan): Promise<Lived> {
  const { session } = engine;
  await build(engine, planCase);
  const life = new Life(session, planCase);
  const points = pointsOf(filesOf(plan));
  for (const point of points) if (point.old) await life.at({ old: true, new: false }, 'before the original');
  const text = planCase.reference?.sql ?? planCase.migration;
  const failure = await runFile(session, { text, transaction: planCase.transaction ?? true });
  if (failure !== undefined)
    return { end: undefined, complaints: [...life.complaints, `the original fails: ${failure}`] };
  for (const point of points) if (point.new) await life.at({ old: false, new: true }, 'after the original');
  return { end: await endOf(session, planCase), complaints: life.complaints };
}

/** The plan's files with all the code between them, observed. */
export async function liveWithPlan(engine: BareEngine, planCase: PlanCase, plan: Plan): Promise<LivedWithPlan> {
  const { session } = engine;
  await build(engine, planCase);
  const life = new Life(session, planCase);
  const files = filesFor(engine, plan);
  const points = pointsOf(files);
  const blocking: string[] = [];
  const batches = new Map<string, Batches>();
  for (const [at, file] of files.entries()) {
    await life.at(points[at] ?? nobody, `before ${file.path}`);
    const run = await observeFile(session, file);
    blocking.push(...run.complaints.map((complaint) => `${file.path}: ${complaint}`));
    batches.set(file.path, run.batches);
    if (run.failure !== undefined) {
      return {
        end: undefined,
        complaints: [...life.complaints, `${file.path} fails: ${run.failure}`],
        blocking,
        batches,
      };
    }
  }
  await life.at(points[files.length] ?? nobody, 'after the plan');
  const backfills = [...batches.values()].flat();
  if (backfills.length > 0 && backfills.every(({ rows }) => rows.length < 2)) {
    blocking.push('nothing was done in two batches: either they are none, or the case has too few rows for two');
  }
  return { end: await endOf(session, planCase), complaints: life.complaints, blocking, batches };
}

export interface LivedWithPlan extends Lived {
  /** Where others were kept from reading or writing. */
  readonly blocking: readonly string[];
  /** Per path what is known of the batches of the file. */
  readonly batches: ReadonlyMap<string, Batches>;
}

/** The same with every file killed half-way and run again; the code then runs over what was left half done. */
export async function liveInterrupted(
  engine: BareEngine,
  planCase: PlanCase,
  plan: Plan,
  batches: LivedWithPlan['batches'],
): Promise<Lived> {
  const { session } = engine;
  await build(engine, planCase);
  const life = new Life(session, planCase);
  const files = filesFor(engine, plan);
  const points = pointsOf(files);
  for (const [at, file] of files.entries()) {
    const between = (): Promise<void> => life.at(points[at] ?? nobody, `while ${file.path} is half done`);
    const complaints = await runInterrupted(session, file, batches.get(file.path) ?? [], between);
    if (complaints.length > 0) {
      return { end: undefined, complaints: [...life.complaints, ...complaints.map((each) => `${file.path}: ${each}`)] };
    }
  }
  await life.at(points[files.length] ?? nobody, 'after the plan');
  return { end: await endOf(session, planCase), complaints: life.complaints };
}

/**
 * The files as they are run. The pause between two batches is cut on PGlite, which waits by counting and has nobody who
 * could use the time; servers get the files as they are.
 */
function filesFor({ name }: BareEngine, plan: Plan): readonly PlacedFile[] {
  const files = filesOf(plan);
  if (!name.startsWith('PGlite')) return files;
  return files.map((file) => ({ ...file, text: file.text.replaceAll(/\bpg_sleep\(0\.\d+\)/g, 'pg_sleep(0)') }));
}

const nobody: Point = { old: false, new: false };
