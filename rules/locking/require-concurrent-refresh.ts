import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { insertAfter } from '../../src/core/edit.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { reporterOf } from '../../src/core/failure.js';
import { displayName } from '../../src/core/name.js';
import { defineRule } from '../../src/core/rule.js';
import { relationKey } from '../../src/core/schema.js';
import { refreshConcurrently } from '../../src/plans/refresh-view.js';
import { quoteQualified } from '../../src/postgres/names.js';
import { hasUniqueIndex } from '../../src/postgres/view-index.js';

export default defineRule({
  id: 'require-concurrent-refresh',
  family: 'locking',
  severity: 'error',
  summary: 'A materialized view in use is refreshed without CONCURRENTLY.',
  messages: {
    blocksReads: {
      message:
        'REFRESH MATERIALIZED VIEW takes an {{lock}} lock on {{view}}, which blocks reads while its whole query runs.',
      why: 'Every SELECT from {{view}} waits until the new contents are there and the transaction ends.',
      instead: 'Use REFRESH MATERIALIZED VIEW CONCURRENTLY {{sqlView}}, for which it needs a unique index.',
    },
    needsUniqueIndex: {
      message:
        'REFRESH MATERIALIZED VIEW takes an {{lock}} lock on {{view}}, which blocks reads while its whole query runs.',
      why: 'Every SELECT from {{view}} waits until the new contents are there and the transaction ends.',
      instead:
        'Give {{view}} a unique index on plain columns without a WHERE clause (CREATE UNIQUE INDEX CONCURRENTLY), and then use REFRESH MATERIALIZED VIEW CONCURRENTLY.',
    },
    concurrentlyFails: {
      message: 'REFRESH MATERIALIZED VIEW CONCURRENTLY fails: {{because}}.',
      why: 'The migration stops here.',
      instead:
        'It needs a view that has been populated once, by CREATE or by a plain REFRESH, and a unique index on plain columns without a WHERE clause.',
    },
  },
  operations: ['refresh-materialized-view'],
  check(operation, { felt, schema }) {
    const view = displayName(operation.view);
    if (operation.concurrently) {
      const failure = effectsOfKind(felt, 'fails').find(
        (each) => each.certain && reporterOf(operation, each) === 'require-concurrent-refresh',
      );
      if (failure === undefined) return undefined;
      const data = { because: failure.because };
      return { messageId: 'concurrentlyFails', data, effects: [failure] };
    }
    const key = relationKey(schema, operation.view);
    const lock = strongestLock(felt, key);
    // Nobody can read a view that was never populated, and WITH NO DATA runs no query.
    if (lock === undefined || operation.withNoData || schema.views.get(key)?.populated === false) return undefined;
    const messageId = hasUniqueIndex(schema, operation.view) === false ? 'needsUniqueIndex' : 'blocksReads';
    const data = { view, sqlView: quoteQualified(operation.view), lock: lock.mode };
    return { messageId, data, effects: disturbancesOf(felt, key) };
  },
  repair(operation, problem, { migration, schema }) {
    if (problem.messageId !== 'blocksReads') return undefined;
    const edit = insertAfter(migration, operation, /^refresh\s+materialized\s+view\b/i, ' CONCURRENTLY');
    const applicability = hasUniqueIndex(schema, operation.view) === true ? 'safe' : 'unsafe';
    return edit && { title: 'Refresh CONCURRENTLY', applicability, edits: [edit] };
  },
  plan: refreshConcurrently,
});
