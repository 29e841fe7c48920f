import { disturbancesOf, isLasting, strongestLock } from '../../src/core/disturbance.js';
import { displayName } from '../../src/core/name.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { commandName } from '../../src/core/wording.js';
import { blockedBy } from '../../src/postgres/blocking.js';

const hurts = 'Nothing can use {{relation}} for as long as that takes, and it needs the disk space again.';
const happens =
  '{{command}} writes {{relation}} anew under an {{lock}} lock, which blocks {{blocked}} until it is done.';

export default defineRule({
  id: 'avoid-table-rewrite',
  family: 'locking',
  severity: 'error',
  summary: 'VACUUM FULL, CLUSTER, SET LOGGED, UNLOGGED, TABLESPACE or ACCESS METHOD rewrites a table in use.',
  messages: {
    compacts: {
      message: happens,
      why: hurts,
      instead:
        'Leave the space to plain VACUUM, which blocks nobody. Where the table must shrink or be sorted, use pg_repack or pg_squeeze, outside of migrations.',
    },
    compactsEverything: {
      message:
        '{{command}} without a table rewrites one table of the database after another, each under an ACCESS EXCLUSIVE lock.',
      why: 'Every table of the application stands still in its turn, for as long as its rewrite takes.',
      instead:
        'Leave the space to plain VACUUM, which blocks nobody. Where a table must shrink or be sorted, use pg_repack or pg_squeeze, outside of migrations.',
    },
    moves: {
      message: happens,
      why: hurts,
      instead:
        'Create a new table as it shall be, copy the rows over in batches while a trigger keeps both in step, and swap the names. Or do it in a maintenance window, with a lock_timeout.',
    },
    movesIndex: {
      message: happens,
      why: 'Planning a query opens every index of its tables, so queries of the table wait until the index is moved.',
      instead:
        'Build a new index in the tablespace with CREATE INDEX CONCURRENTLY ... TABLESPACE, and drop the old one with DROP INDEX CONCURRENTLY. From PostgreSQL 14 on, REINDEX (TABLESPACE ...) INDEX CONCURRENTLY does both.',
    },
    movesEverything: {
      message:
        '{{command}} writes every {{kind}} in the tablespace {{from}} anew in {{tablespace}}, and locks all of them ACCESS EXCLUSIVE, which blocks reads and writes until the last one is moved. Which these are is not in the history; the catalogue of the database would list them.',
      why: 'Each of them is locked before the first is moved, so that all stand still for as long as all of the moves take together.',
      instead:
        'Move what has to be moved by name, one at a time and each in a transaction of its own: indexes with CREATE INDEX CONCURRENTLY ... TABLESPACE, or from PostgreSQL 14 on with REINDEX (TABLESPACE {{tablespace}}) INDEX CONCURRENTLY; small tables in a maintenance window, with a lock_timeout.',
    },
  },
  operations: ['vacuum', 'cluster', 'set-persistence', 'set-tablespace', 'move-tablespace', 'set-access-method'],
  check(operation, { felt }) {
    if (operation.kind === 'move-tablespace') {
      const { relationKind, from, tablespace } = operation;
      const kind = relationKind.replaceAll('-', ' ');
      const data = { command: commandName(operation), kind, from, tablespace };
      return from === tablespace ? undefined : { messageId: 'movesEverything', data, effects: [] };
    }
    const command = commandOf(operation);
    const effects = disturbancesOf(felt);
    if (operation.kind === 'vacuum' && !operation.full) return undefined;
    const compacts = operation.kind === 'vacuum' || operation.kind === 'cluster';
    if (compacts && operation.table === undefined)
      return { messageId: 'compactsEverything', data: { command }, effects };
    const lock = strongestLock(felt);
    if (lock === undefined || !felt.some(isLasting)) return undefined;
    const data = { command, relation: relationOf(operation), lock: lock.mode, blocked: blockedBy(lock.mode) ?? '' };
    if (compacts) return { messageId: 'compacts', data, effects };
    const index = operation.kind === 'set-tablespace' && operation.relationKind === 'index';
    return { messageId: index ? 'movesIndex' : 'moves', data, effects };
  },
});

type Rewriting = OperationOf<'vacuum' | 'cluster' | 'set-persistence' | 'set-tablespace' | 'set-access-method'>;

function commandOf(operation: Rewriting): string {
  if (operation.kind === 'vacuum') return 'VACUUM FULL';
  if (operation.kind !== 'set-persistence') return commandName(operation);
  return operation.persistence === 'unlogged' ? 'SET UNLOGGED' : 'SET LOGGED';
}

function relationOf(operation: Rewriting): string {
  const name = operation.kind === 'set-tablespace' ? operation.relation : operation.table;
  return name === undefined ? 'the tables' : displayName(name);
}
