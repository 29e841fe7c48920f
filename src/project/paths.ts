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

/** Whether the name of a file says that it is Python. Whether it holds a migration is another question. */
export function isPythonFile(file: string): boolean {
  return file.endsWith('.py');
}

/**
 * Whether a Python file may hold a migration by its name and place: in a directory of migrations, or numbered as Django
 * numbers them. Alembic and others have such directories too.
 */
export function mayBePythonMigration(file: string): boolean {
  const name = path.basename(file);
  if (!/^[^_~.][^.]*\.py$/.test(name)) return false;
  return /migrations/i.test(path.basename(path.dirname(file))) || /^\d{4}_/.test(name);
}

/** Directories in which nobody keeps migrations of their own: what tools make, and what is installed. */
export function isSkippedDirectory(name: string): boolean {
  return skippedDirectories.has(name);
}

const skippedDirectories = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.venv',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '__pycache__',
  'site-packages',
]);

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
