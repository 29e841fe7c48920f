import { expect, test } from 'vitest';
import { Rails } from '../../src/report/rails.js';
import { lockstep, project } from '../cli/command-line.js';

async function timelineOf(files: Readonly<Record<string, string>>, path: string): Promise<string[]> {
  const { stdout } = await lockstep(['inspect', path], { cwd: project(files) });
  return stdout.split('\n');
}

test('a rail runs from the statement that takes a lock to the end of its transaction', () => {
  const rails = new Rails();
  expect(rails.take('public.a', true)).toBe('┏ ');
  expect(rails.draw()).toBe('┃ ');
  expect(rails.take('public.b', true)).toBe('┃ ┏ ');
  expect(rails.take('public.a', true)).toBe('┣ ┃ ');
  expect(rails.take('public.c', false)).toBe('┃ ┃ ');
  expect(rails.end()).toBe('┗ ┗ ');
  rails.release();
  expect(rails.draw()).toBe('');
});

test('more locks than fit are not drawn', () => {
  const rails = new Rails();
  for (let at = 0; at < 100; at++) rails.take(`public.t${at}`, true);
  expect(rails.draw().length).toBe(16);
});

test('a lock ends with the COMMIT of the file, and with its statement outside a transaction', async () => {
  const files = {
    'm/1.sql': 'BEGIN;\nALTER TABLE a ADD COLUMN c int;\nCOMMIT;\nVACUUM FULL b;\nSELECT 1;\n',
    'm/lockstep.config.json': '{ "transaction": "none" }',
  };
  const lines = await timelineOf(files, 'm/1.sql');
  expect(lines[1]).toBe('each statement on its own');
  expect(lines).toContain('       ┗ COMMIT releases a');
  expect(lines.find((line) => line.includes('SELECT 1'))).toBe('    5  SELECT 1');
});

test('what is not understood is said with its reason, and what is new needs no fear', async () => {
  const sql = "CREATE TABLE n (id int);\nCREATE INDEX ON n (id);\nDO $$ BEGIN EXECUTE 'DROP TABLE ' || name; END $$;\n";
  const lines = await timelineOf({ 'm/1.sql': sql }, 'm/1.sql');
  expect(lines).toContain('         n: new, so nobody waits for its locks');
  expect(lines.some((line) => line.includes('not understood: '))).toBe(true);
});

test('the text of a migration cannot move the cursor', async () => {
  const lines = await timelineOf({ 'm/1.sql': "SELECT '\u001b[2J\u202e';\n" }, 'm');
  expect(lines.join('')).not.toContain('\u001b');
  expect(lines.join('')).not.toContain('\u202e');
});
