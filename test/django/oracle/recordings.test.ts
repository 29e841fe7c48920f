import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corpusProjects } from './corpus.js';
import { recordedTexts, sectionsOf } from './files.js';
import { recordProjects } from './record.js';
import { djangoCases, graphCases, readSections } from './recordings.js';
import { newestInstallation, type OracleServer, startOracleServer } from './server.js';
import { takeApart } from './statements.js';
import { djangoVersions, findDjango } from './versions.js';

describe('the recordings of real Django', () => {
  const cases = djangoCases();

  it.each(djangoVersions)('hold at least 200 operations of %s', (version) => {
    const own = cases.filter((each) => each.version === version);
    const operations = own.flatMap(({ printed }) => ('comments' in printed ? printed.comments : []));
    expect(operations.filter((comment) => !comment.startsWith('(')).length).toBeGreaterThan(200);
  });

  it('say of each project what its graph is', () => {
    const named = new Set(graphCases().map(({ project, version }) => `${project.name} ${version}`));
    const expected = corpusProjects().flatMap(({ name, versions }) => versions.map((version) => `${name} ${version}`));
    expect([...named].sort()).toEqual([...expected].sort());
  });
});

describe('a text of sqlmigrate', () => {
  it('is taken apart at semicolons that end a line outside of quotes', () => {
    const text = [
      'BEGIN;',
      '--',
      '-- Raw SQL operation',
      '--',
      "SELECT 'a;",
      "b', $x$;",
      '$x$;',
      'SELECT 1; SELECT 2;',
      '-- (no-op)',
      'COMMIT;',
    ].join('\n');
    expect(takeApart(text)).toEqual({
      statements: ['BEGIN;', "SELECT 'a;\nb', $x$;\n$x$;", 'SELECT 1; SELECT 2;', 'COMMIT;'],
      comments: ['Raw SQL operation', '(no-op)'],
    });
  });

  it('is written as it is read', () => {
    const migration = { app: 'a', name: '0001', file: 'a.py', sql: 'BEGIN;\nCOMMIT;\n', executed: ['SELECT 1;'] };
    const project = { project: '/', postgres: '15.1', graphs: [], migrations: [migration] };
    const text = recordedTexts(new Map([['5.2', project]])).get('a.0001.sql') ?? '';
    expect(readSections(text).map(({ kind }) => kind)).toEqual(sectionsOf(migration).map(([kind]) => kind));
  });
});

const installation = newestInstallation();
const atHand = djangoVersions.flatMap((version) => {
  const python = findDjango(version);
  return python === undefined ? [] : [{ version, python }];
});

/** One project a version is enough to see that the recorder still says what it said; `--check` compares them all. */
describe.skipIf(installation === undefined || atHand.length === 0)('real Django', () => {
  let server: OracleServer | undefined;
  beforeAll(async () => {
    if (installation !== undefined) server = await startOracleServer(installation);
  });
  afterAll(async () => {
    await server?.stop();
  });

  it.each(atHand)(
    '$version still says what is recorded of the shop',
    async ({ version, python }) => {
      if (server === undefined) throw new Error('no server');
      const shop = corpusProjects().find(({ name }) => name === 'shop');
      const [project] = await recordProjects(python, server, shop === undefined ? [] : [shop.root]);
      const recorded = djangoCases().filter((each) => each.project.name === 'shop' && each.version === version);
      expect(recorded.map(({ app, migration }) => `${app}.${migration}`)).toEqual(
        project?.migrations?.map(({ app, name }) => `${app}.${name}`),
      );
      for (const [index, { printed }] of recorded.entries()) {
        const sql = project?.migrations?.[index]?.sql?.trimEnd();
        expect('text' in printed ? printed.text.trimEnd() : undefined).toBe(sql);
      }
    },
    120_000,
  );
});
