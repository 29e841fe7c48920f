import { isLasting } from '../core/disturbance.js';
import type { Finding } from '../core/finding.js';
import type { Acceptance, FileDraft, FilePart, PhaseName, Timeouts } from '../core/plan.js';
import type { Schema } from '../core/schema.js';
import { judge } from '../engine/judge.js';
import type { Settings } from '../engine/judge.js';
import type { Replay } from '../history/replay.js';
import type { MigrationFormat } from './format.js';
import { mayPass } from './passing.js';
import type { Unit } from './units.js';

/** A file of a plan that has no name yet. */
export interface PackedFile {
  readonly phase: PhaseName;
  /** Undefined when all it holds was in the original as it is. */
  readonly label: string | undefined;
  readonly draft: FileDraft;
  /** The schema and the format before it. */
  readonly before: Schema;
  readonly format: MigrationFormat;
  /** What the rules still find in it. */
  readonly findings: readonly Finding[];
}

export interface Packing {
  readonly settings: Settings;
  readonly timeouts: Timeouts;
}

/**
 * Puts units into as few files as the rules allow. A unit joins the file before it when they share phase, transaction
 * and settings and the rules find no more in both together than in each; or an earlier file of its phase, past what
 * cannot matter to it, where they find less: a table that the file creates is in nobody's way there. Answers the files
 * and what stands behind them.
 */
export function pack(
  units: readonly Unit[],
  start: Standing,
  packing: Packing,
): { readonly files: readonly PackedFile[]; readonly end: Standing } {
  let groups: readonly Group[] = [];
  for (const unit of units) groups = placed(unit, groups, start, packing);
  return { files: groups.map(({ file }) => file), end: groups.at(-1)?.after ?? start };
}

/** What files before a point have come to. */
export interface Standing {
  readonly replay: Replay;
  readonly format: MigrationFormat;
}

/** The groups with one more unit, in the arrangement in which the rules find least; in the last file if in doubt. */
function placed(unit: Unit, groups: readonly Group[], start: Standing, packing: Packing): readonly Group[] {
  const last = groups.length - 1;
  const alone = extended(groups, groups.length, unit, start, packing);
  const isPatient = alone.at(-1)?.patient === true;
  const joining = (place: number): readonly Group[] | undefined => {
    const group = groups[place];
    if (group === undefined || !mayJoin(group.units, unit)) return undefined;
    const joined = extended(groups, place, unit, start, packing);
    const isLimited = joined[place]?.file.draft.timeouts !== undefined;
    return isLimited && (isPatient || group.patient) ? undefined : joined;
  };
  const withLast = joining(last);
  let best = withLast !== undefined && weight(withLast) <= weight(alone) ? withLast : alone;
  for (let place = last - 1; place >= 0 && weight(best) > weight(groups); place--) {
    if (!mayPass(unit, groups[place + 1]?.units ?? [])) break;
    const earlier = joining(place);
    if (earlier !== undefined && weight(earlier) < weight(best)) best = earlier;
  }
  return best;
}

/** The groups with a unit added to the one at a place; those behind it are judged anew. */
function extended(
  groups: readonly Group[],
  place: number,
  unit: Unit,
  start: Standing,
  packing: Packing,
): readonly Group[] {
  const result = groups.slice(0, place);
  const rest = [[...(groups[place]?.units ?? []), unit], ...groups.slice(place + 1).map(({ units }) => units)];
  for (const units of rest) {
    result.push(tryGroup(units, result.at(-1)?.after ?? start, packing, result.length));
  }
  return result;
}

function weight(groups: readonly Group[]): number {
  return groups.reduce((sum, { findings }) => sum + findings.length, 0);
}

function mayJoin(units: readonly Unit[], next: Unit): boolean {
  const [first] = units;
  return (
    first?.transaction === 'file' &&
    next.transaction === 'file' &&
    first.phase === next.phase &&
    first.settings.join(';') === next.settings.join(';')
  );
}

/** Units that share a file, with what the rules say about it and what stands behind it. */
interface Group {
  readonly units: readonly Unit[];
  readonly file: PackedFile;
  readonly findings: readonly Finding[];
  /** It works for long without being in anybody's way, so that no limit of time must cut it short. */
  readonly patient: boolean;
  readonly after: Standing;
}

/** Judges a file as it is, then with the limits and suppressions that the rules ask for. */
function tryGroup(units: readonly Unit[], before: Standing, packing: Packing, place: number): Group {
  const plain = judged(units, before, packing, place, {});
  const timeouts = plain.findings.some(({ rule }) => rule === 'require-timeouts') ? packing.timeouts : undefined;
  const accepts = acceptedOf(units, plain.findings);
  if (timeouts === undefined && accepts.length === 0) return plain;
  const better = judged(units, before, packing, place, { timeouts, accepts });
  return better.findings.length < plain.findings.length ? better : plain;
}

/**
 * What the plan answers for: what its steps name, and in the phases after the switch what harms old code or takes away
 * what only old code used. Not beside statements of the original, which a suppression would reach as well.
 */
function acceptedOf(units: readonly Unit[], findings: readonly Finding[]): readonly Acceptance[] {
  if (units.some(({ parts }) => parts.some(({ kind }) => kind === 'kept'))) return [];
  const accepted = new Map<string, Acceptance>();
  for (const { rule, family } of findings) {
    const named = units.flatMap((unit) => unit.accepts).find((each) => each.rule === rule);
    const isLate = units[0]?.phase === 'contract' && (family === 'compatibility' || family === 'data-loss');
    const acceptance = named ?? (isLate ? { rule, reason: whenLate } : undefined);
    if (acceptance !== undefined) accepted.set(rule, acceptance);
  }
  return [...accepted.values()];
}

const whenLate = 'no running code needs the old state by now: the switch came before';

function judged(
  units: readonly Unit[],
  { replay, format }: Standing,
  { settings }: Packing,
  index: number,
  { timeouts, accepts = [] }: Partial<Pick<FileDraft, 'timeouts' | 'accepts'>>,
): Group {
  const [first] = units;
  const kept = (first?.settings ?? []).map((text): FilePart => ({ kind: 'kept', text }));
  const draft: FileDraft = {
    purpose: units.flatMap(({ purpose }) => purpose ?? []),
    transaction: first?.transaction ?? 'file',
    timeouts,
    accepts,
    parts: [...kept, ...units.flatMap(({ parts }) => parts)],
  };
  const before = replay.schema;
  const text = format.print(draft, { index, before });
  const { migration, next } = format.read(text, format.isScript(draft));
  const after = replay.fork();
  const { findings, steps } = judge(migration, after, settings);
  const patient = timeouts === undefined && steps.some(({ felt }) => felt.some(isLasting));
  const label = units.map((unit) => unit.label).find((name) => name !== undefined);
  const file = { phase: first?.phase ?? 'expand', label, draft, before, format, findings };
  return { units, file, findings, patient, after: { replay: after, format: next } };
}
