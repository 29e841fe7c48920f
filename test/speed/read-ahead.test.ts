import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReadAhead } from '../../src/project/read-ahead.js';
import { readMigration } from '../../src/project/read.js';
import type { ReadJob } from '../../src/project/reading.js';
import { loadSqlParser } from '../../src/readers/sql/index.js';

const directory = mkdtempSync(join(tmpdir(), 'lockstep-read-ahead-'));
const wasm = createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm');

beforeAll(async () => {
  await loadSqlParser();
  await build({
    entryPoints: { 'parsing-thread': 'src/project/parsing-thread.ts' },
    outdir: directory,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  copyFileSync(wasm, join(directory, 'libpg-query.wasm'));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** Migrations of many kinds, some of which cannot be read, in more chunks than are under way at once. */
function jobs(): ReadJob[] {
  const texts = [
    'CREATE TABLE users (id bigint PRIMARY KEY, name text DEFAULT $$é$$ CHECK (length(name) > 0));\n',
    'ALTER TABLE users ADD COLUMN a int, DROP COLUMN b; -- lockstep-disable-line drop-column\n',
    "DO $$ BEGIN EXECUTE 'DROP TABLE users'; END $$;",
    "SELECT 'never closed",
    Buffer.from("SELECT 'Größe';", 'latin1'),
    '-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n',
  ];
  mkdirSync(join(directory, 'm'), { recursive: true });
  return Array.from({ length: 400 }, (_, at) => {
    const name = `${at}.sql`;
    const path = join(directory, 'm', name);
    const text = texts[at % (texts.length + 1)];
    if (text !== undefined) writeFileSync(path, text); // One in seven is missing.
    return { file: { path, shownAs: `m/${name}`, id: String(at), namespace: 'm' }, options: { transaction: 'auto' } };
  });
}

test('two threads read what one thread reads, in the same order', async () => {
  const all = jobs();
  const reading = new ReadAhead(all, pathToFileURL(join(directory, 'parsing-thread.cjs')));
  for (const { file, options } of all) expect(reading.next()).toEqual(readMigration(file, options));
  expect(() => reading.next()).toThrow(RangeError);
  await reading.close();
});

test('when the other thread dies, this one reads everything', async () => {
  writeFileSync(join(directory, 'dead.cjs'), 'process.exit(1);');
  const all = jobs().slice(0, 120);
  const reading = new ReadAhead(all, pathToFileURL(join(directory, 'dead.cjs')), 50);
  for (const { file, options } of all) expect(reading.next()).toEqual(readMigration(file, options));
  await reading.close();
});
