import { describe, expect, test } from 'vitest';
import { inspect, lint } from '../../src/index.js';
import { project } from '../cli/command-line.js';

const alter = 'ALTER TABLE users ADD COLUMN x int;\n';
const index = 'CREATE INDEX CONCURRENTLY users_x ON users (x);\n';

async function transactions(files: Readonly<Record<string, string>>, config = {}): Promise<readonly string[]> {
  const { migrations } = await inspect({ paths: ['m'], cwd: project(files), config });
  return migrations.map(({ migration: { id, transaction, inBatch, transactionParts } }) =>
    [id, inBatch === true ? 'batch' : transaction, ...(transactionParts ?? []).map((part) => part.transaction)].join(
      ' ',
    ),
  );
}

describe('the runner of a directory', () => {
  test('is told by what lies in it and above it', async () => {
    expect(await transactions({ 'm/0000_a.sql': alter, 'm/meta/_journal.json': '{"entries":[]}' })).toEqual([
      '0000_a batch',
    ]);
    const prisma = { 'm/migration_lock.toml': '', 'm/20240101_a/migration.sql': alter + alter };
    expect(await transactions(prisma)).toEqual(['20240101_a file']);
    expect(await transactions({ ...prisma, 'package.json': '{"devDependencies":{"prisma":"^7.4.0"}}' })).toEqual([
      '20240101_a none',
    ]);
    expect(await transactions({ 'm/V1__a.sql': alter, 'm/V1__a.sql.conf': 'executeInTransaction=false' })).toEqual([
      'V1__a none',
    ]);
  });

  test('may be configured', async () => {
    const files = { 'm/1_a.sql': alter + index + alter };
    expect(await transactions(files)).toEqual(['1_a file']);
    expect(await transactions(files, { runner: 'supabase' })).toEqual(['1_a file file none file']);
    expect(await transactions(files, { runner: 'node-pg-migrate' })).toEqual(['1_a batch']);
    expect(await transactions(files, { overrides: [{ files: ['m/**'], runner: 'sqitch' }] })).toEqual(['1_a none']);
  });

  test('says in which order files run, and which of them undo', async () => {
    const files = { 'm/10_b.sql': alter, 'm/9_a.sql': 'CREATE TABLE users (id bigint);\n' };
    const order = async (runner: string) =>
      (await transactions(files, { runner })).map((line) => line.replace(/ .*/, ''));
    expect(await order('goose')).toEqual(['9_a', '10_b']);
    expect(await order('atlas')).toEqual(['10_b', '9_a']);
    const pair = { 'm/1_a.up.sql': alter, 'm/1_a.down.sql': 'DROP TABLE users;' };
    const report = await lint({ paths: ['m'], cwd: project(pair), only: ['drop-table'] });
    expect(report.findings).toEqual([]);
    expect(report.summary).toMatchObject({ files: 2, migrations: 2 });
  });

  test('decides whether a statement that must run alone fails', async () => {
    const files = { 'm/1_a.sql': 'CREATE TABLE users (x int);', 'm/2_b.sql': alter + index };
    const severities = async (runner: string) => {
      const only = ['non-transactional-statement'];
      const report = await lint({ paths: ['m'], cwd: project(files), config: { runner } as object, only });
      return report.findings.map(({ severity }) => severity);
    };
    expect(await severities('plain')).toEqual(['warning']);
    expect(await severities('goose')).toEqual(['error']);
    expect(await severities('supabase')).toEqual([]);
    expect(await severities('sqitch')).toEqual([]);
  });

  test('compares the file that undoes a migration with what it undoes', async () => {
    const findings = async (files: Readonly<Record<string, string>>) => {
      const report = await lint({ paths: ['m'], cwd: project(files), only: ['down-does-not-undo'] });
      return report.findings.map(({ path, messageId, data }) => `${path}: ${messageId} ${String(data['objects'])}`);
    };
    const create = 'CREATE TABLE a (x int);\nCREATE TABLE b (x int);\n';
    const later = { 'm/2_c.up.sql': 'CREATE TABLE c (x int);', 'm/2_c.down.sql': 'DROP TABLE c;' };
    expect(await findings({ 'm/1_a.up.sql': create, 'm/1_a.down.sql': 'DROP TABLE b;', ...later })).toEqual([
      'm/1_a.down.sql: leaves table a',
    ]);
    expect(await findings({ 'm/1_a.up.sql': create, 'm/1_a.down.sql': 'DROP TABLE b, a;', ...later })).toEqual([]);
    const directories = { 'm/2024-01-01-000000_a/up.sql': create, 'm/2024-01-01-000000_a/down.sql': 'DROP TABLE a;' };
    expect(await findings(directories)).toEqual(['m/2024-01-01-000000_a/down.sql: leaves table b']);
    const flyway = { 'm/V1__a.sql': create, 'm/U1__a.sql': 'DROP TABLE a;' };
    expect(await findings(flyway)).toEqual(['m/U1__a.sql: leaves table b']);
  });
});
