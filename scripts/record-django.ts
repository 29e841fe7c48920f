/**
 * Records what real Django prints and executes for the corpus under `fixtures/django`, in every version that Lockstep
 * emulates. Installs them from PyPI into a cache outside of the repository, and needs a PostgreSQL on this machine.
 *
 * `--check` compares with the committed recordings instead and exits with 1 on a difference; `--only <text>` takes the
 * projects whose name contains the text.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CorpusProject, corpusProjects } from '../test/django/oracle/corpus.js';
import { recordedTexts } from '../test/django/oracle/files.js';
import { type RecordedProject, recordProjects } from '../test/django/oracle/record.js';
import { recordedFiles } from '../test/django/oracle/recordings.js';
import { newestInstallation, startOracleServer } from '../test/django/oracle/server.js';
import { type DjangoVersion, djangoVersions, findDjango, installDjango } from '../test/django/oracle/versions.js';

const { values: options } = parseArgs({ options: { check: { type: 'boolean' }, only: { type: 'string' } } });

const projects = corpusProjects().filter(
  ({ name }) => options.only?.split(',').some((part) => name.includes(part)) ?? true,
);
const recorded = new Map(projects.map(({ name }) => [name, new Map<DjangoVersion, RecordedProject>()]));
await recordAll();
const differences = projects.flatMap((project) => settle(project));
for (const difference of differences) console.error(`stale: ${difference}`);
if (differences.length > 0) process.exitCode = 1;

async function recordAll(): Promise<void> {
  const installation = newestInstallation();
  if (installation === undefined) throw new Error('sqlmigrate looks names up in a PostgreSQL, and none is installed');
  const server = await startOracleServer(installation);
  try {
    for (const version of djangoVersions) {
      const own = projects.filter(({ versions }) => versions.includes(version));
      const python = findDjango(version) ?? installDjango(version);
      const roots = own.map(({ root }) => root);
      const results = own.length === 0 ? [] : await recordProjects(python, server, roots);
      for (const [index, { name }] of own.entries()) {
        const result = results[index];
        if (result !== undefined) recorded.get(name)?.set(version, result);
      }
      console.log(`Django ${version}: ${String(results.length)} projects`);
    }
  } finally {
    await server.stop();
  }
}

/** Writes the recordings of a project, or names those that are not as they would be written. */
function settle(project: CorpusProject): readonly string[] {
  const directory = join(project.root, 'recorded');
  const texts = recordedTexts(recorded.get(project.name) ?? new Map());
  const present = recordedFiles(project);
  const left = present.filter((file) => !texts.has(file));
  if (options.check === true) {
    const stale = [...texts].filter(
      ([file, text]) => !present.includes(file) || readFileSync(join(directory, file), 'utf8') !== text,
    );
    return [...stale.map(([file]) => file), ...left].map((file) => `${project.name}/recorded/${file}`);
  }
  for (const file of left) rmSync(join(directory, file));
  mkdirSync(directory, { recursive: true });
  for (const [file, text] of texts) writeFileSync(join(directory, file), text);
  return [];
}
