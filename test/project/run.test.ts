import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.js';
import { defineRule } from '../../src/core/rule.js';
import { defineConfig, inspect, lint, UsageError } from '../../src/index.js';
import { lintFiles } from '../../src/project/lint.js';
import { project } from '../cli/command-line.js';

const files = { 'm/0001.sql': 'CREATE TABLE users (id bigint, email text);', 'm/0002.sql': 'DROP TABLE users;' };

describe('an error of the program itself', () => {
  const broken = defineRule({
    id: 'broken',
    family: 'locking',
    severity: 'error',
    summary: 'Throws.',
    messages: {},
    operations: ['create-table'],
    check() {
      throw new Error('oops');
    },
  });

  test('is kept to its file, and told', async () => {
    const cwd = project(files);
    const { report } = await lintFiles({ paths: ['m'], cwd }, [broken, ...rules]);
    expect(report.failures).toEqual([{ path: 'm/0001.sql', message: 'oops' }]);
    expect(report.findings.map(({ path }) => path)).toContain('m/0002.sql');
  });
});

describe('the library', () => {
  test('lints and inspects what it is given, without a command line', async () => {
    const cwd = project(files);
    const config = defineConfig({ rules: { 'drop-table': 'warning' } });
    const report = await lint({ paths: ['m'], cwd, config, only: ['drop-table'] });
    expect(report.findings).toMatchObject([{ rule: 'drop-table', severity: 'warning', path: 'm/0002.sql' }]);
    const { migrations } = await inspect({ paths: ['m/0002.sql'], cwd });
    expect(migrations[0]?.steps[0]?.effects).toContainEqual(
      expect.objectContaining({ kind: 'locks', relation: 'public.users', mode: 'ACCESS EXCLUSIVE' }),
    );
  });

  test('takes directories named after versions for one history, without the whole schema beside them', async () => {
    const cwd = project({
      'm/schema.sql': 'CREATE TABLE users (id bigint, email text);',
      'm/v1.2/1_users.sql': 'CREATE TABLE users (id bigint);',
      'm/v1.9/1_email.sql': 'ALTER TABLE users ADD COLUMN email text;',
      'm/v1.10/1_index.sql': 'CREATE INDEX users_email_idx ON users (email);',
    });
    const report = await lint({ paths: ['m'], cwd, only: ['statement-fails', 'require-concurrent-index'] });
    expect(report.findings.map(({ path, rule }) => [path, rule])).toEqual([
      ['m/v1.10/1_index.sql', 'require-concurrent-index'],
    ]);
  });

  test('lints a text that is in no file', async () => {
    const report = await lint({
      paths: [],
      stdin: { text: 'DROP TABLE users;', path: 'm/0003.sql' },
      cwd: project(files),
    });
    expect(report.findings.map(({ rule }) => rule)).toContain('drop-table');
  });

  test('throws a UsageError when it cannot start', async () => {
    await expect(lint({ paths: ['nowhere'] })).rejects.toThrow(UsageError);
    await expect(lint({ paths: ['.'], only: ['nothing'] })).rejects.toThrow('There is no rule named "nothing"');
  });

  test('tells how far it is', async () => {
    const seen: string[] = [];
    await lint({ paths: ['m'], cwd: project(files), onProgress: (done, total) => void seen.push(`${done}/${total}`) });
    expect(seen).toEqual(['1/2', '2/2']);
  });
});
