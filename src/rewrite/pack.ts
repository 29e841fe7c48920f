import type { Finding } from '../core/finding.js';
import type { Migration } from '../core/migration.js';
import type { FileDraft, FilePart, PhaseName, Timeouts } from '../core/plan.js';
import { judge } from '../engine/judge.js';
import type { Settings } from '../engine/judge.js';
import type { Replay } from '../history/replay.js';
import type { Unit } from './units.js';

/** The language of the files of a plan: what a format of migrations must be able to do. */
export interface MigrationFormat {
  /** The text of a file. `place` counts the files of a plan from 0: the first takes the place of the original. */
  print(file: FileDraft, place: number): string;
  /** Whether the runner could not run the file, so that it is printed as a script that a person runs. */
  isScript(file: FileDraft): boolean;
  read(text: string, script: boolean): Migration;
}

/** A file of a plan that has no name yet. */
export interface PackedFile {
  readonly phase: PhaseName;
  /** Undefined when all it holds was in the original as it is. */
  readonly label: string | undefined;
  readonly draft: FileDraft;
  readonly text: string;
  /** What the rules still find in it. */
  readonly findings: readonly Finding[];
}

export interface Packing {
  readonly format: MigrationFormat;
  readonly settings: Settings;
  readonly timeouts: Timeouts;
}

/**
 * Puts units into as few files as the rules allow: a unit joins the file before it when they share phase, transaction
 * and settings and the rules find no more in both together than in each. Answers the files and the replay behind them.
 */
export function pack(
  units: readonly Unit[],
  replay: Replay,
  packing: Packing,
): { readonly files: readonly PackedFile[]; readonly end: Replay } {
  const files: PackedFile[] = [];
  let open: Group | undefined;
  let before = replay;
  for (const unit of units) {
    const alone = open === undefined ? undefined : tryGroup([unit], open.after, packing, files.length + 1);
    if (open !== undefined && alone !== undefined) {
      const joined = mayJoin(open.units, unit)
        ? tryGroup([...open.units, unit], before, packing, files.length)
        : undefined;
      if (joined !== undefined && joined.findings.length <= open.findings.length + alone.findings.length) {
        open = joined;
        continue;
      }
      files.push(open.file);
      before = open.after;
    }
    open = alone ?? tryGroup([unit], before, packing, files.length);
  }
  if (open !== undefined) files.push(open.file);
  return { files, end: open?.after ?? before };
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

/** Units that share a file, with what the rules say about it and the replay behind it. */
interface Group {
  readonly units: readonly Unit[];
  readonly file: PackedFile;
  readonly findings: readonly Finding[];
  readonly after: Replay;
}

function tryGroup(units: readonly Unit[], before: Replay, packing: Packing, place: number): Group {
  const plain = judged(units, before, packing, place, undefined);
  if (!plain.findings.some(({ rule }) => rule === 'require-timeouts')) return plain;
  const limited = judged(units, before, packing, place, packing.timeouts);
  return limited.findings.length < plain.findings.length ? limited : plain;
}

function judged(
  units: readonly Unit[],
  before: Replay,
  { format, settings }: Packing,
  place: number,
  timeouts: Timeouts | undefined,
): Group {
  const [first] = units;
  const kept = (first?.settings ?? []).map((text): FilePart => ({ kind: 'kept', text }));
  const draft: FileDraft = {
    purpose: units.flatMap(({ purpose }) => purpose ?? []),
    transaction: first?.transaction ?? 'file',
    timeouts,
    parts: [...kept, ...units.flatMap(({ parts }) => parts)],
  };
  const text = format.print(draft, place);
  const migration = format.read(text, format.isScript(draft));
  const after = before.fork();
  const { findings } = judge(migration, after, settings);
  const label = units.map((unit) => unit.label).find((name) => name !== undefined);
  return { units, file: { phase: first?.phase ?? 'expand', label, draft, text, findings }, findings, after };
}
