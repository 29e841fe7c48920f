import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { describeSystemError, UsageError } from './errors.js';
import { isGlob } from './glob.js';
import { displayPath, isMigrationFile } from './paths.js';

/** What the paths of a command line stand for. */
export interface Discovery {
  /** Absolute, without duplicates, in the order found. Reading one may still fail; that becomes a finding. */
  readonly files: readonly string[];
  /** Directories that could not be listed, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Sentences for people about what was left out. */
  readonly notes: readonly string[];
}

/**
 * Finds the migration files that files, directories and glob patterns stand for. Throws a UsageError when one of them
 * does not exist or stands for nothing, because silence would read as a pass.
 *
 * @param isIgnored whether the configuration leaves out a file, given as an absolute path
 */
export async function discover(
  paths: readonly string[],
  cwd: string,
  isIgnored: (file: string) => boolean | Promise<boolean>,
): Promise<Discovery> {
  const files = new Set<string>();
  const unreadable: { path: string; reason: string }[] = [];
  const notes: string[] = [];
  for (const argument of paths) {
    const found = await expand(argument, cwd, unreadable);
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
    if (isMigrationFile(absolute)) return { files: [absolute], named: true };
    throw new UsageError(
      `${argument} is not a migration Lockstep can read: it reads files that end in .sql.\n` +
        'Leave it out, or pass SQL on standard input with --stdin-filename.',
    );
  }
  if (isGlob(argument)) return { files: await matches(argument, cwd), named: false };
  throw new UsageError(
    `No such file or directory: ${argument}\nLooked for ${absolute}. Check the spelling, or quote it if it is a glob pattern.`,
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
  return found.filter(isMigrationFile).sort();
}

function nothingFound(argument: string, ignored: number): UsageError {
  const what = isGlob(argument) ? `No migration matches ${argument}` : `No migrations found in ${argument}`;
  return new UsageError(
    ignored === 0
      ? `${what}\nLooked for files that end in .sql. Check the path: a run over nothing would read as a pass.`
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
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const full = path.join(directory, entry.name);
      const isDirectory = entry.isSymbolicLink() ? kindOf(full) === 'directory' : entry.isDirectory();
      if (isDirectory) {
        if (!skippedDirectories.has(entry.name)) visit(full);
      } else if (isMigrationFile(entry.name)) files.push(full);
    }
  };
  visit(root);
  return files;
}

const skippedDirectories = new Set(['node_modules', '.git', '.hg', '.svn']);
