import type {
  HistoryCycle,
  HistoryGraph,
  HistoryLink,
  HistoryNamespace,
  HistoryNode,
  HistoryRunner,
} from '../../core/history-graph.js';
import { append } from '../../core/lists.js';
import { appOf, migrationKey, nameOf, type MigrationKey } from './graph.js';
import type { LoadedDependency, LoadedGraph, LoadedMigration } from './loader.js';
import { runOrder } from './run-order.js';

/** A migration of the project with what the graph says of it to people. */
export type DjangoNode = LoadedMigration &
  Pick<HistoryNode, 'source' | 'comments' | 'problems' | 'span' | 'judged'> & {
    /** False when its class was not found, so that what it depends on is not known. */
    readonly isRead: boolean;
  };

/**
 * The graph of a Django project as plain data.
 *
 * @param directories where the migrations of each app lie, as reports show it
 */
export function djangoHistory(
  migrations: readonly DjangoNode[],
  loaded: LoadedGraph,
  directories: ReadonlyMap<string, string>,
): HistoryGraph {
  const missing = new Set(loaded.problems.flatMap((problem) => ('missing' in problem ? [problem.missing] : [])));
  const nodes = new Map<MigrationKey, HistoryNode>();
  const unread = new Set<string>();
  for (const migration of migrations) {
    const { app, name, source, comments, problems, span, judged } = migration;
    const links = linksOf(migration, loaded, missing);
    nodes.set(migrationKey(app, name), { id: name, namespace: app, source, comments, problems, span, judged, links });
    if (!migration.isRead || links.some(({ to, state }) => to === 'parent' && state === 'unread')) unread.add(app);
  }
  const found = (keys: readonly MigrationKey[]): readonly HistoryNode[] => keys.flatMap((key) => nodes.get(key) ?? []);
  const order = byApp(found(runOrder(loaded)));
  const roots = byApp(found(loaded.graph.roots()));
  const heads = byApp(found(loaded.graph.leaves()));
  return {
    runner: django,
    namespaces: [...directories].map(([app, directory]) =>
      namespaceOf(app, directory, {
        nodes: order.get(app) ?? [],
        roots: roots.get(app) ?? [],
        heads: heads.get(app) ?? [],
        uncertain: unread.has(app),
      }),
    ),
    cycles: cyclesOf(loaded, found),
  };
}

function byApp(nodes: readonly HistoryNode[]): ReadonlyMap<string, readonly HistoryNode[]> {
  const apps = new Map<string, HistoryNode[]>();
  for (const node of nodes) append(apps, node.namespace, node);
  return apps;
}

const django: HistoryRunner = {
  id: 'django',
  name: 'Django',
  namespaceNoun: 'app',
  merge: 'let `python manage.py makemigrations --merge` write a migration that follows both',
};

function namespaceOf(
  name: string,
  directory: string,
  rest: Pick<HistoryNamespace, 'nodes' | 'roots' | 'heads' | 'uncertain'>,
): HistoryNamespace {
  if (rest.heads.length < 2) return { name, directory, ...rest };
  const leaves = rest.heads.map(({ id }) => id).join(', ');
  // `handle` of django/core/management/commands/migrate.py
  const refusal = `"Conflicting migrations detected; multiple leaf nodes in the migration graph: (${leaves} in ${name})."`;
  return { name, directory, ...rest, refusal };
}

function linksOf(
  migration: LoadedMigration,
  loaded: LoadedGraph,
  missing: ReadonlySet<MigrationKey>,
): readonly HistoryLink[] {
  const own = migrationKey(migration.app, migration.name);
  const link = (to: HistoryLink['to']) => (dependency: LoadedDependency) =>
    linkOf(dependency, to, own, loaded, missing);
  return [
    ...migration.dependencies.map(link('parent')),
    ...migration.runBefore.map(link('child')),
    ...migration.replaces.map(link('replaced')),
  ];
}

function linkOf(
  dependency: LoadedDependency,
  to: HistoryLink['to'],
  own: MigrationKey,
  { targets, problems }: LoadedGraph,
  missing: ReadonlySet<MigrationKey>,
): HistoryLink {
  const { span } = dependency;
  if (dependency.kind === 'unknown') return { to, namespace: '', id: '', state: 'unread', span };
  const namespace = dependency.kind === 'migration' ? dependency.app : dependency.setting;
  const id = dependency.kind === 'migration' ? dependency.name : '__first__';
  // Migrations that are replaced need not be there any more.
  if (to === 'replaced') return { to, namespace, id, state: 'found', span };
  const target = targets.get(dependency);
  if (target !== undefined && missing.has(target)) {
    // `add_dependency` of django/db/migrations/graph.py
    const refusal = `"NodeNotFoundError: Migration ${own} dependencies reference nonexistent ${to} node ${pair(target)}"`;
    return { to, namespace: appOf(target), id: nameOf(target), state: 'missing', span, refusal };
  }
  if (target !== undefined) return { to, namespace: appOf(target), id: nameOf(target), state: 'found', span };
  const problem = problems.find((one) => 'span' in one && one.span === span);
  if (problem?.kind === 'unknown-app') {
    const refusal = `"ValueError: Dependency on unknown app: ${problem.app}"`;
    return { to, namespace: problem.app, id, state: 'no-namespace', span, refusal };
  }
  if (problem?.kind === 'no-migrations') {
    const refusal = `"ValueError: Dependency on app with no migrations: ${problem.app}"`;
    return { to, namespace: problem.app, id, state: 'empty-namespace', span, refusal };
  }
  return { to, namespace, id, state: 'outside', span };
}

/** As Python prints the pair of app and name. */
function pair(key: MigrationKey): string {
  return `('${appOf(key)}', '${nameOf(key)}')`;
}

function cyclesOf(
  { problems }: LoadedGraph,
  found: (keys: readonly MigrationKey[]) => readonly HistoryNode[],
): readonly HistoryCycle[] {
  return problems.flatMap((problem): readonly HistoryCycle[] => {
    if (problem.kind === 'cycle') {
      const names = problem.migrations.join(', ');
      return [{ of: 'order', nodes: found(problem.migrations), refusal: `"CircularDependencyError: ${names}"` }];
    }
    if (problem.kind !== 'cyclic-squash') return [];
    const refusal = `"CommandError: Cyclical squash replacement found, starting at ${pair(problem.migration)}"`;
    return [{ of: 'replacement', nodes: replacingEachOther(found([problem.migration]), found), refusal }];
  });
}

/** The squashes of a circle, from the one Django names on: each replaces the next. */
function replacingEachOther(
  start: readonly HistoryNode[],
  found: (keys: readonly MigrationKey[]) => readonly HistoryNode[],
): readonly HistoryNode[] {
  const circle = [...start];
  for (let last = circle.at(-1); last !== undefined;) {
    const replaced = last.links
      .filter(({ to }) => to === 'replaced')
      .map((link) => migrationKey(link.namespace, link.id));
    last = found(replaced).find((node) => !circle.includes(node) && node.links.some(({ to }) => to === 'replaced'));
    if (last !== undefined) circle.push(last);
  }
  return circle;
}
