import type { FailureCondition, Held } from '../../src/core/effect.js';
import type { OperationKind } from '../../src/core/operation.js';
import type { PostgresVersion } from '../../src/core/postgres-version.js';
import type { ProofCase } from './cases/case.js';
import { expectedFailures } from './cases/case.js';
import type { Observation } from './observe.js';
import type { Prediction } from './predict.js';

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
  return [
    ...(observed.locksSeen ? mapDifferences('lock', predicted.locks, observed.locks, predicted.conditional) : []),
    ...setDifferences('rewrite', predicted.rewritten, observed.rewritten, predicted.conditional),
    ...mapDifferences('rebuilt indexes', flat(predicted.rebuilt), flat(observed.rebuilt), predicted.conditional),
    ...scanDifferences(proofCase, predicted, observed),
    ...heldDifferences(predicted, observed),
  ];
}

function declaredDifferences(proofCase: ProofCase, { failure }: Observation, version: PostgresVersion): string[] {
  const expected = expectedFailures(proofCase, version);
  if (failure ? expected.includes(failure.code) : expected.length === 0) return [];
  const seen = failure ? `failed with ${failure.code} ${failure.message}` : 'succeeded';
  return [`the case declares ${expected.join(' or ') || 'no failure'}, but it ${seen}`];
}

function failureDifferences(
  { unknowable }: ProofCase,
  { fails, conditional }: Prediction,
  { failure }: Observation,
): string[] {
  if (!failure) {
    const certain = conditional ? undefined : fails.find((effect) => effect.certain);
    return certain ? [`fails (${certain.when}: ${certain.because}) was predicted as certain, but it succeeded`] : [];
  }
  const observed = `${failure.code} ${failure.message}`;
  if (unknowable !== undefined)
    return fails.length === 0 ? [] : ['it is marked unknowable, but a failure was predicted'];
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
  '25P01': ['outside-transaction'],
  '2BP01': ['objects-depend', 'view-depends'],
  '3F000': ['missing'],
  '42601': ['version', 'unsupported'],
  '42701': ['exists'],
  '42703': ['missing'],
  '42704': ['missing', 'unsupported'],
  '42710': ['exists'],
  '42804': ['no-cast', 'missing', 'unsupported'],
  '42809': ['unsupported', 'partitioned', 'not-unique-index', 'version'],
  '42830': ['missing', 'unsupported', 'not-unique-index'],
  '42883': ['missing', 'no-cast'],
  '42P01': ['missing', 'unsupported'],
  '42P06': ['exists'],
  '42P07': ['exists'],
  '42P16': ['exists', 'unsupported', 'partitioned', 'objects-depend'],
  '42P17': ['unsupported', 'exists'],
  '55000': ['unsupported', 'missing', 'exists', 'partitioned', 'not-unique-index'],
  '55006': ['pending-trigger-events'],
  '55P04': ['new-enum-value'],
};

function scanDifferences({ transaction }: ProofCase, predicted: Prediction, observed: Observation): string[] {
  // The counters of a statement outside a transaction are gone with it.
  if (transaction === false) return [];
  // A rewrite reads what it writes anew.
  const rewritten = new Set([...predicted.rewritten, ...observed.rewritten]);
  const expected = predicted.scanned.filter((relation) => !rewritten.has(relation));
  const seen = observed.scanned.filter((relation) => !rewritten.has(relation));
  const free = predicted.operations.some((kind) => planned.has(kind));
  return setDifferences(
    'scan',
    expected,
    free ? seen.filter((each) => expected.includes(each)) : seen,
    predicted.conditional,
  );
}

function heldDifferences(predicted: Prediction, observed: Observation): string[] {
  if (predicted.conditional || predicted.operations.some((kind) => planned.has(kind))) return [];
  if (Object.keys(predicted.locks).length === 0) return [];
  const seen = heldOf(observed);
  // Without its scan counters a short statement and one that reads cannot be told apart.
  const same = predicted.held === seen || (!observed.scansSeen && seen === 'brief' && predicted.held === 'scan');
  return same ? [] : [`held: predicted ${predicted.held}, observed ${seen}`];
}

/** How long the statement worked, from what it did. */
export function heldOf({ rewritten, rebuilt, built, scanned }: Observation): Held {
  if (rewritten.length > 0) return 'rewrite';
  if (built.length > 0 || Object.keys(rebuilt).length > 0) return 'index-build';
  return scanned.length > 0 ? 'scan' : 'brief';
}

function flat(rebuilt: Observation['rebuilt']): Record<string, string> {
  return Object.fromEntries(Object.entries(rebuilt).map(([table, names]) => [table, names.join(', ')]));
}

function mapDifferences(
  what: string,
  predicted: Readonly<Record<string, string>>,
  observed: Readonly<Record<string, string>>,
  conditional: boolean,
): string[] {
  const lines: string[] = [];
  for (const key of new Set([...Object.keys(predicted), ...Object.keys(observed)])) {
    const [expected, seen] = [predicted[key], observed[key]];
    if (expected === seen || (conditional && seen === undefined)) continue;
    lines.push(`${what} on ${key}: predicted ${expected ?? 'none'}, observed ${seen ?? 'none'}`);
  }
  return lines;
}

function setDifferences(
  what: string,
  predicted: readonly string[],
  observed: readonly string[],
  conditional: boolean,
): string[] {
  return [
    ...predicted
      .filter((each) => !observed.includes(each) && !conditional)
      .map((each) => `${what} of ${each}: predicted, not observed`),
    ...observed
      .filter((each) => !predicted.includes(each))
      .map((each) => `${what} of ${each}: observed, not predicted`),
  ];
}
