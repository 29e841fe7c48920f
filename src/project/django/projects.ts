import path from 'node:path';
import { loadPythonParser } from '../../readers/django/index.js';
import { readDjangoProject } from '../../readers/django/project/index.js';
import type { DjangoProject } from '../../readers/django/project/index.js';
import { append } from '../../core/lists.js';
import { readBytes } from '../bytes.js';
import { decode } from '../decode.js';
import { filesIn, filesOfApps, projectFiles, projectRootOf, requirementsAbove } from './root.js';

/** A Django project with its place on the disk. Paths in it are relative to its root. */
export interface ProjectOnDisk extends DjangoProject {
  /** Absolute. */
  readonly root: string;
  /** The text of a file of the project, by its path from the root; undefined when it cannot be read. */
  readonly read: (file: string) => string | undefined;
}

/** The projects that some migrations belong to. */
export interface FoundProjects {
  readonly projects: readonly ProjectOnDisk[];
  /** Those of the files that are migrations, with the project of each. */
  readonly migrations: ReadonlyMap<string, ProjectOnDisk>;
}

/**
 * Finds the Django projects that Python files belong to. What Python files there are that are no migrations is left out.
 *
 * @param files absolute
 * @param contents what stands in place of what is on the disk, by absolute path
 */
export async function findProjects(
  files: readonly string[],
  contents: ReadonlyMap<string, Buffer>,
): Promise<FoundProjects> {
  await loadPythonParser();
  const byRoot = new Map<string | undefined, string[]>();
  const rootOf = new Map<string, string | undefined>();
  for (const file of files) {
    const directory = path.dirname(file);
    if (!rootOf.has(directory)) rootOf.set(directory, projectRootOf(file));
    append(byRoot, rootOf.get(directory), file);
  }
  const loose = new Map<string, string[]>();
  for (const file of byRoot.get(undefined) ?? []) append(loose, path.dirname(path.dirname(path.dirname(file))), file);
  byRoot.delete(undefined);
  const found = [
    // No key is left undefined.
    ...[...byRoot].map(([root = '', own]) =>
      projectAt(root, [...projectFiles(root), ...requirementsAbove(root)], own, contents),
    ),
    ...[...loose].map(([root, own]) => projectAt(root, filesOfApps(root), own, contents)),
  ];
  return {
    projects: found.map(({ project }) => project),
    migrations: new Map(found.flatMap(({ project, own }) => own.map((file) => [file, project] as const))),
  };
}

/** Reads a project, and finds those of the given files that are migrations of its apps. */
function projectAt(
  root: string,
  listed: readonly string[],
  given: readonly string[],
  contents: ReadonlyMap<string, Buffer>,
): { readonly project: ProjectOnDisk; readonly own: readonly string[] } {
  const read = reader(root, contents);
  const all = new Set(listed);
  for (const file of given) {
    const relative = relativePath(root, file);
    if (all.has(relative)) continue;
    // What was asked for counts wherever it lies, also where a search would not go, or on standard input alone.
    const directory = relative.slice(0, relative.lastIndexOf('/') + 1);
    for (const beside of [relative, ...filesIn(root, directory), ...filesIn(root, parentOf(directory))])
      all.add(beside);
  }
  const project = { ...readDjangoProject([...all], read), root, read };
  const migrations = new Set(project.apps.flatMap(({ files }) => files));
  return { project, own: given.filter((file) => migrations.has(relativePath(root, file))) };
}

/** `shop/migrations/` is in `shop/`. */
function parentOf(directory: string): string {
  return directory.slice(0, directory.lastIndexOf('/', directory.length - 2) + 1);
}

function relativePath(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

function reader(root: string, contents: ReadonlyMap<string, Buffer>): ProjectOnDisk['read'] {
  return (file) => {
    const absolute = path.resolve(root, file);
    try {
      const decoded = decode(contents.get(absolute) ?? readBytes(absolute));
      return decoded.ok ? decoded.text : undefined;
    } catch {
      // A file that cannot be read says nothing about the project; when it is a migration, reading it tells the reason.
      return undefined;
    }
  };
}
