import { baseName, compareText, isDirectlyInside, ownDirectory, withoutEnding } from './names.js';
import { compareMigrationIds } from './order.js';
import { liesIn, someText } from './project-files.js';
import type { Folder, Runner } from './runner.js';

/** An entry of `meta/_journal.json`, which says up to 0.45 which files run, in which order. */
interface JournalEntry {
  readonly idx: number;
  /** When it was generated, in milliseconds since 1970. It runs if this is later than that of the last one that ran. */
  readonly when: number;
  /** The name of the file without its ending. */
  readonly tag: string;
}

/** Up to 0.45 a journal lists the files; from 1.0 on each migration is a directory with a snapshot. */
export const drizzle: Runner = {
  id: 'drizzle',
  name: 'Drizzle',
  sources: [
    'drizzle-team/drizzle-orm 0.45: drizzle-orm/src/migrator.ts (journal), src/pg-core/dialect.ts, migrate',
    'drizzle-team/drizzle-orm 1.0.0-rc: drizzle-orm/src/migrator.ts, migrator.utils.ts, src/pg-core/async/session.ts',
  ],
  detect(folder) {
    if (folder.files.includes(journalPath)) {
      // Drizzle can write into the directory of Supabase for its command line to run.
      const strength = liesIn(folder, 'supabase/migrations') ? 'likely' : 'certain';
      return { strength, reason: "meta/_journal.json is Drizzle's" };
    }
    const snapshots = folder.files.filter((path) => baseName(path) === 'snapshot.json');
    if (snapshots.some((path) => /"prevIds?"/.test(folder.text(path) ?? ''))) {
      return { strength: 'certain', reason: 'a snapshot.json lies beside each migration.sql' };
    }
    if (!someText(folder, /--> statement-breakpoint/)) return undefined;
    return { strength: 'likely', reason: 'files say --> statement-breakpoint' };
  },
  fileOf(path, folder) {
    const directory = ownDirectory(path);
    if (hasJournal(folder)) {
      if (!isDirectlyInside(path) || !/\.sql$/.test(path)) return undefined;
      const id = withoutEnding(path);
      const entry = journalOf(folder)?.find(({ tag }) => tag === id);
      return { path, id, version: entry === undefined ? undefined : String(entry.when), part: 'up' };
    }
    if (directory !== undefined && baseName(path) === 'migration.sql') {
      return { path, id: directory, version: directory, part: 'up' };
    }
    return undefined;
  },
  compare(a, b, folder) {
    const journal = hasJournal(folder) ? journalOf(folder) : undefined;
    if (journal === undefined) return compareText(a.id, b.id);
    const [first, second] = [a, b].map(({ id }) => journal.findIndex(({ tag }) => tag === id));
    if (first === undefined || second === undefined || first === second) return compareMigrationIds(a.id, b.id);
    // A file without an entry never runs, and comes last.
    return first < 0 ? 1 : second < 0 ? -1 : first - second;
  },
  behaviour: (folder) => ({
    transaction: 'batch',
    withoutTransaction: 'statement',
    late: hasJournal(folder) ? 'never-runs' : 'runs-late',
    duplicate: 'allowed',
    edited: 'unnoticed',
  }),
};

const journalPath = 'meta/_journal.json';

function hasJournal(folder: Folder): boolean {
  return folder.files.includes(journalPath);
}

const journals = new WeakMap<Folder, readonly JournalEntry[]>();

/** The entries in the order in which they run; undefined when the journal cannot be read. */
function journalOf(folder: Folder): readonly JournalEntry[] | undefined {
  let entries = journals.get(folder);
  if (entries === undefined) {
    entries = parseJournal(folder.text(journalPath) ?? '');
    if (entries !== undefined) journals.set(folder, entries);
  }
  return entries;
}

/** Undefined when the text is not a journal, as after a merge that went wrong. */
function parseJournal(text: string): readonly JournalEntry[] | undefined {
  let journal: unknown;
  try {
    journal = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof journal !== 'object' || journal === null || !('entries' in journal)) return undefined;
  const { entries } = journal;
  return Array.isArray(entries) && entries.every(isEntry) ? entries : undefined;
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { idx, when, tag } = value as Partial<Record<keyof JournalEntry, unknown>>;
  return typeof idx === 'number' && typeof when === 'number' && typeof tag === 'string';
}
