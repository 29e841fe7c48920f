import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintJson, lockstep, project } from './command-line.js';

const users = 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n';
const drop = 'ALTER TABLE users DROP COLUMN email;\n';

describe('exit codes', () => {
  test('0 when nothing is found', async () => {
    const cwd = project({ 'm/0001_users.sql': users });
    const { code, stdout } = await lockstep(['lint', 'm', '--rule', 'drop-column'], { cwd });
    expect(stdout).toContain('No hazards found');
    expect(code).toBe(0);
  });

  test('1 when there is an error', async () => {
    const cwd = project({ 'm/0001_users.sql': users, 'm/0002_drop.sql': drop });
    expect((await lockstep(['lint', 'm'], { cwd })).code).toBe(1);
  });

  test('warnings are 0, or 1 above --max-warnings or the configuration', async () => {
    const cwd = project({ 'm/0001_users.sql': users, 'm/0002_drop.sql': drop });
    const warn = ['lint', 'm', '--rule', 'drop-column:warning'];
    expect((await lockstep(warn, { cwd })).code).toBe(0);
    expect((await lockstep([...warn, '--max-warnings', '1'], { cwd })).code).toBe(0);
    const outcome = await lockstep([...warn, '--max-warnings', '0'], { cwd });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('1 warnings, but at most 0 are allowed');
    const configured = project({ 'm/1.sql': users, 'm/2.sql': drop, 'lockstep.config.json': '{"maxWarnings": 0}' });
    expect((await lockstep(warn, { cwd: configured })).code).toBe(1);
  });

  test.each([
    [['lint', 'missing'], 'No such file or directory: missing'],
    [['lint', 'm/*.missing'], 'No migration matches m/*.missing'],
    [['lint', 'empty'], 'No migrations found in empty'],
    [['lint', 'm/notes.txt'], 'is not a migration Lockstep can read'],
    [['lint', 'm', '--format', 'xml'], 'Allowed choices are pretty, compact'],
    [['lint', 'm', '--pg-version', '9.6'], 'Lockstep knows PostgreSQL 10 to 18'],
    [['lint', 'm', '--max-warnings', 'many'], 'It must be a whole number from 0'],
    [['lint', 'm', '--rule', 'drop-colum'], 'There is no rule named "drop-colum". Did you mean "drop-column"?'],
    [['lint', 'm', '--rule', 'drop-column:fatal'], 'after the colon stands "error" or "warning"'],
    [['lint', 'm', '--schema', 'none.sql'], 'The schema file none.sql does not exist'],
    [['lint', 'm', '--config', 'none.json'], 'The configuration none.json does not exist'],
    [['lint', 'm', '--output-file', 'm'], 'The report could not be written to m: it is a directory'],
    [['lint', 'm', '--unknown'], "unknown option '--unknown'"],
    [['lnt', 'm'], "unknown command 'lnt'"],
    [['lint'], 'Nothing to read'],
  ])('2 for %j', async (args, message) => {
    const cwd = project({ 'm/0001_users.sql': users, 'm/notes.txt': '', 'empty/notes.txt': '' });
    const { code, stderr, stdout } = await lockstep(args, { cwd });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('what is judged', () => {
  test('one file, with those before it as history', async () => {
    const cwd = project({
      'm/0001_users.sql': users,
      'm/0002_drop.sql': drop,
      'm/0010_index.sql': 'CREATE INDEX users_email_idx ON users (email);\n',
    });
    const { findings, summary } = await lintJson(['m/0010_index.sql'], { cwd });
    expect(summary).toMatchObject({ files: 1, migrations: 1, operations: 1 });
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set(['m/0010_index.sql']));
  });

  test('files, directories and globs, each file once', async () => {
    const cwd = project({ 'a/1.sql': users, 'b/c/2.sql': users, 'b/3.sql': users });
    const { summary } = await lintJson(['a', 'a/1.sql', 'b/**/*.sql'], { cwd });
    expect(summary.files).toBe(3);
  });

  test('a directory for each migration, as Prisma has it', async () => {
    const cwd = project({ 'm/01_init/migration.sql': users, 'm/02_drop/migration.sql': drop });
    const { findings } = await lintJson(['m/02_drop/migration.sql', '--rule', 'drop-column'], { cwd });
    expect(findings).toMatchObject([{ rule: 'drop-column', file: 'm/02_drop/migration.sql', line: 1, column: 1 }]);
  });

  test('down files are read, but neither judged nor part of the history', async () => {
    const cwd = project({
      'm/0001_users.up.sql': users,
      'm/0001_users.down.sql': 'DROP TABLE users;',
      'm/0002_drop.up.sql': drop,
      'm/0002_drop.down.sql': 'ALTER TABLE users ADD COLUMN email text; oops;',
    });
    const { findings, stderr } = await lintJson(['m', '--rule', 'drop-column', '--rule', 'drop-table'], { cwd });
    expect(findings.map(({ rule, file }) => [rule, file])).toEqual([
      ['drop-column', 'm/0002_drop.up.sql'],
      ['syntax-error', 'm/0002_drop.down.sql'],
    ]);
    expect(stderr).toContain('2 down files were read for errors of syntax only');
  });

  test('an ignored file that is named is skipped with a note and no failure', async () => {
    const cwd = project({
      'm/0001_users.sql': users,
      'm/0002_drop.sql': drop,
      'lockstep.config.json': '{"ignore": ["m/0002*"]}',
    });
    const named = await lintJson(['m/0002_drop.sql'], { cwd });
    expect(named).toMatchObject({ code: 0, findings: [], summary: { files: 0 } });
    expect(named.stderr).toContain('m/0002_drop.sql is ignored by the configuration');
    const listed = await lintJson(['m', '--rule', 'drop-column'], { cwd });
    expect(listed).toMatchObject({ code: 0, summary: { files: 1 } });
  });

  test('a schema the history starts from', async () => {
    const cwd = project({
      'schema.sql': 'CREATE TABLE public.users (id bigint PRIMARY KEY, email text);',
      'm/0001_gone.sql': 'ALTER TABLE users DROP COLUMN IF EXISTS gone;',
    });
    const without = await lintJson(['m', '--rule', 'drop-column'], { cwd });
    const started = await lintJson(['m', '--rule', 'drop-column', '--schema', 'schema.sql'], { cwd });
    expect([without.findings.length, started.findings.length]).toEqual([1, 0]);
  });
});

describe('what is not judged is told', () => {
  test('an earlier file that cannot be read', async () => {
    const cwd = project({ 'm/0001.sql': Buffer.from([0xff, 0xfe, 0x41]), 'm/0002_users.sql': users });
    const { findings, stderr } = await lintJson(['m/0002_users.sql', '--rule', 'drop-column'], { cwd });
    expect(findings).toEqual([]);
    expect(stderr).toContain('m/0001.sql could not be read: what it does is missing from the history.');
  });

  test('a schema that is broken, once for all histories', async () => {
    const cwd = project({ 'schema.sql': 'CREATE TABEL users ();', 'm/1.sql': 'SELECT 1;', 'n/1.sql': 'SELECT 1;' });
    const { code, findings } = await lintJson(['m', 'n', '--schema', 'schema.sql'], { cwd });
    expect(findings).toMatchObject([{ rule: 'syntax-error', file: 'schema.sql', line: 1 }]);
    expect(code).toBe(1);
  });
});

describe('standard input', () => {
  test('takes the place of the file it names', async () => {
    const cwd = project({ 'm/0001_users.sql': users, 'm/0002_new.sql': 'SELECT 1;' });
    const { findings } = await lintJson(['--stdin-filename', 'm/0002_new.sql', '--rule', 'drop-column'], {
      cwd,
      stdin: drop,
    });
    expect(findings).toMatchObject([{ rule: 'drop-column', file: 'm/0002_new.sql' }]);
  });

  test('that stands for an ignored file is not judged', async () => {
    const cwd = project({ 'm/0001_users.sql': users, 'lockstep.config.json': '{"ignore": ["m/0002*"]}' });
    const outcome = await lintJson(['--stdin-filename', 'm/0002_new.sql'], { cwd, stdin: drop });
    expect(outcome).toMatchObject({ code: 0, findings: [] });
    expect(outcome.stderr).toContain('m/0002_new.sql is ignored');
  });

  test('needs no name, with "-" or alone', async () => {
    for (const args of [['-'], []]) {
      const { findings } = await lintJson([...args, '--rule', 'drop-column'], { stdin: drop });
      expect(findings).toMatchObject([{ rule: 'drop-column', file: '<stdin>' }]);
    }
  });

  test('that is empty is not a pass', async () => {
    expect(await lockstep(['lint'], { stdin: '' })).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('output', () => {
  const files = { 'm/0001_users.sql': users, 'm/0002_drop.sql': drop };

  test('--quiet shows errors only and keeps the counts', async () => {
    const cwd = project(files);
    const { findings, summary } = await lintJson(['m', '--quiet', '--rule', 'drop-column:warning'], { cwd });
    expect(findings).toEqual([]);
    expect(summary.warnings).toBe(1);
  });

  test('--output-file writes the report, without colours, and makes its directory', async () => {
    const cwd = project(files);
    const outcome = await lockstep(['lint', 'm', '-o', 'reports/lint.txt'], { cwd, isTTY: true });
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    const text = readFileSync(path.join(cwd, 'reports/lint.txt'), 'utf8');
    expect(text).toContain('drop-column');
    expect(text).not.toContain('\u001b');
  });

  test('colours on a terminal only, and not when they are unwanted', async () => {
    const cwd = project(files);
    const hasColors = async (args: string[], world: object): Promise<boolean> =>
      (await lockstep(['lint', 'm', ...args], { cwd, ...world })).stdout.includes('\u001b[');
    expect(await hasColors([], { isTTY: true })).toBe(true);
    expect(await hasColors([], {})).toBe(false);
    expect(await hasColors(['--no-color'], { isTTY: true })).toBe(false);
    expect(await hasColors([], { isTTY: true, env: { NO_COLOR: '1' } })).toBe(false);
    expect(await hasColors([], { env: { FORCE_COLOR: '1' } })).toBe(true);
  });

  test('paths are those of the repository where the CI system resolves them', async () => {
    const root = project({ 'services/shop/m/1.sql': 'DROP TABLE t;' });
    const cwd = path.join(root, 'services/shop');
    const lint = async (format: string, env: Record<string, string>): Promise<string> =>
      (await lockstep(['lint', 'm', '--format', format], { cwd, env })).stdout;
    expect(await lint('github', { GITHUB_WORKSPACE: root })).toContain('file=services/shop/m/1.sql,');
    expect(await lint('sarif', { GITHUB_WORKSPACE: root })).toContain('"uri": "services/shop/m/1.sql"');
    expect(await lint('gitlab', { CI_PROJECT_DIR: root })).toContain('"path": "services/shop/m/1.sql"');
    expect(await lint('github', { GITHUB_WORKSPACE: '/elsewhere' })).toContain('file=m/1.sql,');
    expect(await lint('compact', { GITHUB_WORKSPACE: root })).toContain('m/1.sql:1:1: ');
  });

  test.each(['pretty', 'compact', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'])(
    '%s names the rule',
    async (format) => {
      const { stdout } = await lockstep(['lint', 'm', '--format', format], { cwd: project(files) });
      expect(stdout).toContain('drop-column');
    },
  );
});
