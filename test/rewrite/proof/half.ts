import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadSqlParser } from '../../../src/readers/sql/index.js';
import type { BareEngine } from '../../proof/engines/engine.js';
import { openPglite } from '../../proof/engines/pglite.js';
import { appliesTo } from './case.js';
import { plannedFor } from './planned.js';
import { provePlan } from './prove.js';
import { loadCases } from './topics.js';

/** The newest version is proven with every run of the tests; `npm run prove` takes all that the machine has. */
const version = 18;

/** Proves every second case: two files share them, so that two processors do. */
export async function proveHalf(remainder: 0 | 1): Promise<void> {
  const cases = (await loadCases()).filter((each, place) => place % 2 === remainder && appliesTo(each, version));
  let engine: BareEngine;

  beforeAll(async () => {
    await loadSqlParser();
    engine = await openPglite(version);
  });

  afterAll(() => engine.close());

  it.each(cases)('$name', async (planCase) => {
    const planned = plannedFor(planCase, version);
    if (typeof planned === 'string') expect.fail(planned);
    expect(await provePlan(engine, planCase, planned)).toEqual([]);
  });
}
