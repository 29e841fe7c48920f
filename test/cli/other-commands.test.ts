import { describe, expect, test } from 'vitest';
import { lockstep, project } from './command-line.js';

const files = {
  'm/0001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text);\n',
  'm/0002_email.sql':
    'ALTER TABLE users ADD COLUMN name text;\nCREATE INDEX users_email_idx\n  ON users (email);\n' +
    'DO $$ BEGIN DROP INDEX users_email_idx; END $$;\n',
};

describe('inspect', () => {
  test('--format json has the shape that scripts rely on', async () => {
    const { code, stdout } = await lockstep(['inspect', 'm/0002_email.sql', '--format', 'json'], {
      cwd: project(files),
    });
    const inspection = JSON.parse(stdout) as { migrations: { operations: { operations?: unknown }[] }[] };
    expect(inspection).toMatchObject({
      schemaVersion: 1,
      migrations: [{ file: 'm/0002_email.sql', id: '0002_email', transaction: 'file' }],
    });
    const [migration] = inspection.migrations;
    expect(migration?.operations).toHaveLength(3);
    expect(migration?.operations[1]).toEqual({
      kind: 'create-index',
      line: 2,
      column: 1,
      endLine: 3,
      endColumn: 19,
      statement: 1,
      effects: expect.arrayContaining([
        { kind: 'locks', relation: 'public.users', mode: 'SHARE', held: 'index-build' },
        { kind: 'scans', relation: 'public.users' },
      ]) as unknown,
    });
    expect(migration?.operations[2]).toMatchObject({
      kind: 'do-block',
      operations: [{ kind: 'drop-index', line: 4, column: 13, statement: 2 }],
    });
    expect(code).toBe(0);
  });

  test('pretty names locks, what they block and when they end', async () => {
    const { stdout } = await lockstep(['inspect', 'm/0002_email.sql'], { cwd: project(files) });
    expect(stdout).toContain('SHARE on users while the index is built, blocks writes');
    expect(stdout).toContain('COMMIT releases users');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('what cannot be read is told, and is not a success', async () => {
    const cwd = project({ 'm/1.sql': 'SELEC 1;' });
    const pretty = await lockstep(['inspect', 'm'], { cwd });
    expect(pretty.stdout).toContain('syntax-error');
    expect(pretty.code).toBe(1);
    const { stdout } = await lockstep(['inspect', 'm', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ migrations: [{ problems: [{ kind: 'syntax-error', line: 1 }] }] });
  });
});

describe('rules', () => {
  test('lists every rule, as a table and as JSON', async () => {
    const { stdout } = await lockstep(['rules', '--format', 'json']);
    const { rules } = JSON.parse(stdout) as { rules: { id: string; family: string; severity: string }[] };
    expect(rules).toContainEqual(
      expect.objectContaining({ id: 'drop-column', family: 'data-loss', severity: 'error' }),
    );
    const table = await lockstep(['rules']);
    for (const { id } of rules) expect(table.stdout).toContain(`  ${id} `);
    expect(table.code).toBe(0);
  });
});

describe('explain', () => {
  test('every rule, within the width', async () => {
    const { stdout } = await lockstep(['rules', '--format', 'json']);
    const { rules } = JSON.parse(stdout) as { rules: { id: string }[] };
    for (const { id } of rules) {
      const page = await lockstep(['explain', id]);
      expect(page.code).toBe(0);
      expect(page.stdout.startsWith(`${id}  `)).toBe(true);
      expect(page.stdout).not.toMatch(/<!--|^#|\*\*/m);
    }
  });

  test('a name that is mistyped is answered with one that exists', async () => {
    const { code, stderr } = await lockstep(['explain', 'drop-colunm']);
    expect(stderr).toBe('lockstep: There is no rule named "drop-colunm". Did you mean "drop-column"?\n');
    expect(code).toBe(2);
  });
});

describe('the program', () => {
  test('--version and --help', async () => {
    expect(await lockstep(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
    const { code, stdout } = await lockstep(['--help']);
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('Exit codes:');
    expect(code).toBe(0);
  });

  test('without a command says what it can do, and is not a success', async () => {
    const { code, stderr } = await lockstep([]);
    expect(stderr).toContain('Usage: lockstep');
    expect(code).toBe(2);
  });
});
