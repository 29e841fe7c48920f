import { lockModes } from '../../src/core/lock.js';
import { conflicts } from '../../src/postgres/locks.js';
import type { Engine } from './engines/engine.js';

/**
 * Takes every pair of modes on one table from two sessions and compares who had to wait with the matrix in
 * `src/postgres/locks.ts`. Needs an engine with more than one connection; without one there is nothing to say.
 */
export async function lockMatrixDifferences(engine: Engine): Promise<readonly string[]> {
  const copy = await engine.fresh();
  const differences: string[] = [];
  try {
    if (!copy.others) return [];
    const { blocker } = copy.others;
    for (const held of lockModes) {
      for (const wanted of lockModes) {
        await blocker.run('BEGIN');
        await blocker.run(`LOCK TABLE lonely IN ${held} MODE`);
        await copy.session.run('BEGIN');
        const failure = await copy.session.run(`LOCK TABLE lonely IN ${wanted} MODE NOWAIT`);
        await copy.session.run('ROLLBACK');
        await blocker.run('ROLLBACK');
        const refused = failure?.code === '55P03';
        if (refused !== conflicts(held, wanted)) {
          differences.push(`${held} against ${wanted}: ${refused ? 'they conflict' : 'they do not conflict'}`);
        }
      }
    }
  } finally {
    await copy.drop();
  }
  return differences;
}
