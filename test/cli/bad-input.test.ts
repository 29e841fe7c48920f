import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lintJson, lockstep, project } from './command-line.js';

const good = 'ALTER TABLE users DROP COLUMN email;\n';

// Each is one file beside a good one: it must become an error, and the good one must be judged all the same.
test.each<[string, string | Buffer, string]>([
  ['a NUL byte', 'SELECT 1;\0DROP TABLE users;', 'bad.sql'],
  ['invalid UTF-8', Buffer.from("SELECT 'Größe';", 'latin1'), 'unreadable-file'],
  ['UTF-16 without a mark', Buffer.from('SELECT 1;', 'utf16le'), 'unreadable-file'],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]), 'unreadable-file'],
  ['20,000 nested parentheses', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)};`, 'bad.sql'],
  ['an unterminated quote', "SELECT 'abc;\nSELECT 1;", 'bad.sql'],
  ['an unterminated dollar quote', 'DO $$ BEGIN SELECT 1;', 'bad.sql'],
  ['an unterminated comment', 'SELECT 1; /* abc', 'bad.sql'],
  ['a broken statement', 'SELEC 1;', 'syntax-error'],
  ['another language', '<?php echo 1; ?>', 'bad.sql'],
  ['random bytes', Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7919) % 256)), 'bad.sql'],
])('%s', async (_, content, expected) => {
  const cwd = project({ 'm/0001_bad.sql': content, 'm/0002_good.sql': good });
  const { code, findings, summary } = await lintJson(['m'], { cwd });
  const errors = findings.filter(({ file, severity }) => file === 'm/0001_bad.sql' && severity === 'error');
  expect(errors.length).toBeGreaterThan(0);
  if (expected !== 'bad.sql') expect(errors[0]?.rule).toBe(expected);
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'drop-column', file: 'm/0002_good.sql' }));
  expect(summary.files).toBe(2);
  expect(code).toBe(1);
});

test('UTF-16 with a mark is read as what it says', async () => {
  const cwd = project({ 'm/1.sql': Buffer.from(`\uFEFF/* Größe 😀 */ ${good}`, 'utf16le') });
  const { findings } = await lintJson(['m', '--rule', 'drop-column'], { cwd });
  expect(findings).toMatchObject([{ rule: 'drop-column', line: 1, column: 16 }]);
});

test('invalid UTF-8 is shown at its line', async () => {
  const cwd = project({ 'm/1.sql': Buffer.from("SELECT 1;\n\nSELECT 'Größe';\n", 'latin1') });
  const { findings } = await lintJson(['m'], { cwd });
  expect(findings).toMatchObject([{ rule: 'unreadable-file', line: 3, column: 11 }]);
});

test('a line of 5 MB and 50,000 statements are read', async () => {
  const line = `INSERT INTO t VALUES ${Array.from({ length: 400_000 }, (_, at) => `(${at})`).join(', ')};`;
  expect(line.length).toBeGreaterThan(3_000_000);
  const cwd = project({ 'm/1.sql': `-- ${'x'.repeat(5_000_000)}\n${line}`, 'm/2.sql': 'SELECT 1;\n'.repeat(50_000) });
  const { summary } = await lintJson(['m'], { cwd });
  expect(summary).toMatchObject({ files: 2, operations: 50_001, notUnderstood: 0 });
}, 60_000);

test('links in a circle and broken links are findings, the other files are judged', async () => {
  const cwd = project({ 'm/0002_good.sql': good });
  symlinkSync('0001_loop.sql', path.join(cwd, 'm/0001_loop.sql'));
  symlinkSync('nowhere.sql', path.join(cwd, 'm/0003_broken.sql'));
  symlinkSync('..', path.join(cwd, 'm/up'));
  const { code, findings } = await lintJson(['m', '--rule', 'drop-column'], { cwd });
  expect(findings.map(({ rule, file }) => [rule, file])).toEqual([
    ['unreadable-file', 'm/0001_loop.sql'],
    ['drop-column', 'm/0002_good.sql'],
    ['unreadable-file', 'm/0003_broken.sql'],
  ]);
  expect(code).toBe(1);
});

// Nothing is forbidden to root.
test.skipIf(process.getuid?.() === 0)('forbidden files and directories are findings', async () => {
  const cwd = project({ 'm/0001_secret.sql': good, 'm/0002_good.sql': good, 'm/closed/1.sql': good });
  chmodSync(path.join(cwd, 'm/0001_secret.sql'), 0);
  chmodSync(path.join(cwd, 'm/closed'), 0);
  const { code, findings } = await lintJson(['m', '--rule', 'drop-column'], { cwd });
  chmodSync(path.join(cwd, 'm/closed'), 0o700);
  expect(new Set(findings.map(({ rule, file }) => `${rule} ${file}`))).toEqual(
    new Set(['unreadable-file m/closed', 'unreadable-file m/0001_secret.sql', 'drop-column m/0002_good.sql']),
  );
  expect(code).toBe(1);
});

test('a directory that is called like a file is looked into', async () => {
  const cwd = project({ 'm/odd.sql/0001.sql': good });
  expect((await lintJson(['m'], { cwd })).summary.files).toBe(1);
});

test('an empty file is a migration without operations', async () => {
  const cwd = project({ 'm/1.sql': '', 'm/2.sql': '-- nothing\n' });
  expect(await lintJson(['m'], { cwd })).toMatchObject({ code: 0, summary: { files: 2, operations: 0 } });
});

test('a directory without anything is no pass', async () => {
  const cwd = project({ 'm/readme.md': '' });
  mkdirSync(path.join(cwd, 'n'));
  for (const name of ['m', 'n']) expect((await lockstep(['lint', name], { cwd })).code).toBe(2);
});
