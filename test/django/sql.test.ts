import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseIndexName, chooseName } from '../../src/postgres/names.js';
import { loadPythonParser, readDjangoMigration } from '../../src/readers/django/index.js';
import type { DjangoMigration, DjangoReadOptions } from '../../src/readers/django/index.js';
import { readDjangoProject } from '../../src/readers/django/project/index.js';
import { readSettings } from '../../src/readers/django/project/settings.js';
import {
  DjangoReplay,
  type DjangoStatement,
  type GeneratedNames,
  printedSql,
} from '../../src/readers/django/replay.js';
import type { CorpusProject } from './oracle/corpus.js';
import { type DjangoCase, djangoCases, frozen } from './oracle/recordings.js';
import { takeApart } from './oracle/statements.js';
import { djangoVersions } from './oracle/versions.js';

/**
 * Where the emulation is known to differ from what Django printed or executed, and why. A test fails when one of them
 * differs no more.
 */
const differences: Readonly<Record<string, { readonly reason: string; readonly versions?: readonly string[] }>> = {
  'alter keys.0002_big_account executed': { reason: setOrder(), versions: ['3.2'] },
  'alter keys.0004_small_again executed': { reason: setOrder(), versions: ['3.2'] },
  'custom app.0001_initial printed': { reason: 'the field class presets its digits in a constructor of its own' },
  'custom app.0001_initial executed': { reason: 'the field class presets its digits in a constructor of its own' },
  'custom app.0002_more printed': { reason: 'classes of operations and fields with constructors of their own' },
  'custom app.0002_more executed': { reason: 'classes of operations and fields with constructors of their own' },
  'names a_rather_long_label_for_an_application.0003_renamed executed': { reason: setOrder() },
  'relations library.0015_rename_with_table executed': { reason: setOrder(), versions: ['3.2', '4.2'] },
  'sql raw.0003_file printed': { reason: 'the text of a file is changed by replace()' },
  'sql raw.0003_file executed': { reason: 'the text of a file is changed by replace()' },
  'sql raw.0004_python executed': { reason: 'the function of a RunPython executes SQL by itself' },
  'wrong rename_by_case.0002_rename_by_case printed': {
    reason: 'Django loses the model, and names all relations to it at once',
  },
};

/** Models that Django makes anew while it migrates come in the order of a Python set. */
function setOrder(): string {
  return 'the order of the keys of several models follows the hashes of a Python set';
}

const names: GeneratedNames = {
  indexName: chooseIndexName,
  constraintName: chooseName,
};

interface Outcome {
  readonly from: DjangoCase;
  readonly printed: string;
  readonly executed: readonly DjangoStatement[];
}

/** Replays the cases of one project and version, which are in the order of `migrate`. */
function outcomesOf(cases: readonly DjangoCase[], project: CorpusProject, version: string): readonly Outcome[] {
  const options = readOptions(project);
  const settings = readSettings([{ path: 'settings.py', text: readText(join(project.root, 'settings.py')) ?? '' }]);
  const { defaultAutoField } = settings;
  const text = readText(join(project.root, 'settings.py')) ?? '';
  const replay = new DjangoReplay({
    version,
    names,
    settings: new Map(
      [...text.matchAll(/^([A-Z_]+) = "(\w+\.\w+)"/gm)].map(([, name = '', value = '']) => [name, value]),
    ),
    ...(defaultAutoField !== undefined && { defaultAutoField }),
    useTz: text.includes('USE_TZ = True'),
    now: frozen.now,
    uuid4: frozen.uuid4,
  });
  return cases.map((from) => {
    const migration = readDjangoMigration({ path: from.path, text: readText(from.path) ?? '' }, options);
    const printed = printedOrError(migration, replay.print(migration, from.app), version);
    if (from.refused === undefined) return { from, printed, executed: replay.migrate(migration, from.app) };
    replay.fake(migration, from.app);
    return { from, printed, executed: [] };
  });
}

function printedOrError(migration: DjangoMigration, statements: readonly DjangoStatement[], version: string): string {
  const stop = statements.find((one) => one.kind === 'stops');
  if (stop?.kind !== 'stops') return printedSql(migration, statements, version);
  return `${stop.exception}: ${stop.message.replace(`/en/${version}/`, '/en/VERSION/')}`;
}

function readOptions({ root }: CorpusProject): DjangoReadOptions {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => join(root, path));
  const project = readDjangoProject(
    paths.filter((path) => path.endsWith('.py')),
    readText,
  );
  return { readFile: readText, classOf: (path) => project.classOf(path) };
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** What Django printed, or how it failed. */
function wanted({ printed }: DjangoCase): string {
  return 'text' in printed ? printed.text.trimEnd() : `${printed.class}: ${printed.message}`;
}

function executedText(statements: readonly DjangoStatement[]): string {
  const text = statements.flatMap((one) => (one.kind === 'sql' ? [one.sql] : [])).join('\n');
  return takeApart(text).statements.join('\n');
}

function isKnown(key: string, version: string): boolean {
  const known = differences[key];
  return known !== undefined && (known.versions?.includes(version) ?? true);
}

describe.each(djangoVersions)('the SQL of Django %s', (version) => {
  const failed = new Map<string, { readonly got: string; readonly wanted: string }>();
  let compared = 0;

  beforeAll(async () => {
    await loadPythonParser();
    const cases = djangoCases().filter((one) => one.version === version);
    for (const project of new Set(cases.map((one) => one.project.name))) {
      const own = cases.filter((one) => one.project.name === project);
      const [first] = own;
      if (first === undefined) continue;
      for (const { from, printed, executed } of outcomesOf(own, first.project, version)) {
        const key = `${project} ${from.app}.${from.migration}`;
        compared++;
        if (printed.trimEnd() !== wanted(from)) failed.set(`${key} printed`, { got: printed, wanted: wanted(from) });
        const done = from.executed ?? ('statements' in from.printed ? from.printed.statements : undefined);
        if (from.refused !== undefined || done === undefined) continue;
        compared++;
        const got = executedText(executed);
        if (got !== done.join('\n')) failed.set(`${key} executed`, { got, wanted: done.join('\n') });
      }
    }
  });

  it('is what Django prints and executes, statement for statement', () => {
    const unexpected = [...failed].filter(([key]) => !isKnown(key, version));
    for (const [key, { got, wanted: expected }] of unexpected) expect(got, key).toBe(expected);
    expect(compared).toBeGreaterThan(350);
  });

  it('differs where it is known to', () => {
    const recorded = new Set(
      djangoCases()
        .filter((one) => one.version === version)
        .map((one) => `${one.project.name} ${one.app}.${one.migration}`),
    );
    const expected = Object.keys(differences).filter(
      (key) => isKnown(key, version) && recorded.has(key.slice(0, key.lastIndexOf(' '))),
    );
    expect([...failed.keys()].sort()).toEqual(expected.sort());
  });
});
