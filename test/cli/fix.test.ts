import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintJson, lockstep, project } from './command-line.js';

const users = 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, name text);\n';
const index = 'CREATE INDEX users_email_idx ON users (email);\n';
const concurrent = 'CREATE INDEX CONCURRENTLY users_email_idx ON users (email);\n';
const suppressed = `-- lockstep-disable-next-line require-concurrent-index -- forty rows\n${index}`;
const unused = '-- lockstep-disable-next-line drop-column -- nobody reads it\n';

const onlyIndexes = ['--rule', 'require-concurrent-index'];
const read = (cwd: string, file: string): string => readFileSync(path.join(cwd, file), 'utf8');

test('--fix builds an index CONCURRENTLY where the file says that it runs outside a transaction', async () => {
  const cwd = project({
    'm/1.sql': users,
    'm/2.sql': index,
    'm/3.sql': `-- no-transaction\n${index.replace('email_', 'e_')}`,
  });
  await lockstep(['lint', 'm', '--fix', ...onlyIndexes], { cwd });
  expect(read(cwd, 'm/2.sql')).toBe(index);
  expect(read(cwd, 'm/3.sql')).toBe(`-- no-transaction\n${concurrent.replace('email_', 'e_')}`);
});

describe('--fix-suggestions', () => {
  test('applies what needs a look, shows it, and reports what is left', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': `-- a comment\n${index}` });
    const { code, stdout, stderr } = await lockstep(['lint', 'm', '--fix-suggestions', ...onlyIndexes], { cwd });
    expect(read(cwd, 'm/2.sql')).toBe(`-- a comment\n${concurrent}`);
    expect(stderr).toBe(
      '--- m/2.sql\n+++ m/2.sql\n@@ -1,2 +1,2 @@\n -- a comment\n' +
        `-${index}+${concurrent}lockstep: applied 1 fix in 1 file.\n`,
    );
    expect(stdout).toContain('No hazards found');
    expect(code).toBe(0);
  });

  test('changes nothing the second time, and nothing that is right', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': index });
    const args = ['lint', 'm', '--fix-suggestions'];
    await lockstep(args, { cwd });
    const once = read(cwd, 'm/2.sql');
    const { stderr } = await lockstep(args, { cwd });
    expect(read(cwd, 'm/2.sql')).toBe(once);
    expect(stderr).not.toContain('applied');
    expect(read(cwd, 'm/1.sql')).toBe(users);
  });

  test('takes what overlaps in passes', async () => {
    const two = `ALTER TABLE users ADD CONSTRAINT a CHECK (id > 0), ADD CONSTRAINT b CHECK (id < 9);\n${index}${index.replaceAll('email', 'name')}`;
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': two });
    await lockstep(['lint', 'm', '--fix-suggestions'], { cwd });
    const text = read(cwd, 'm/2.sql');
    expect(text).toContain('ADD CONSTRAINT a CHECK (id > 0) NOT VALID, ADD CONSTRAINT b CHECK (id < 9) NOT VALID;');
    expect(text.match(/CONCURRENTLY/g)).toHaveLength(2);
  });

  test('keeps line endings, byte order mark, encoding and permissions', async () => {
    const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
    const cwd = project({
      'm/1.sql': users,
      'm/2.sql': `\ufeff${crlf(`-- größer\n${index}`)}`,
      'm/3.sql': Buffer.from(`\ufeff${crlf(index.replaceAll('email', 'name'))}`, 'utf16le'),
    });
    chmodSync(path.join(cwd, 'm/2.sql'), 0o751);
    await lockstep(['lint', 'm', '--fix-suggestions', ...onlyIndexes], { cwd });
    expect(read(cwd, 'm/2.sql')).toBe(`\ufeff${crlf(`-- größer\n${concurrent}`)}`);
    expect(statSync(path.join(cwd, 'm/2.sql')).mode & 0o777).toBe(0o751);
    const utf16 = readFileSync(path.join(cwd, 'm/3.sql')).toString('utf16le');
    expect(utf16).toBe(`\ufeff${crlf(concurrent.replaceAll('email', 'name'))}`);
  });

  test('writes through a symbolic link', async () => {
    const cwd = project({ 'm/1.sql': users, 'elsewhere/two': index });
    symlinkSync('../elsewhere/two', path.join(cwd, 'm/2.sql'));
    await lockstep(['lint', 'm', '--fix-suggestions', ...onlyIndexes], { cwd });
    expect(read(cwd, 'elsewhere/two')).toBe(concurrent);
    expect(lstatSync(path.join(cwd, 'm/2.sql')).isSymbolicLink()).toBe(true);
  });

  test('answers as lint does for what is left', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': `${index}ALTER TABLE users DROP COLUMN name;\n` });
    const { code, findings } = await lintJson(
      ['m', '--fix-suggestions', '--rule', 'require-concurrent-index,drop-column'],
      { cwd },
    );
    expect(findings.map(({ rule, line }) => [rule, line])).toEqual([['drop-column', 2]]);
    expect(code).toBe(1);
  });
});

describe('what is never touched', () => {
  test('a file that is read-only, and then no other', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': index, 'm/3.sql': index.replaceAll('email', 'name') });
    chmodSync(path.join(cwd, 'm/3.sql'), 0o444);
    const { code, stderr } = await lockstep(['lint', 'm', '--fix-suggestions', ...onlyIndexes], { cwd });
    expect(stderr).toContain('m/3.sql is read-only, and nothing was written.');
    expect(code).toBe(2);
    expect(read(cwd, 'm/2.sql')).toBe(index);
  });

  test('what is suppressed', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': suppressed });
    const { code } = await lockstep(['lint', 'm', '--fix-suggestions', ...onlyIndexes], { cwd });
    expect(read(cwd, 'm/2.sql')).toBe(suppressed);
    expect(code).toBe(0);
  });

  test('a file that is not text', async () => {
    const bytes = Buffer.concat([Buffer.from(index), Buffer.from([0xff])]);
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': bytes });
    const { code } = await lockstep(['lint', 'm', '--fix-suggestions'], { cwd });
    expect(readFileSync(path.join(cwd, 'm/2.sql')).equals(bytes)).toBe(true);
    expect(code).toBe(1);
  });

  test('what was not asked for, although it is read', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': index, 'm/3.sql': index.replaceAll('email', 'name') });
    await lockstep(['lint', 'm/3.sql', '--fix-suggestions', ...onlyIndexes], { cwd });
    expect(read(cwd, 'm/2.sql')).toBe(index);
    expect(read(cwd, 'm/3.sql')).toContain('CONCURRENTLY');
  });
});

describe('--fix', () => {
  test('leaves alone what needs a look', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': index });
    const { code, stderr } = await lockstep(['lint', 'm', '--fix', ...onlyIndexes], { cwd });
    expect(read(cwd, 'm/2.sql')).toBe(index);
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });

  test('takes away suppressions that suppress nothing', async () => {
    const cwd = project({
      'm/1.sql': `${unused}${users}`,
      'm/2.sql': `${users.replaceAll('users', 'teams').trimEnd()} ${unused}`,
    });
    const { stderr } = await lockstep(['lint', 'm', '--fix'], { cwd });
    expect(read(cwd, 'm/1.sql')).toBe(users);
    expect(read(cwd, 'm/2.sql')).toBe(users.replaceAll('users', 'teams'));
    expect(stderr).toBe('lockstep: applied 2 fixes in 2 files.\n');
  });
});

describe('--fix-dry-run', () => {
  test('shows and writes nothing', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': index });
    const { stderr } = await lockstep(['lint', 'm', '--fix-dry-run', '--fix-suggestions', ...onlyIndexes], { cwd });
    expect(stderr).toContain(`+${concurrent}`);
    expect(stderr).toContain('1 fix in 1 file would be applied; nothing was written.');
    expect(read(cwd, 'm/2.sql')).toBe(index);
  });
});

describe('standard input', () => {
  const piped = ['lint', '--fix-suggestions', ...onlyIndexes];

  test('comes out fixed, and the report beside it', async () => {
    const { stdout, stderr, code } = await lockstep(piped, { stdin: index });
    expect(stdout).toBe(concurrent);
    expect(stderr).toContain('No hazards found');
    expect(code).toBe(0);
  });

  test('comes out as it was when there is nothing to fix', async () => {
    expect((await lockstep(piped, { stdin: concurrent })).stdout).toBe(concurrent);
  });

  test('is not written to the file it stands for', async () => {
    const cwd = project({ 'm/1.sql': users, 'm/2.sql': 'SELECT 1;\n' });
    const { stdout } = await lockstep([...piped, '--stdin-filename', 'm/2.sql'], { cwd, stdin: index });
    expect(stdout).toBe(concurrent);
    expect(read(cwd, 'm/2.sql')).toBe('SELECT 1;\n');
  });
});
