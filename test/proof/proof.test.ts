import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../src/readers/sql/index.js';
import { appliesTo, topics } from './cases/index.js';
import type { Engine } from './engines/engine.js';
import { startPglite } from './engines/pglite.js';
import { enginesOf, pagePath, renderPage } from './page.js';
import { allCases, prove } from './prove.js';

/** The newest version is proven with every run of the tests; `npm run prove` takes all that the machine has. */
const version = 18;

let engine: Engine;

beforeAll(async () => {
  await loadSqlParser();
  engine = await startPglite(version);
});

afterAll(() => engine.close());

describe.each(topics)('$title', ({ cases }) => {
  it.each(cases.filter((each) => appliesTo(each, version)))('$id: $sql', async (proofCase) => {
    expect(await prove(engine, proofCase)).toEqual([]);
  });
});

describe('the page of lock facts', () => {
  it('is what `npm run prove` would write', () => {
    const committed = readFileSync(pagePath, 'utf8');
    expect(renderPage(enginesOf(committed))).toBe(committed);
  });
});

describe('the cases', () => {
  it('have names of their own', () => {
    const ids = allCases().map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });
});
