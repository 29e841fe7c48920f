import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TransactionMode } from '../../src/core/migration.js';
import type { PostgresVersion } from '../../src/core/postgres-version.js';

/** A finding the fixture wants: the line it starts on, and its message. */
export interface Expectation {
  readonly file: string;
  readonly line: number;
  readonly messageId: string;
}

export interface FixtureFile {
  readonly name: string;
  readonly text: string;
  /** False for files that are only replayed. */
  readonly judged: boolean;
}

/**
 * One fixture: a small real migration, or a few of one directory. See CONTRIBUTING.md for the marks:
 *
 *     -- fixture: {"postgres": 14}
 *     -- history: 0001_init.sql
 *     CREATE TABLE users (id bigint PRIMARY KEY);
 *     -- file: 0002_index.sql
 *     CREATE INDEX users_email_idx ON users (email); -- expect: blocksWrites
 *
 * In Python the marks are comments that begin with `#`, and each file says its place in the project, as in
 * `# file: shop/migrations/0002_index.py`.
 *
 * A directory is a small project, whose files carry the marks in the comments of their language.
 */
export interface Fixture {
  readonly name: string;
  /** Set when the fixture is a project on the disk, which is judged as one, and not a file. */
  readonly directory?: string;
  readonly postgres: PostgresVersion | undefined;
  readonly transaction: 'auto' | TransactionMode;
  readonly options: Readonly<Record<string, unknown>>;
  readonly files: readonly FixtureFile[];
  readonly expected: readonly Expectation[];
}

/** The fixtures of a rule, `bad` or `good`, in the order of their names. */
export function fixturesOf(rule: string, folder: 'bad' | 'good'): readonly Fixture[] {
  const directory = join('fixtures', 'rules', rule, folder);
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return []; // The test that counts fixtures says which rule has none.
  }
  return names.sort().flatMap((name) => {
    const file = join(directory, name);
    if (statSync(file).isDirectory()) return [readProject(`${folder}/${name}`, file)];
    return /\.(?:sql|py)$/.test(name) ? [parseFixture(`${folder}/${name}`, readFileSync(file, 'utf8'))] : [];
  });
}

function readProject(name: string, directory: string): Fixture {
  const settings = join(directory, 'fixture.json');
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(directory, file)).isFile() && file !== 'fixture.json')
    .sort()
    .map((file) => ({ name: file, text: readFileSync(join(directory, file), 'utf8'), judged: true }));
  return {
    name,
    directory,
    postgres: undefined,
    transaction: 'auto',
    options: {},
    // The fixture's author wrote these keys; a wrong one shows in the first run.
    ...(existsSync(settings) ? (JSON.parse(readFileSync(settings, 'utf8')) as Partial<Fixture>) : {}),
    files,
    expected: files.flatMap(expectationsIn),
  };
}

function parseFixture(name: string, text: string): Fixture {
  const lines = text.split('\n');
  const settings = /^(?:--|#) fixture:(.*)$/.exec(lines[0] ?? '');
  if (settings !== null) lines.shift();
  const files = splitFiles(name, lines);
  return {
    name,
    postgres: undefined,
    transaction: 'auto',
    options: {},
    // The fixture's author wrote these keys; a wrong one shows in the first run.
    ...(settings === null ? {} : (JSON.parse(settings[1] ?? '{}') as Partial<Fixture>)),
    files,
    expected: files.flatMap((file) => (file.judged ? expectationsIn(file) : [])),
  };
}

/** The text as the pages show it: without the marks of the test. */
export function withoutMarks(file: FixtureFile): string {
  return file.text.replace(/[ \t]*(?:--|#) expect:.*$/gm, '').trim();
}

function splitFiles(name: string, lines: readonly string[]): FixtureFile[] {
  const files: { name: string; lines: string[]; judged: boolean }[] = [];
  for (const line of lines) {
    const head = /^(?:--|#) (file|history): (\S+)\s*$/.exec(line);
    if (head !== null) files.push({ name: head[2] ?? '', lines: [], judged: head[1] === 'file' });
    else if (files.length > 0) files.at(-1)?.lines.push(line);
    else if (line.trim() !== '') files.push({ name: name.replace(/^.*\//, ''), lines: [line], judged: true });
  }
  return files.map((file) => ({ name: file.name, judged: file.judged, text: file.lines.join('\n') }));
}

function expectationsIn(file: FixtureFile): Expectation[] {
  return file.text.split('\n').flatMap((line, index) => {
    const mark = /(?:--|#) expect:\s*(.*)$/.exec(line);
    if (mark === null) return [];
    const ids = (mark[1] ?? '').split(',').map((id) => id.trim());
    return ids.map((messageId) => ({ file: file.name, line: index + 1, messageId }));
  });
}
