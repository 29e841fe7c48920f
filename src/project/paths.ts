import path from 'node:path';

/** A path as reports show it: relative to the working directory, with forward slashes. */
export function displayPath(file: string, cwd: string): string {
  // The usual case: path.relative takes both paths to pieces, which adds up over thousands of files.
  if (path.sep === '/' && file.startsWith(`${cwd}/`) && !file.includes('//') && !file.includes('/.')) {
    return file.slice(cwd.length + 1);
  }
  const relative = path.relative(cwd, file) || '.';
  return path.sep === '/' ? relative : relative.split(path.sep).join('/');
}

/** Whether the name of a file says that it holds SQL. */
export function isMigrationFile(file: string): boolean {
  return /\.sql$/i.test(file);
}

/**
 * Whether a file undoes another: `0002_x.down.sql` (golang-migrate, sqlx), `down.sql` (diesel), `U2__x.sql` (Flyway),
 * `x.rollback.sql`, `x.undo.sql`.
 */
export function isDownFile(file: string): boolean {
  const name = path.basename(file);
  return /(?:^|[._-])(?:down|undo|rollback)\.sql$/i.test(name) || /^U\d[\d._]*__.*\.sql$/.test(name);
}

/**
 * Whether the directory of a file, not the file, is the migration: `20240101_init/migration.sql` (Prisma, Drizzle),
 * `2024-01-01_init/up.sql` (Diesel).
 */
export function isNamedByDirectory(file: string): boolean {
  return /^(?:migration|up|down)\.sql$/i.test(path.basename(file));
}
