import type { Effect } from '../../src/core/effect.js';
import type { PostgresVersion } from '../../src/core/postgres-version.js';
import { stepThrough } from '../../src/engine/steps.js';
import { Replay } from '../../src/history/replay.js';
import { readSql } from '../../src/readers/sql/index.js';

/** The effects of the last statement of `sql`, after the migrations in `history`, each a deployment of its own. */
export function effectsAfter(history: readonly string[], sql: string, postgres: PostgresVersion): readonly Effect[] {
  const replay = new Replay();
  for (const text of history) run(replay, text, postgres);
  return run(replay, sql, postgres);
}

function run(replay: Replay, text: string, postgres: PostgresVersion): readonly Effect[] {
  const found: Effect[] = [];
  const migration = readSql({ path: 'migration.sql', text }, { transaction: 'file' });
  stepThrough(migration, replay, postgres, ({ operation, effects }) => {
    if (operation.statement === migration.statements - 1) found.push(...effects);
  });
  return found;
}

/** Effects as one line each, in a form that a test can spell out: `locks public.t ACCESS EXCLUSIVE brief`. */
export function summary(effects: readonly Effect[]): readonly string[] {
  return effects.map((effect) => {
    switch (effect.kind) {
      case 'locks':
        return `locks ${effect.relation} ${effect.mode} ${effect.held}`;
      case 'scans':
        return `scans ${effect.relation}`;
      case 'rewrites':
        return `rewrites ${effect.relation}${effect.indexesOnly === undefined ? '' : ` indexes ${effect.indexesOnly.join()}`}`;
      case 'loses':
        return `loses ${effect.what} ${effect.object} ${effect.how}${effect.cascaded === true ? ' cascaded' : ''}`;
      case 'breaks':
        return `breaks ${effect.clients} ${effect.object} ${effect.because}`;
      case 'fails':
        return `fails ${effect.when}${effect.certain ? '' : ' perhaps'}`;
    }
  });
}
