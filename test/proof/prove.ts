import { appliesTo, isBeforeFix, topics } from './cases/index.js';
import type { ProofCase } from './cases/index.js';
import { differences } from './compare.js';
import type { Engine } from './engines/engine.js';
import { observe } from './observe.js';
import { predict } from './predict.js';

/** Whether a case can be observed on an engine. */
export function runsOn(proofCase: ProofCase, { version, release, concurrently }: Engine): boolean {
  if (!appliesTo(proofCase, version) || isBeforeFix(proofCase, release)) return false;
  return concurrently || proofCase.concurrently !== true;
}

/** Holds one case against an engine: the differences between what Lockstep says and what PostgreSQL does. */
export async function prove(engine: Engine, proofCase: ProofCase): Promise<readonly string[]> {
  const predicted = predict(proofCase, engine.version);
  const observed = await observe(engine, proofCase);
  const lines = differences(proofCase, engine.version, predicted, observed);
  return lines.length > 0 && predicted.doubts.length > 0
    ? [...lines, ...predicted.doubts.map((doubt) => `in doubt: ${doubt}`)]
    : lines;
}

/** All cases, without their topics. */
export function allCases(): readonly ProofCase[] {
  return topics.flatMap(({ cases }) => cases);
}
