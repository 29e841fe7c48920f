import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { describeSystemError, UsageError } from './errors.js';
import { isGlob } from './glob.js';
import { displayPath, isMigrationFile, isPythonFile, isSkippedDirectory, mayBePythonMigration } from './paths.js';

/** What the paths of a command line stand for. */
export interface Discovery {
  /** Absolute, without duplicates, in the order found. Reading one may still fail; that becomes a finding. */
  readonly files: readonly string[];
  /** Directories that could not be listed, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Sentences for people about what was left out. */
  readonly notes: readonly string[];
}

/** Answers about files by their absolute paths. */
export interface FileQuestions {
  /** Whether the configuration leaves a file out. */
  readonly isIgnored: (file: string) => boolean | Promise<boolean>;
  /** Which of some Python files are migrations. It is asked once, with all of them, and only when there are any. */
  readonly pythonMigrations: (files: readonly string[]) => Promise<ReadonlySet<string>>;
}

/**
 * Finds the migration files that files, directories and glob patterns stand for. Throws a UsageError when one of them
 * does not exist or stands for nothing, because silence would read as a pass.
 */
export async function discover(
  paths: readonly string[],
  cwd: string,
  { isIgnored, pythonMigrations }: FileQuestions,
): Promise<Discovery> {
  const files = new Set<string>();
  const unreadable: { path: string; reason: string }[] = [];
  const notes: string[] = [];
  const expansions = [];
  for (const argument of paths) expansions.push({ argument, found: await expand(argument, cwd, unreadable) });
  const python = [...new Set(expansions.flatMap(({ found }) => found.files.filter(isPythonFile)))];
  const migrations = python.length === 0 ? new Set<string>() : await pythonMigrations(python);
  for (const { argument, found: all } of expansions) {
    const found = { ...all, files: all.files.filter((file) => !isPythonFile(file) || migrations.has(file)) };
    if (found.files.length === 0 && found.named) throw notAMigration(argument);
    let kept = 0;
    for (const file of found.files) {
      if (await isIgnored(file)) {
        if (found.named) notes.push(ignoredNote(file, cwd));
        continue;
      }
      files.add(file);
      kept++;
    }
    if (kept === 0 && !found.named && unreadable.length === 0) throw nothingFound(argument, found.files.length);
  }
  return { files: [...files], unreadable, notes };
}

/** The sentence about a file that was named and is left out all the same. */
export function ignoredNote(file: string, cwd: string): string {
  return `${displayPath(file, cwd)} is ignored by the configuration and was not judged.`;
}

interface Expansion {
  readonly files: readonly string[];
  /** Whether the argument names one file. */
  readonly named: boolean;
}

async function expand(
  argument: string,
  cwd: string,
  unreadable: { path: string; reason: string }[],
): Promise<Expansion> {
  const absolute = path.resolve(cwd, argument);
  const kind = kindOf(absolute);
  if (kind === 'directory') return { files: walk(absolute, unreadable), named: false };
  if (kind === 'file') {
    if (isMigrationFile(absolute) || isPythonFile(absolute)) return { files: [absolute], named: true };
    throw notAMigration(argument);
  }
  if (isGlob(argument)) return { files: await matches(argument, cwd), named: false };
  throw new UsageError(
    `No such file or directory: ${argument}\nLooked for ${absolute}. Check the spelling, or quote it if it is a glob pattern.`,
  );
}

/** What is said of a file that was named and is none. */
export function notAMigration(argument: string): UsageError {
  if (isPythonFile(argument)) {
    return new UsageError(
      `${argument} is not a migration Lockstep can read: of Python files it reads the migrations of Django, which lie in\n` +
        "an app's migrations package (or where MIGRATION_MODULES says) under names that do not begin with _ or ~.",
    );
  }
  return new UsageError(
    `${argument} is not a migration Lockstep can read: it reads files that end in .sql, and the migrations of Django.\n` +
      'Leave it out, or pass SQL on standard input with --stdin-filename.',
  );
}

function kindOf(absolute: string): 'file' | 'directory' | 'missing' {
  try {
    return statSync(absolute).isDirectory() ? 'directory' : 'file';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Anything but absence (a link in a circle, a forbidden directory) is told when the file is read.
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? 'missing' : 'file';
  }
}

async function matches(pattern: string, cwd: string): Promise<string[]> {
  const { default: glob } = await import('fast-glob');
  const found = await glob(pattern, { cwd, absolute: true, onlyFiles: true, suppressErrors: true });
  return found.filter(mayBeMigration).sort();
}

function mayBeMigration(file: string): boolean {
  return isMigrationFile(file) || mayBePythonMigration(file);
}

function nothingFound(argument: string, ignored: number): UsageError {
  const what = isGlob(argument) ? `No migration matches ${argument}` : `No migrations found in ${argument}`;
  return new UsageError(
    ignored === 0
      ? `${what}\nLooked for files that end in .sql and for migrations of Django. Check the path: a run over nothing would read as a pass.`
      : `${what} besides ${ignored} that the configuration ignores\nCheck "ignore" in the configuration.`,
  );
}

/** All migration files below a directory. Each real directory is visited once, so links in a circle end. */
function walk(root: string, unreadable: { path: string; reason: string }[]): string[] {
  const files: string[] = [];
  const visited = new Set<string>();
  const visit = (directory: string): void => {
    let entries: Dirent[];
    try {
      const real = realpathSync(directory);
      if (visited.has(real)) return;
      visited.add(real);
      entries = readdirSync(directory, { withFileTypes: true });
    } catch (error) {
      unreadable.push({ path: directory, reason: describeSystemError(error) });
      return;
    }
    // An environment that Python packages are installed into.
    if (directory !== root && entries.some(({ name }) => name === 'pyvenv.cfg')) return;
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const full = path.join(directory, entry.name);
      const isDirectory = entry.isSymbolicLink() ? kindOf(full) === 'directory' : entry.isDirectory();
      if (isDirectory) {
        if (!isSkippedDirectory(entry.name)) visit(full);
      } else if (mayBeMigration(full)) files.push(full);
    }
  };
  visit(root);
  return files;
}
