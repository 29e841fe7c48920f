import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadGraph, type LoadedGraph, type LoadProblem } from '../../../src/history/django/loader.js';
import { loadPythonParser, readDjangoMigration } from '../../../src/readers/django/index.js';
import { readDjangoProject } from '../../../src/readers/django/project/index.js';

await loadPythonParser();

/** What real Django made of each project of `fixtures/django/graphs`. */
interface Recording {
  readonly django: readonly string[];
  readonly graphs: readonly Recorded[];
}

interface Recorded {
  readonly applied: readonly string[];
  readonly roots?: Readonly<Record<string, readonly string[]>>;
  readonly leaves?: Readonly<Record<string, readonly string[]>>;
  readonly conflicts?: Readonly<Record<string, readonly string[]>>;
  readonly plan?: readonly string[];
  readonly error?: { readonly class: string; readonly message: string };
}

const root = 'fixtures/django/graphs';

function pathsOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, resolve(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function load(directory: string, django: string, applied: readonly string[]) {
  const paths = pathsOf(directory);
  const texts = new Map(paths.map((path) => [path, readFileSync(`${directory}/${path}`, 'utf8')]));
  const project = readDjangoProject(paths, (path) => texts.get(path));
  const files = project.apps
    .filter(({ migrated }) => migrated)
    .flatMap(({ label, files: own }) =>
      own.map((path) => ({ app: label, ...readDjangoMigration({ path, text: texts.get(path) ?? '' }) })),
    );
  const withMigrations = new Set(project.apps.filter(({ migrated }) => migrated).map(({ label }) => label));
  const installed = project.settings.installedApps.map((name) => name.slice(name.lastIndexOf('.') + 1));
  const graph = loadGraph(files, {
    migratedApps: withMigrations,
    unmigratedApps: new Set(
      [...installed, ...project.apps.map(({ label }) => label)].filter((label) => !withMigrations.has(label)),
    ),
    foreignApps: installed.some((name) => !paths.some((path) => path.includes(`${name}/`)) && !/Config$/.test(name)),
    swappable: new Map([['AUTH_USER_MODEL', project.settings.authUserModel ?? 'auth.User']]),
    applied: new Set(applied),
    squashesOfSquashes: Number(django.split('.')[0]) >= 6,
  });
  return { files, graph };
}

function byApp(keys: readonly string[], apps: ReadonlySet<string>): Record<string, string[]> {
  const grouped: Record<string, string[]> = {};
  for (const key of keys) {
    const dot = key.indexOf('.');
    const app = key.slice(0, dot);
    if (apps.has(app)) (grouped[app] ??= []).push(key.slice(dot + 1));
  }
  return grouped;
}

/** Django's words for a problem, without the order of a cycle, which it leaves to chance. */
function messageOf(problem: LoadProblem): string {
  const tuple = (key: string) => `('${key.slice(0, key.indexOf('.'))}', '${key.slice(key.indexOf('.') + 1)}')`;
  switch (problem.kind) {
    case 'missing-parent':
    case 'missing-child': {
      const role = problem.kind.slice('missing-'.length);
      return `Migration ${problem.migration} dependencies reference nonexistent ${role} node ${tuple(problem.missing)}`;
    }
    case 'unknown-app':
      return `Dependency on unknown app: ${problem.app}`;
    case 'no-migrations':
      return `Dependency on app with no migrations: ${problem.app}`;
    case 'cycle':
      return [...problem.migrations].sort().join(', ');
    case 'cyclic-squash':
      return `Cyclical squash replacement found, starting at ${problem.migration}`;
  }
}

function sortedWords(message: string): string {
  return /^[\w.]+(, [\w.]+)+$/.test(message) ? message.split(', ').sort().join(', ') : message;
}

function compare(loaded: LoadedGraph, recorded: Recorded): void {
  // The apps that Django brings along are not in the project.
  const apps = new Set(Object.keys(recorded.leaves ?? {}).filter((app) => !contrib.has(app)));
  expect(loaded.problems.map(messageOf)).toEqual([]);
  expect(byApp(loaded.graph.roots(), apps)).toEqual(withoutContrib(recorded.roots));
  expect(byApp(loaded.graph.leaves(), apps)).toEqual(withoutContrib(recorded.leaves));
  expect(byApp([...loaded.conflicts.values()].flat(), apps)).toEqual(recorded.conflicts);
  expect(loaded.plan).toEqual(recorded.plan?.filter((key) => !contrib.has(key.slice(0, key.indexOf('.')))));
}

const contrib: ReadonlySet<string> = new Set(['admin', 'auth', 'contenttypes', 'sessions', 'sites']);

function withoutContrib(byLabel: Readonly<Record<string, readonly string[]>> = {}) {
  return Object.fromEntries(Object.entries(byLabel).filter(([label]) => !contrib.has(label)));
}

/** Where a squash is only partly applied Django explains a missing parent at length; the parent is the same. */
function isExplained(problems: readonly LoadProblem[], message: string): boolean {
  const [, app, name] = /depends on nonexistent node \('(\w+)', '(\w+)'\)/.exec(message) ?? [];
  return problems.some(
    (problem) => problem.kind === 'missing-parent' && problem.missing === `${app ?? ''}.${name ?? ''}`,
  );
}

describe('the graph of migrations is the one of Django itself', () => {
  it.each(readdirSync(root))('%s', (name) => {
    const recordings = JSON.parse(readFileSync(`${root}/${name}/recorded/graphs.json`, 'utf8')) as Recording[];
    for (const { django, graphs } of recordings) {
      for (const version of django) {
        for (const recorded of graphs) {
          const { files, graph } = load(`${root}/${name}`, version, recorded.applied);
          switch (recorded.error?.class) {
            case undefined:
              compare(graph, recorded);
              break;
            case 'SyntaxError':
              expect(files.some(({ problems }) => problems.length > 0)).toBe(true);
              break;
            case 'BadMigrationError':
              expect(files.some(({ isMigration }) => !isMigration)).toBe(true);
              break;
            case 'InconsistentMigrationHistory':
              // What a database has applied is not seen by reading.
              break;
            case 'NodeNotFoundError':
              if (isExplained(graph.problems, recorded.error.message)) break;
              expect(graph.problems.map(messageOf)).toContain(recorded.error.message);
              break;
            default:
              expect(graph.problems.map(messageOf)).toContain(sortedWords(recorded.error?.message ?? ''));
          }
        }
      }
    }
  });
});
