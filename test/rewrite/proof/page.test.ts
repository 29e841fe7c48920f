import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSqlParser } from '../../../src/readers/sql/index.js';
import { enginesOf } from '../../proof/page.js';
import { pagePath, renderPage } from './page.js';
import { loadCases, loadTopics } from './topics.js';

beforeAll(loadSqlParser);

describe('the page of plans', () => {
  it('is what `npm run prove` would write', async () => {
    const committed = readFileSync(pagePath, 'utf8');
    expect(renderPage(await loadTopics(), enginesOf(committed)), `${pagePath} is stale: run npm run prove`).toBe(
      committed,
    );
  });
});

describe('the cases of plans', () => {
  it('have names of their own', async () => {
    const names = (await loadCases()).map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('are at least 60', async () => {
    expect((await loadCases()).length).toBeGreaterThanOrEqual(60);
  });
});
