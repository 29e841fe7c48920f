import type { RecordedMigration, RecordedProject } from './record.js';
import { type GraphsFile, type Section, type SectionKind, writeSections } from './recordings.js';
import { takeApart } from './statements.js';
import type { DjangoVersion } from './versions.js';

/** What each version of Django made of one project. */
export type ByVersion = ReadonlyMap<DjangoVersion, RecordedProject>;

/** The files of a project's directory `recorded`, by name: versions that agree share a text. */
export function recordedTexts(project: ByVersion): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const paths: Record<string, string> = {};
  const sections = new Map<string, Section[]>();
  for (const [version, { migrations = [] }] of project) {
    for (const migration of migrations) {
      const key = `${migration.app}.${migration.name}`;
      paths[key] = migration.file;
      const own = sections.get(key) ?? [];
      sections.set(key, own);
      for (const [kind, text] of sectionsOf(migration)) addSection(own, version, kind, text);
    }
  }
  for (const [key, own] of sections) files.set(`${key}.sql`, writeSections(own));
  if (sections.size > 0) files.set('files.json', json(paths));
  files.set('graphs.json', json(graphsFile(project)));
  return files;
}

/** The texts of one version alone, to be compared with `sectionsOfVersion` of a committed recording. */
export function sectionsOf(migration: RecordedMigration): readonly (readonly [SectionKind, string])[] {
  const { sql, error, executed, refused } = migration;
  const printed =
    sql === undefined ? [] : takeApart(sql).statements.filter((each) => !/^(?:BEGIN|COMMIT);$/.test(each));
  const done = takeApart(executed.join('\n')).statements;
  const nothingDone = refused !== undefined && executed.length === 0;
  const differs = error !== undefined || done.join('\n') !== printed.join('\n');
  return [
    ...(sql === undefined ? [] : [['sqlmigrate', sql] as const]),
    ...(error === undefined ? [] : [['sqlmigrate fails', `${error.class}: ${error.message}`] as const]),
    ...(differs && !nothingDone ? [['migrate', executed.join('\n')] as const] : []),
    ...(refused === undefined ? [] : [['migrate fails', `${refused.class}: ${refused.message}`] as const]),
  ];
}

function addSection(sections: Section[], version: DjangoVersion, kind: SectionKind, text: string): void {
  const index = sections.findIndex((each) => each.kind === kind && each.text.trimEnd() === text.trimEnd());
  const same = sections[index];
  if (same === undefined) sections.push({ versions: [version], kind, text });
  else sections[index] = { ...same, versions: [...same.versions, version] };
}

function graphsFile(project: ByVersion): GraphsFile {
  const groups: { django: DjangoVersion[]; graphs: RecordedProject['graphs'] }[] = [];
  for (const [version, { graphs }] of project) {
    const same = groups.find((group) => JSON.stringify(group.graphs) === JSON.stringify(graphs));
    if (same === undefined) groups.push({ django: [version], graphs });
    else same.django.push(version);
  }
  return groups;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
