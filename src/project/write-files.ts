import { chmodSync, chownSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { describeSystemError, UsageError } from './errors.js';

/** A file on the disk and what is to stand in it. */
export interface Replacement {
  /** Absolute. */
  readonly target: string;
  /** As reports show it. */
  readonly path: string;
  readonly bytesBefore: Buffer;
  readonly bytes: Buffer;
}

/**
 * Replaces the content of files, each as a whole or not at all, and keeps their permissions and owners. Throws a
 * UsageError before the first is written when one cannot be: it is read-only, or is not what it was when it was read.
 */
export function replaceFiles(files: readonly Replacement[]): void {
  const places = files.map((file) => ({ ...file, ...placeOf(file) }));
  for (const { real, stats, path, bytes } of places) {
    const draft = `${real}.${process.pid}.lockstep-new`;
    try {
      writeFileSync(draft, bytes, { flag: 'wx', mode: stats.mode });
      keepOwner(draft, stats);
      renameSync(draft, real);
    } catch (error) {
      rmSync(draft, { force: true });
      throw new UsageError(`${path} could not be written: ${describeSystemError(error)}.`);
    }
  }
}

/** Where the file really is: a symbolic link stays one. */
function placeOf({ target, path, bytesBefore }: Replacement): { readonly real: string; readonly stats: Stats } {
  try {
    const real = realpathSync(target);
    const stats = statSync(real);
    // The superuser could write it all the same, which is not what the mode asks for.
    if ((stats.mode & 0o222) === 0) throw new UsageError(`${path} is read-only, and nothing was written.`);
    if (!readFileSync(real).equals(bytesBefore)) {
      throw new UsageError(`${path} was changed by somebody else meanwhile, and nothing was written. Run it again.`);
    }
    return { real, stats };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} could not be written, and nothing was: ${describeSystemError(error)}.`);
  }
}

/** The mode that a new file is asked for is cut by the umask, and it belongs to whoever makes it. */
function keepOwner(draft: string, { mode, uid, gid }: Stats): void {
  const made = statSync(draft);
  if (made.uid !== uid || made.gid !== gid) chownSync(draft, uid, gid);
  chmodSync(draft, mode);
}
