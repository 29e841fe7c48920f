import { displayName } from '../../src/core/name.js';
import type { RowLoop } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { Problem } from '../../src/core/rule.js';
import type { Schema } from '../../src/core/schema.js';
import { reachOfLoop } from '../../src/postgres/batch.js';

export default defineRule({
  id: 'unbatched-loop',
  family: 'transactions',
  severity: 'warning',
  summary: 'Code of a migration goes over all rows of a table at once.',
  operations: ['run-code'],
  messages: {
    loadsAll: {
      message: 'This loop loads {{rows}} of {{table}} into memory before its first round.',
      why: 'How much memory and time that takes grows with the table: what runs in a second on a test database is killed, or runs for hours, on a large one.',
      instead:
        'Fetch the rows in portions by key (in Django with iterator(chunk_size=2000), or slices ordered by the key), or let one statement do the work in PostgreSQL.',
    },
    changesOneByOne: {
      message:
        'This loop loads {{rows}} of {{table}} into memory and changes rows one by one, a statement each, in a single transaction.',
      why: 'Each row that is changed stays locked until the last one is done, each costs a round trip to the server, and a failure at the end starts over at the beginning.',
      instead:
        'Let one UPDATE do the work where it can be said in SQL. Else go through the rows in portions by key, change each portion at once (in Django bulk_update), and commit after each, outside a transaction of the migration (atomic = False).',
    },
    locksAll: {
      message: 'This loop changes rows for {{rows}} of {{table}}, one by one, in a single transaction.',
      why: 'The rows come in portions, but each one that is changed stays locked until the last one is done, and a failure at the end starts over at the beginning.',
      instead:
        'Commit after each portion: run the migration outside a transaction (in Django atomic = False) and put each portion into one of its own.',
    },
  },
  check({ loops }, { schema, transaction }) {
    return loops.flatMap((loop) => problemOf(loop, schema, transaction !== undefined) ?? []);
  },
});

function problemOf(
  loop: RowLoop,
  schema: Schema,
  inTransaction: boolean,
): Problem<'loadsAll' | 'changesOneByOne' | 'locksAll'> | undefined {
  const reach = reachOfLoop(loop, schema);
  const locksAll = loop.changesRows && inTransaction;
  if (reach === 'bounded' || (loop.inPortions && !locksAll)) return undefined;
  const rows = reach === 'whole' ? 'every row' : `all rows that meet ${loop.where?.text ?? ''}`;
  return {
    messageId: loop.inPortions ? 'locksAll' : locksAll ? 'changesOneByOne' : 'loadsAll',
    data: { table: displayName(loop.table), rows },
    span: loop.span,
    effects: [],
  };
}
