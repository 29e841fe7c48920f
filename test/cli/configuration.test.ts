import { describe, expect, test } from 'vitest';
import { lintJson, lockstep, project } from './command-line.js';

const files = {
  'm/0001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n',
  'm/0002_drop.sql': 'ALTER TABLE users DROP COLUMN email;\n',
};
const off = '{ "rules": { "drop-column": "off" } }';

async function rulesFound(cwd: string, args: readonly string[] = ['m']): Promise<Record<string, string>> {
  const { findings } = await lintJson(args, { cwd });
  return Object.fromEntries(findings.map(({ rule, severity }) => [rule, severity]));
}

describe('is found', () => {
  test.each([
    ['lockstep.config.json', off],
    ['lockstep.config.mjs', `export default ${off};`],
    ['lockstep.config.cjs', `module.exports = ${off};`],
    ['package.json', `{ "name": "x", "lockstep": ${off} }`],
    ['m/lockstep.config.json', off],
  ])('as %s', async (name, text) => {
    expect(await rulesFound(project({ ...files, [name]: text }))).not.toHaveProperty('drop-column');
  });

  test('as lockstep.config.js of a module package', async () => {
    const cwd = project({
      ...files,
      'package.json': '{"type": "module"}',
      'lockstep.config.js': `export default ${off};`,
    });
    expect(await rulesFound(cwd)).not.toHaveProperty('drop-column');
  });

  test('nearest to each file', async () => {
    const cwd = project({
      ...files,
      'n/0001.sql': 'ALTER TABLE t DROP COLUMN a;',
      'n/lockstep.config.json': '{}',
      'lockstep.config.json': off,
    });
    const { findings } = await lintJson(['m', 'n'], { cwd });
    expect(findings.filter(({ rule }) => rule === 'drop-column')).toMatchObject([{ file: 'n/0001.sql' }]);
  });

  test('where --config says, over any other', async () => {
    const cwd = project({ ...files, 'lockstep.config.json': off, 'ci.json': '{}' });
    expect(await rulesFound(cwd, ['m', '--config', 'ci.json'])).toHaveProperty('drop-column');
  });
});

describe('holds', () => {
  test('severities, also with options', async () => {
    const cwd = project({ ...files, 'lockstep.config.json': '{ "rules": { "drop-column": ["warning", {}] } }' });
    expect((await rulesFound(cwd))['drop-column']).toBe('warning');
  });

  test('overrides by path, the last one wins', async () => {
    const config = {
      rules: { 'drop-column': 'off' },
      overrides: [
        { files: ['m/*'], rules: { 'drop-column': 'error' } },
        { files: ['m/0002*'], rules: { 'drop-column': 'warning' } },
      ],
    };
    const cwd = project({ ...files, 'lockstep.config.json': JSON.stringify(config) });
    expect((await rulesFound(cwd))['drop-column']).toBe('warning');
  });

  test('the transaction mode of some files', async () => {
    const config = { overrides: [{ files: ['*_concurrently.sql'], transaction: 'none' }] };
    const cwd = project({
      'm/1_a_concurrently.sql': 'SELECT 1;',
      'm/2.sql': 'SELECT 1;',
      'lockstep.config.json': JSON.stringify(config),
    });
    const { stdout } = await lockstep(['inspect', 'm', '--format', 'json'], { cwd });
    const { migrations } = JSON.parse(stdout) as { migrations: { transaction: string }[] };
    expect(migrations.map(({ transaction }) => transaction)).toEqual(['none', 'file']);
  });

  test('a rule that --rule names runs although it is off', async () => {
    const cwd = project({ ...files, 'lockstep.config.json': off });
    expect(await rulesFound(cwd, ['m', '--rule', 'drop-column'])).toHaveProperty('drop-column');
  });

  test("placeholders of a runner of one's own", async () => {
    const migration = { 'm/1.sql': 'DROP TABLE %tenant%.users;' };
    expect(await rulesFound(project(migration))).toHaveProperty('syntax-error');
    const cwd = project({ ...migration, 'lockstep.config.json': '{ "placeholders": ["%\\\\w+%"] }' });
    const found = await rulesFound(cwd);
    expect(found).not.toHaveProperty('syntax-error');
    expect(found).toHaveProperty('drop-table');
  });

  test('the schema, relative to the configuration', async () => {
    const cwd = project({
      'db/m/0001.sql': 'ALTER TABLE users DROP COLUMN IF EXISTS gone;',
      'db/schema.sql': 'CREATE TABLE public.users (id bigint);',
      'db/lockstep.config.json': '{ "schema": "schema.sql" }',
    });
    expect(await rulesFound(cwd, ['db/m', '--rule', 'drop-column'])).not.toHaveProperty('drop-column');
  });
});

test.each([
  ['lockstep.config.json', '{ "preset": "strict", }', 'lockstep.config.json is not valid JSON'],
  ['lockstep.config.json', '{ "prest": 1 }', 'lockstep.config.json: Unknown key "prest". Did you mean "preset"?'],
  ['lockstep.config.mjs', 'export default {', 'lockstep.config.mjs could not be loaded'],
  ['lockstep.config.mjs', 'throw new Error("no database")', 'lockstep.config.mjs could not be loaded: no database'],
  ['lockstep.config.mjs', 'export const x = 1', 'lockstep.config.mjs exports no configuration'],
  ['package.json', '{ "lockstep": { "ignore": "x" } }', 'package.json: ignore must be a list, not "x".'],
  ['package.json', '{ "devDependencies": { "lockstep": "*" }, }', 'package.json is not valid JSON'],
  ['lockstep.config.ts', 'export default {}', 'lockstep.config.ts is not read. Name it one of lockstep.config.js'],
  ['lockstep.config.json', '{ "ignore": ["[z-a]"] }', 'The pattern "[z-a]" in the configuration'],
  ['lockstep.config.json', '{ "schema": "none.sql" }', 'The schema file none.sql does not exist'],
])('a broken %s is told: %s', async (name, text, message) => {
  const outcome = await lockstep(['lint', 'm'], { cwd: project({ ...files, [name]: text }) });
  expect(outcome.stderr).toContain(message);
  expect(outcome.stderr).not.toContain('    at ');
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
});

test('two configurations in one directory are refused', async () => {
  const cwd = project({ ...files, 'lockstep.config.json': off, 'lockstep.config.mjs': 'export default {}' });
  const { code, stderr } = await lockstep(['lint', 'm'], { cwd });
  expect(stderr).toContain('Two configurations');
  expect(code).toBe(2);
});
