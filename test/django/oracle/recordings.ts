import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusProject, corpusProjects } from './corpus.js';
import type { DjangoError, RecordedGraph } from './record.js';
import { takeApart } from './statements.js';
import type { DjangoVersion } from './versions.js';

/** What Django makes of time and chance in every recording: the clock and the random UUIDs stand still. */
export const frozen = {
  /** UTC; `timezone.now()` has the offset where USE_TZ is on. */
  now: '2024-02-29T13:14:15.167089Z',
  uuid4: 'a6a8d5ba-4c3d-4d7c-9d5e-0123456789ab',
} as const;

/** One migration of the corpus as one version of Django sees it. */
export interface DjangoCase {
  readonly project: CorpusProject;
  readonly app: string;
  /** Without `.py`. */
  readonly migration: string;
  /** The absolute path of the migration's file. */
  readonly path: string;
  readonly version: DjangoVersion;
  /** Exactly what `sqlmigrate` prints on a database that has all earlier migrations, or how it fails. */
  readonly printed: PrintedSql | DjangoError;
  /**
   * The statements that `migrate` executes, where they are others than the printed ones: `sqlmigrate` looks up names of
   * constraints in a database that the migration's own earlier operations have not reached.
   */
  readonly executed?: readonly string[];
  /** How `migrate` failed on an empty database; then `executed` ends with the statement that failed, if one did. */
  readonly refused?: DjangoError;
}

export interface PrintedSql {
  readonly text: string;
  /** Without `BEGIN;` and `COMMIT;`. A line of Django's may hold two statements; they stay together. */
  readonly statements: readonly string[];
  /** What the operations call themselves, in order, with `(no-op)` behind those without SQL. */
  readonly comments: readonly string[];
  /** Whether the migration runs in one transaction. */
  readonly atomic: boolean;
}

/** What one version of Django makes of a project's graph. */
export interface GraphCase {
  readonly project: CorpusProject;
  readonly version: DjangoVersion;
  readonly graph: RecordedGraph;
}

/** Every migration of the corpus in every version it is recorded with, in the order of `migrate`. */
export function djangoCases(): readonly DjangoCase[] {
  return corpusProjects().flatMap((project) =>
    project.versions.flatMap((version) =>
      planned(project, version).flatMap(([app, migration]) => readCase(project, version, app, migration)),
    ),
  );
}

/** Every recorded graph: one a project and version, and one more for each set of applied migrations it names. */
export function graphCases(): readonly GraphCase[] {
  return corpusProjects().flatMap((project) =>
    project.versions.flatMap((version) => readGraphs(project, version).map((graph) => ({ project, version, graph }))),
  );
}

function planned(project: CorpusProject, version: DjangoVersion): readonly (readonly [string, string])[] {
  return (readGraphs(project, version)[0]?.plan ?? []).map((key) => {
    const [app = '', name = ''] = key.split('.');
    return [app, name] as const;
  });
}

function readCase(
  project: CorpusProject,
  version: DjangoVersion,
  app: string,
  migration: string,
): readonly DjangoCase[] {
  const path = join(project.root, 'recorded', `${app}.${migration}.sql`);
  if (!existsSync(path)) return [];
  const found = new Map(
    readSections(readFileSync(path, 'utf8'))
      .filter(({ versions }) => versions.includes(version))
      .map(({ kind, text }) => [kind, text]),
  );
  const sql = found.get('sqlmigrate');
  const executed = found.get('migrate');
  const refused = found.get('migrate fails');
  return [
    {
      project,
      app,
      migration,
      path: migrationPath(project, app, migration),
      version,
      printed: sql === undefined ? readError(found.get('sqlmigrate fails') ?? '') : readPrinted(sql),
      ...(executed !== undefined && { executed: takeApart(executed).statements }),
      ...(refused !== undefined && { refused: readError(refused) }),
    },
  ];
}

/** Apps of the corpus keep their migrations where Django looks first, or where the project says in `recorded/files.json`. */
function migrationPath(project: CorpusProject, app: string, migration: string): string {
  const files = readJson(join(project.root, 'recorded/files.json')) as Readonly<Record<string, string>>;
  const file = files[`${app}.${migration}`];
  if (file === undefined) throw new Error(`${project.name} has no file of ${app}.${migration} on record`);
  return join(project.root, file);
}

function readPrinted(text: string): PrintedSql {
  const { statements, comments } = takeApart(text);
  const atomic = statements[0] === 'BEGIN;';
  return { text, statements: atomic ? statements.slice(1, -1) : statements, comments, atomic };
}

function readError(text: string): DjangoError {
  const [, name = '', message = ''] = /^(\w+): ?([\s\S]*)$/.exec(text.trim()) ?? [];
  return { class: name, message };
}

/** The kinds of sections of a recording. */
export type SectionKind = 'sqlmigrate' | 'sqlmigrate fails' | 'migrate' | 'migrate fails';

/** One text of a recording, with the versions that have it. */
export interface Section {
  readonly versions: readonly DjangoVersion[];
  readonly kind: SectionKind;
  readonly text: string;
}

const heading = /^===== Django ([\d., ]+): (sqlmigrate|migrate)( fails)? =====\n/gm;

/** Reads what `writeSections` wrote. */
export function readSections(recording: string): readonly Section[] {
  const heads = [...recording.matchAll(heading)];
  return heads.map((head, index) => ({
    // The pattern and `writeSections` leave nothing else.
    versions: (head[1] ?? '').split(', ') as DjangoVersion[],
    kind: `${head[2] ?? ''}${head[3] ?? ''}` as SectionKind,
    text: recording.slice(head.index + head[0].length, heads[index + 1]?.index),
  }));
}

/** The file `recorded/<app>.<migration>.sql`: a heading above each text. */
export function writeSections(sections: readonly Section[]): string {
  return sections
    .map(({ versions, kind, text }) => `===== Django ${versions.join(', ')}: ${kind} =====\n${text.trimEnd()}\n`)
    .join('');
}

/** The file `recorded/graphs.json`. */
export type GraphsFile = readonly {
  readonly django: readonly DjangoVersion[];
  readonly graphs: readonly RecordedGraph[];
}[];

function readGraphs(project: CorpusProject, version: DjangoVersion): readonly RecordedGraph[] {
  const file = readJson(join(project.root, 'recorded/graphs.json')) as GraphsFile;
  return file.find(({ django }) => django.includes(version))?.graphs ?? [];
}

const read = new Map<string, unknown>();

/** The files are the recorder's own: who asks knows the shape. */
function readJson(path: string): unknown {
  if (!read.has(path)) read.set(path, JSON.parse(readFileSync(path, 'utf8')));
  return read.get(path);
}

/** The names of the recordings that a project has. */
export function recordedFiles(project: CorpusProject): readonly string[] {
  const directory = join(project.root, 'recorded');
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}
