/**
 * The run cannot start or go on as asked: a path that does not exist, a broken configuration, a wrong option. The
 * message is for people and says what was wrong, where, and what to do. Exit code 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a system error code means to a person, for errors of reading files. */
export function describeSystemError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const known = code === undefined ? undefined : meanings[code];
  return known ?? (error instanceof Error ? error.message : String(error));
}

const meanings: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'the file does not exist (a broken symbolic link?)',
  ELOOP: 'its symbolic links lead in a circle',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the path is too long',
  EIO: 'the disk reported an error',
  ERR_FS_FILE_TOO_LARGE: 'the file is larger than 2 GiB',
  ERR_STRING_TOO_LONG: 'the file is too large to hold as text (512 MB)',
};
