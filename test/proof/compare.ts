import type { FailureCondition, Held } from '../../src/core/effect.js';
import type { LockMode } from '../../src/core/lock.js';
import { compareLockModes } from '../../src/core/lock.js';
import type { OperationKind } from '../../src/core/operation.js';
import type { PostgresVersion } from '../../src/core/postgres-version.js';
import type { ProofCase } from './cases/case.js';
import { expectedFailures } from './cases/case.js';
import type { Observation } from './observe.js';
import type { Deeds, Prediction } from './predict.js';
import { durations } from './predict.js';

/**
 * Statements whose scans are the planner's choice: how they read a table depends on its size and statistics, so a scan
 * that was not predicted proves nothing. One that was predicted must still be seen.
 */
const planned: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'insert',
  'update',
  'delete',
  'merge',
  'select',
  'copy',
  'call',
  'create-table',
  'create-materialized-view',
  'refresh-materialized-view',
]);

/** Where the prediction and the observation differ, a line each. No line: they agree. */
export function differences(
  proofCase: ProofCase,
  version: PostgresVersion,
  predicted: Prediction,
  observed: Observation,
): readonly string[] {
  const failure = [
    ...declaredDifferences(proofCase, observed, version),
    ...failureDifferences(proofCase, predicted, observed),
  ];
  if (observed.failure || failure.length > 0) return failure;
  return deedDifferences({ must: mustOf(proofCase, predicted, observed), may: predicted.all, observed, predicted });
}

interface Sides {
  /** What has to be observed. */
  readonly must: Deeds;
  /** What may be observed. */
  readonly may: Deeds;
  readonly observed: Observation;
  readonly predicted: Prediction;
}

/**
 * All that was predicted must be seen, but for what an IF or a handler of a block decides. Where the case says that
 * something cannot be known, the prediction was made on the safe side and may say more than is seen.
 */
function mustOf({ unknowable }: ProofCase, { all, sure, operations }: Prediction, { present }: Observation): Deeds {
  if (unknowable === undefined) return operations.includes('do-block') ? sure : all;
  const locks = Object.entries(sure.locks).filter(([relation]) => present.has(relation));
  return { locks: Object.fromEntries(locks), held: 'brief', scanned: [], rewritten: [], rebuilt: {} };
}

function deedDifferences(sides: Sides): readonly string[] {
  const { must, may, observed } = sides;
  return [
    ...(observed.locksSeen ? lockDifferences(sides) : []),
    ...setDifferences('rewrite', must.rewritten, may.rewritten, observed.rewritten),
    ...setDifferences('new index storage', flat(must.rebuilt), flat(may.rebuilt), flat(observed.rebuilt)),
    ...(observed.scansSeen ? scanDifferences(sides) : []),
    ...heldDifferences(sides),
  ];
}

function declaredDifferences(proofCase: ProofCase, { failure }: Observation, version: PostgresVersion): string[] {
  const expected = expectedFailures(proofCase, version);
  if (failure ? expected.includes(failure.code) : expected.length === 0) return [];
  const seen = failure ? `failed with ${failure.code} ${failure.message}` : 'succeeded';
  return [`the case declares ${expected.join(' or ') || 'no failure'}, but it ${seen}`];
}

function failureDifferences({ unknowable }: ProofCase, { fails }: Prediction, { failure }: Observation): string[] {
  if (!failure) {
    const certain = fails.find((effect) => effect.certain && effect.unknown === undefined);
    return certain ? [`fails (${certain.when}: ${certain.because}) was predicted as certain, but it succeeded`] : [];
  }
  const observed = `${failure.code} ${failure.message}`;
  if (unknowable !== undefined) return [];
  if (fails.length === 0) return [`it failed, which was not predicted: ${observed}`];
  const possible = conditionsOf[failure.code] ?? [];
  if (fails.some(({ when }) => possible.includes(when))) return [];
  return [`it failed with ${observed}, but what was predicted is ${fails.map(({ when }) => when).join(', ')}`];
}

/** What each SQLSTATE that the cases meet may be called. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const conditionsOf: Readonly<Record<string, readonly FailureCondition[]>> = {
  '0A000': ['partitioned', 'view-depends', 'objects-depend', 'unsupported', 'version'],
  '22001': ['values-do-not-fit'],
  '22003': ['values-do-not-fit'],
  '22023': ['missing', 'partitioned', 'unsupported'],
  '22P02': ['values-do-not-fit'],
  '23502': ['nulls-exist', 'rows-exist'],
  '23503': ['violating-rows-exist'],
  '23505': ['duplicates-exist'],
  '23514': ['violating-rows-exist'],
  '23P01': ['violating-rows-exist', 'duplicates-exist'],
  '25001': ['in-transaction'],
  '2D000': ['in-transaction'],
  '25P01': ['outside-transaction'],
  '2BP01': ['objects-depend', 'view-depends'],
  '3F000': ['missing'],
  '42601': ['version', 'unsupported', 'objects-depend'],
  '42701': ['exists'],
  '42703': ['missing'],
  '42704': ['missing', 'unsupported', 'version'],
  '42710': ['exists'],
  '42804': ['no-cast', 'missing', 'unsupported'],
  '42809': ['unsupported', 'partitioned', 'not-unique-index', 'version'],
  '42830': ['missing', 'unsupported', 'not-unique-index'],
  '42883': ['missing', 'no-cast', 'objects-depend'],
  '42P01': ['missing', 'unsupported'],
  '42P06': ['exists'],
  '42P07': ['exists'],
  '42P16': ['exists', 'unsupported', 'partitioned', 'objects-depend'],
  '42P17': ['unsupported', 'exists'],
  '55000': ['unsupported', 'missing', 'exists', 'partitioned', 'not-unique-index'],
  '55006': ['pending-trigger-events'],
  '55P04': ['new-enum-value'],
};

function lockDifferences({ must, may, observed }: Sides): string[] {
  const lines: string[] = [];
  const { locks, lesserLocks, heldBefore, created } = observed;
  for (const relation of new Set([...Object.keys(may.locks), ...Object.keys(locks)])) {
    if (created.includes(relation)) continue;
    // Next to a lock that was there before, a weaker one cannot be seen.
    const [least, most, seen] = [must.locks, may.locks, { ...lesserLocks, ...locks }].map((each) =>
      stronger(each[relation], heldBefore[relation]),
    );
    if (atLeast(seen, least) && atLeast(most, seen)) continue;
    lines.push(`lock on ${relation}: predicted ${most ?? 'none'}, observed ${seen ?? 'none'}`);
  }
  return lines;
}

function stronger(a: LockMode | undefined, b: LockMode | undefined): LockMode | undefined {
  return atLeast(a, b) ? a : b;
}

function atLeast(a: LockMode | undefined, b: LockMode | undefined): boolean {
  if (a === undefined || b === undefined) return b === undefined;
  return compareLockModes(a, b) >= 0;
}

function scanDifferences({ must, may, observed, predicted }: Sides): string[] {
  // A rewrite reads what it writes anew.
  const rewritten = new Set([...may.rewritten, ...observed.rewritten]);
  const [least, most, seen] = [must.scanned, may.scanned, observed.scanned].map((relations) =>
    relations.filter((relation) => !rewritten.has(relation) && !observed.hollow.includes(relation)),
  ) as [string[], string[], string[]];
  const free = predicted.operations.some((kind) => planned.has(kind));
  return setDifferences('scan', least, free ? seen : most, seen);
}

function heldDifferences({ must, may, observed, predicted }: Sides): string[] {
  if (predicted.operations.some((kind) => planned.has(kind))) return [];
  if (Object.keys(may.locks).length === 0) return [];
  const seen = durations.indexOf(heldOf(observed));
  // Without its scan counters a short statement and one that reads cannot be told apart.
  const unseenScan = !observed.scansSeen && seen === 0 ? 1 : 0;
  // That a table has no rows is seldom known beforehand: the work may be less than was said.
  const least = observed.hollow.length > 0 ? 0 : durations.indexOf(must.held) - unseenScan;
  const most = durations.indexOf(may.held);
  return seen >= least && seen <= most ? [] : [`held: predicted ${may.held}, observed ${heldOf(observed)}`];
}

/** How long the statement worked, from what it did. */
function heldOf({ rewritten, rebuilt, built, scanned }: Observation): Held {
  if (rewritten.length > 0) return 'rewrite';
  if (built.length > 0 || Object.keys(rebuilt).length > 0) return 'index-build';
  return scanned.length > 0 ? 'scan' : 'brief';
}

function flat(rebuilt: Deeds['rebuilt']): readonly string[] {
  return Object.entries(rebuilt).flatMap(([table, names]) => names.map((name) => `${name} on ${table}`));
}

function setDifferences(
  what: string,
  must: readonly string[],
  may: readonly string[],
  observed: readonly string[],
): string[] {
  return [
    ...must.filter((each) => !observed.includes(each)).map((each) => `${what} of ${each}: predicted, not observed`),
    ...observed.filter((each) => !may.includes(each)).map((each) => `${what} of ${each}: observed, not predicted`),
  ];
}
