import { existsSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { isRequirementsFile } from '../../readers/django/project/version.js';
import { isSkippedDirectory } from '../paths.js';

/**
 * The directory of the project that a migration belongs to: the nearest above it with a `manage.py`, else the nearest
 * that a package begins at. Undefined when there is neither.
 */
export function projectRootOf(migration: string): string | undefined {
  let fallback: string | undefined;
  for (let directory = path.dirname(migration); ; directory = path.dirname(directory)) {
    if (existsSync(path.join(directory, 'manage.py'))) return directory;
    if (fallback === undefined && packageMarks.some((mark) => existsSync(path.join(directory, mark)))) {
      fallback = directory;
    }
    if (path.dirname(directory) === directory) return fallback;
  }
}

const packageMarks = ['pyproject.toml', 'setup.py', 'setup.cfg'];

/**
 * The files of a project that tell about it: Python files and those that name its requirements, relative to its root,
 * with forward slashes. Directories that cannot be listed show nothing: unknown, not absent.
 */
export function projectFiles(root: string): readonly string[] {
  const files: string[] = [];
  const visit = (directory: string, relative: string): void => {
    const entries = list(directory);
    // An environment that packages are installed into.
    if (relative !== '' && entries.some(({ name }) => name === 'pyvenv.cfg')) return;
    for (const entry of entries) {
      const { name } = entry;
      if (entry.isDirectory()) {
        if (!isSkippedDirectory(name)) visit(`${directory}/${name}`, `${relative}${name}/`);
      } else if (name.endsWith('.py') || isRequirementsFile(relative + name)) files.push(relative + name);
    }
  };
  visit(root, '');
  return files;
}

/**
 * The same for a directory of apps that no project is known of: only the apps right in it, because there is no telling
 * what else lies beside them.
 */
export function filesOfApps(root: string): readonly string[] {
  const files = filesIn(root, '').filter((file) => isRequirementsFile(file));
  for (const app of list(root)) {
    if (!app.isDirectory() || !existsSync(path.join(root, app.name, 'migrations'))) continue;
    files.push(...filesIn(root, `${app.name}/`), ...filesIn(root, `${app.name}/migrations/`));
  }
  return files;
}

/** The Python files and requirements right in a directory. */
export function filesIn(root: string, directory: string): string[] {
  return list(path.join(root, directory))
    .filter((entry) => !entry.isDirectory() && (entry.name.endsWith('.py') || isRequirementsFile(entry.name)))
    .map(({ name }) => `${directory}${name}`);
}

/** Files above a root that may say which Django it runs, nearest first, up to the repository's own directory. */
export function requirementsAbove(root: string): readonly string[] {
  const files: string[] = [];
  let prefix = '';
  for (let directory = root; !existsSync(path.join(directory, '.git')); directory = path.dirname(directory)) {
    if (path.dirname(directory) === directory) return [];
    prefix += '../';
    files.push(
      ...filesIn(path.dirname(directory), '')
        .filter((name) => isRequirementsFile(name))
        .map((name) => prefix + name),
    );
  }
  return files;
}

function list(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
