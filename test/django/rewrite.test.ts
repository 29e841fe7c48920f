import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDjangoMigration } from '../../src/readers/django/index.js';
import { newestInstallation, startOracleServer } from './oracle/server.js';
import { findDjango } from './oracle/versions.js';
import { cases } from './rewrite/cases.js';
import { filesOf, findingsIn, originalProject, planProject } from './rewrite/project.js';
import type { ProjectOfCase } from './rewrite/project.js';
import { rows } from './rewrite/shop.js';

const planned = new Map<string, ProjectOfCase>();

beforeAll(async () => {
  for (const one of cases) planned.set(one.name, await planProject(one));
}, 120_000);

afterAll(() => {
  for (const project of planned.values()) project.remove();
});

function projectOf(name: string): ProjectOfCase {
  const project = planned.get(name);
  if (project === undefined) throw new Error(`${name} was not planned`);
  return project;
}

describe.each(cases)('the plan of $name', (one) => {
  it('leaves nothing to be found', async () => {
    const project = projectOf(one.name);
    expect([...project.result.obstacles.values()]).toEqual([]);
    expect(project.result.plans).toHaveLength(1);
    const found = (await findingsIn(project)).map(({ rule, message }) => `${rule}: ${message}`);
    expect(found).toEqual([]);
  });

  it('is written in files that read as they were meant', () => {
    const files = filesOf(projectOf(one.name).result);
    const text = files.map((file) => `# ${file.path}\n${file.text}`).join('\n');
    for (const file of files) {
      const { problems, operations, isMigration } = readDjangoMigration(file);
      expect({ problems, isMigration }).toEqual({ problems: [], isMigration: true });
      expect(operations.length).toBeGreaterThan(0);
    }
    expect(text).toMatchSnapshot();
  });
});

/** What came of a project on a real PostgreSQL: `prove.py` says what each part is. */
interface Proven {
  readonly start: string | null;
  readonly before: readonly string[];
  readonly forwards: string | null;
  readonly after: readonly string[];
  readonly check: string | null;
  readonly backwards: string | null;
  readonly back: readonly string[];
}

const python = findDjango('5.2');
const installation = newestInstallation();

describe.skipIf(python === undefined || installation === undefined)('with real Django', () => {
  const originals = new Map(cases.map((one) => [one.name, originalProject(one)]));
  const proven = new Map<string, { readonly original: Proven; readonly plan: Proven }>();

  beforeAll(async () => {
    if (python === undefined || installation === undefined) return;
    const server = await startOracleServer(installation);
    const scratch = mkdtempSync(join(tmpdir(), 'lockstep-prove-'));
    const rowsFile = join(scratch, 'rows.sql');
    writeFileSync(rowsFile, rows);
    const directories = cases.flatMap(({ name }) => [originals.get(name) ?? '', projectOf(name).directory]);
    const script = new URL('rewrite/prove.py', import.meta.url).pathname;
    const place = ['--socket', server.socket, '--user', server.user, '--dump', join(installation.directory, 'pg_dump')];
    const { status, stdout, stderr } = spawnSync(python.python, [script, ...place, rowsFile, ...directories], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, ...(python.packages === undefined ? {} : { PYTHONPATH: python.packages }) },
    });
    await server.stop();
    rmSync(scratch, { recursive: true });
    if (status !== 0) throw new Error(stderr);
    // What prove.py writes is this shape; both are of one repository.
    const results = JSON.parse(stdout) as Proven[];
    for (const [place, { name }] of cases.entries()) {
      const [original, plan] = [results[2 * place], results[2 * place + 1]];
      if (original !== undefined && plan !== undefined) proven.set(name, { original, plan });
    }
  }, 600_000);

  afterAll(() => {
    for (const directory of originals.values()) rmSync(directory, { recursive: true, force: true });
  });

  it.each(cases)('$name: the same schema, nothing to do for makemigrations, and the way back', (one) => {
    const result = proven.get(one.name);
    expect(result).toBeDefined();
    if (result === undefined) return;
    const { original, plan } = result;
    expect([plan.start, plan.forwards, plan.check]).toEqual([null, null, null]);
    // PostgreSQL refuses the original where rows have no value for it.
    if (one.refused === undefined) {
      expect(original.forwards).toBeNull();
      expect(plan.after).toEqual(original.after);
    } else expect(original.forwards).toContain(one.refused);
    expect(original.backwards).toBeNull();
    expect(plan.backwards).toBeNull();
    expect(plan.back).toEqual(plan.before);
  });
});
