import { existsSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import type { HistoryGraph } from '../core/history-graph.js';
import { compareMigrationRanks, migrationRank } from '../runners/order.js';
import type { DjangoHistory } from './django/histories.js';
import { runnerFileOf } from './folder-runners.js';
import type { FolderRunner, FolderRunners } from './folder-runners.js';
import { isDownFile, isMigrationFile, isNamedByDirectory } from './paths.js';

/** One file at its place in the history of its directory. */
export interface HistoryFile {
  /** Absolute. */
  readonly path: string;
  readonly id: string;
  /** `judged`: it was asked for. `replayed`: it comes before one that was. `read`: a down file, judged as text only. */
  readonly role: 'judged' | 'replayed' | 'read';
  /** What it belongs to in its history, when that is not the directory: the app of a Django migration. */
  readonly namespace?: string;
}

/** The files of one line of history in the order they would run, up to the last one that was asked for. */
export interface HistoryFiles {
  /** Absolute. */
  readonly directory: string;
  readonly files: readonly HistoryFile[];
  /** How the migrations hang together, where they say so themselves. */
  readonly graph?: HistoryGraph;
  /** Set when these are the migrations of a Django project. */
  readonly django?: DjangoHistory;
  /** The runner of SQL migrations that lie in one directory. */
  readonly sql?: FolderRunner;
}

/**
 * Puts the files that were asked for into the histories they belong to. A directory is one history; where each
 * migration has a directory of its own, the directory above is; and directories named after versions (`1.9`, `v1.10`)
 * are one history together, apart from the files beside them, which often hold the whole schema. Earlier siblings are
 * part of the history whether they were asked for or not, because what a change does depends on the tables it meets.
 */
export async function historiesOf(
  targets: readonly string[],
  folders: FolderRunners,
): Promise<readonly HistoryFiles[]> {
  return linesOf(targets, folders, inOrder);
}

/** The histories that files belong to, whole, without the down files. */
export async function wholeHistoriesOf(
  targets: readonly string[],
  folders: FolderRunners,
): Promise<readonly HistoryFiles[]> {
  return linesOf(targets, folders, (line, wanted, sql) =>
    sorted([...new Set([...wanted, ...filesOfLine(line)])], sql)
      .map((file) => ({ ...file, role: roleOf(file.path, wanted, sql) }))
      .filter(({ role }) => role !== 'read'),
  );
}

async function linesOf(
  targets: readonly string[],
  folders: FolderRunners,
  filesOf: (line: string, wanted: ReadonlySet<string>, sql: FolderRunner | undefined) => readonly HistoryFile[],
): Promise<readonly HistoryFiles[]> {
  const histories: HistoryFiles[] = [];
  for (const [line, wanted] of wantedByLine(targets)) {
    const directory = path.dirname(line);
    const [first = directory] = wanted;
    const sql = line.endsWith(single) ? await folders.of(directory, first) : undefined;
    histories.push({ directory, files: filesOf(line, wanted, sql), ...(sql === undefined ? {} : { sql }) });
  }
  return histories;
}

function wantedByLine(targets: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const target of targets) {
    const line = lineOf(target);
    const known = wanted.get(line);
    if (known === undefined) wanted.set(line, new Set([target]));
    else known.add(target);
  }
  return wanted;
}

/** The last migration on the disk in the history that a file belongs to; the file itself where there is no later one. */
export function newestOf(file: string): string {
  const line = lineOf(file);
  return sorted([...new Set([file, ...filesOfLine(line)])].filter((each) => !isDownFile(each))).at(-1)?.path ?? file;
}

/** The name of a migration in its history: the file's without its ending, or its directory's, or both. */
function migrationId(file: string): string {
  if (isNamedByDirectory(file)) return path.basename(path.dirname(file));
  const name = path.basename(file).replace(/\.sql$/i, '');
  const directory = path.basename(path.dirname(file));
  return isVersion(directory) ? `${directory}/${name}` : name;
}

/** What all files of one history have in common: their directory, and what is in it: files or versions. */
function lineOf(file: string): string {
  const directory = path.dirname(file);
  if (isNamedByDirectory(file)) return path.join(path.dirname(directory), single);
  const inVersion = isVersion(path.basename(directory));
  return inVersion ? path.join(path.dirname(directory), versions) : path.join(directory, single);
}

const versions = '*/';
const single = '*';

function isInVersion(file: string): boolean {
  return !isNamedByDirectory(file) && isVersion(path.basename(path.dirname(file)));
}

function isVersion(directory: string): boolean {
  return /^v?\d+(?:\.\d+)+$/i.test(directory);
}

function inOrder(line: string, wanted: ReadonlySet<string>, sql: FolderRunner | undefined): readonly HistoryFile[] {
  const files = sorted([...new Set([...wanted, ...filesOfLine(line)])], sql);
  const last = files.findLastIndex(({ path: file }) => wanted.has(file));
  return files
    .slice(0, last + 1)
    .map((file) => ({ ...file, role: roleOf(file.path, wanted, sql) }))
    .filter(({ path: file, role }) => role !== 'read' || wanted.has(file));
}

/** Files in the order they would run, with their ids. What a runner leaves alone comes last. */
function sorted(files: readonly string[], sql?: FolderRunner): readonly Pick<HistoryFile, 'path' | 'id'>[] {
  return files
    .map((file) => {
      const known = sql === undefined ? undefined : runnerFileOf(file, sql);
      return { file, known, rank: migrationRank(known?.id ?? migrationId(file)) };
    })
    .sort((a, b) => {
      // What undoes a migration stands behind it.
      if (a.known !== undefined && a.known.id === b.known?.id && a.known.part !== b.known.part) {
        return Number(a.known.part === 'down') - Number(b.known.part === 'down');
      }
      if (sql !== undefined && sql.runner.id !== 'plain') {
        if (a.known === undefined || b.known === undefined) {
          const byKnown = Number(a.known === undefined) - Number(b.known === undefined);
          if (byKnown !== 0) return byKnown;
        } else {
          const compared = sql.runner.compare(a.known, b.known, sql.folder);
          if (compared !== 0) return compared;
        }
      }
      return compareMigrationRanks(a.rank, b.rank) || (a.file < b.file ? -1 : 1);
    })
    .map(({ file, rank }) => ({ path: file, id: rank.id }));
}

function roleOf(file: string, wanted: ReadonlySet<string>, sql: FolderRunner | undefined): HistoryFile['role'] {
  const part = sql === undefined ? undefined : runnerFileOf(file, sql)?.part;
  if (part === undefined ? isDownFile(file) : part === 'down' || part === 'verify') return 'read';
  return wanted.has(file) ? 'judged' : 'replayed';
}

/** The migrations of a history that lie on the disk. */
function filesOfLine(line: string): string[] {
  const directory = path.dirname(line);
  return line.endsWith(single) ? siblings(directory) : filesOfVersions(directory);
}

/** Those of one directory. */
function siblings(directory: string): string[] {
  const found: string[] = [];
  for (const entry of list(directory)) {
    const full = path.join(directory, entry.name);
    if (isMigrationFile(entry.name) && !entry.isDirectory()) found.push(full);
    else if (entry.isDirectory()) {
      for (const name of directoryMigrations) if (existsSync(path.join(full, name))) found.push(path.join(full, name));
    }
  }
  return found;
}

function filesOfVersions(directory: string): string[] {
  return list(directory)
    .filter((entry) => entry.isDirectory() && isVersion(entry.name))
    .flatMap((entry) => siblings(path.join(directory, entry.name)).filter(isInVersion));
}

/** A directory that does not exist (standard input may name one) or may not be listed shows no history: unknown, not absent. */
function list(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

const directoryMigrations = ['migration.sql', 'up.sql'];
