import type { PostgresVersion } from '../../../core/postgres-version.js';
import { readPrelude } from '../../../readers/django/prelude.js';
import type { DjangoReplay } from '../../../readers/django/replay.js';
import type { FilePlace, MigrationFormat } from '../../../rewrite/index.js';
import { djangoObstacle, writeDjangoFile } from '../../../writers/django/file.js';
import { pythonString } from '../../../writers/django/python-text.js';
import type { DjangoOrigin } from './origin.js';
import { withStateSteps } from './state-steps.js';
import { operationsObstacle, writtenOperations } from './written.js';

/** How the files of a plan are written and read that stand in for a migration of Django. */
export function djangoFormat(origin: DjangoOrigin, postgres: PostgresVersion): MigrationFormat {
  return formatAt(origin, postgres, origin.before, undefined);
}

/** @param stopped what Django says where the files so far make it stop */
function formatAt(
  origin: DjangoOrigin,
  postgres: PostgresVersion,
  replay: DjangoReplay,
  stopped: string | undefined,
): MigrationFormat {
  const { migration: original, version } = origin;
  const { text } = original.source;
  const prelude = readPrelude(text);
  return {
    obstacle: (migration) => djangoObstacle(postgres) ?? operationsObstacle(migration, original, prelude),
    written: (migration) => writtenOperations(migration, original),
    planned: (statement, units) => {
      const own = writtenAt(origin, statement.operations[0]?.statementSpan.start);
      return own === undefined ? units : withStateSteps(own, units, { text, version });
    },
    print: (file, place) =>
      writeDjangoFile(file, {
        head: place.index === 0 ? /^(?:#[^\n]*\n)+/.exec(text)?.[0].trimEnd() : undefined,
        module: prelude.statements,
        attributes: attributesOf(origin, prelude.attributes, place),
        postgres,
        before: place.before,
      }),
    isScript: () => false,
    read: (written) => {
      const django = origin.read(written);
      const after = replay.fork();
      const migration = origin.lower(django, after);
      const problem = django.problems[0]?.message ?? stopOf(replay.fork(), django, origin);
      return { migration, next: formatAt(origin, postgres, after, stopped ?? problem) };
    },
    difference: () => stopped ?? differenceOfModels(origin, replay),
  };
}

function writtenAt({ migration }: DjangoOrigin, start: number | undefined) {
  if (start === undefined) return undefined;
  return migration.operations.find(({ span }) => start >= span.start && start < span.end);
}

/** The first file has the dependencies of the original; each further one follows the file before it. */
function attributesOf(
  { app, migration, heads }: DjangoOrigin,
  attributes: ReadonlyMap<string, string>,
  { index, paths }: FilePlace,
): readonly string[] {
  if (index === 0) return ['initial', 'dependencies'].flatMap((name) => attributes.get(name) ?? []);
  const previous = nameOf(paths?.[index - 1] ?? migration.source.path);
  // Migrations that follow the original already are followed in turn, or the app would have two heads.
  const others = index === 1 && heads.length === 1 ? heads.filter((name) => name !== migration.name) : [];
  const lines = [previous, ...others].map((name) => `    (${pythonString(app)}, ${pythonString(name)}),`);
  return [`dependencies = [\n${lines.join('\n')}\n]`];
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.py$/, '');
}

/** Where Django itself would stop in a file, in its words. */
function stopOf(replay: DjangoReplay, django: Parameters<DjangoOrigin['lower']>[0], { app }: DjangoOrigin) {
  const stop = replay.migrate(django, app).find(({ kind }) => kind === 'stops');
  return stop?.kind === 'stops' ? `Django stops: ${stop.exception}: ${stop.message}` : undefined;
}

/** The plan must leave Django with the models that the original leaves it with. */
function differenceOfModels({ before, migration, app }: DjangoOrigin, end: DjangoReplay): string | undefined {
  const expected = before.fork();
  expected.migrate(migration, app);
  const [wanted, found] = [modelsOf(expected), modelsOf(end)];
  for (const [name, model] of wanted) if (found.get(name) !== model) return `the model ${name} of Django would differ`;
  for (const name of found.keys()) if (!wanted.has(name)) return `the model ${name} of Django would be left`;
  return undefined;
}

function modelsOf(replay: DjangoReplay): ReadonlyMap<string, string> {
  return new Map([...replay.models()].map((model) => [`${model.app}.${model.name}`, plain(model)]));
}

/** JSON without places; fields in the order of their names, because Django does not mind it. */
function plain(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (name === 'span' || name === 'nameSpan') return undefined;
    if ((name === 'start' || name === 'end') && typeof inner === 'number') return undefined;
    if (inner instanceof Map) return Object.fromEntries([...inner].sort(([a], [b]) => (a < b ? -1 : 1))) as unknown;
    return inner;
  });
}
