import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { project } from './command-line.js';

const files = { 'm/0001.sql': 'CREATE TABLE users (id bigint);\n', 'm/0002.sql': 'DROP TABLE users;\n' };

/** Runs the program in a process of its own, as a user does. */
function spawn(args: readonly string[], input = ''): ReturnType<typeof spawnSync> & { stdout: string; stderr: string } {
  const command = ['--import', 'tsx', 'src/cli/main.ts', ...args];
  return spawnSync(process.execPath, command, { input, encoding: 'utf8' });
}

test('the process ends with the exit code of the run and all of its output', () => {
  const cwd = project(files);
  const { status, stdout, stderr } = spawn(['lint', `${cwd}/m`, '--format', 'json']);
  const report = JSON.parse(stdout) as { findings: unknown[] };
  expect(report.findings.length).toBeGreaterThan(0);
  expect(stderr).toBe('');
  expect(status).toBe(1);
});

test('standard input may be a pipe', () => {
  const { status, stdout } = spawn(['lint', '--format', 'compact'], files['m/0002.sql']);
  expect(stdout).toContain('<stdin>:1:1: error:');
  expect(status).toBe(1);
});

test('a run that cannot start says so on standard error only', () => {
  const { status, stdout, stderr } = spawn(['lint', '/nowhere']);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^lockstep: No such file or directory: \/nowhere\n/);
  expect(status).toBe(2);
});

test('a reader that goes away early is no error', () => {
  const cwd = project(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`m/${at}.sql`, 'DROP TABLE t;\n'])));
  const command = `"${process.execPath}" --import tsx src/cli/main.ts lint "${cwd}/m" | head -n 1`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  expect(stdout.split('\n')).toHaveLength(2);
  expect(stderr).toBe('');
});
