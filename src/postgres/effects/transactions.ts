import type { OperationOf } from '../../core/operation.js';
import type { Handlers } from './handler.js';
import type { Scene } from './scene.js';
import { failInTransaction } from './transaction-limits.js';

/** Transactions, settings and what touches no table. */
export const transactionHandlers = {
  begin: ignore,
  commit: ignore,
  rollback: ignore,
  savepoint: onlyInside('SAVEPOINT'),
  'rollback-to-savepoint': onlyInside('ROLLBACK TO SAVEPOINT'),
  'release-savepoint': onlyInside('RELEASE SAVEPOINT'),
  'prepare-transaction': ignore,
  'set-parameter': ignore,
  'reset-parameter': ignore,
  'set-constraints': ignore,
  'cluster-wide': clusterWide,
  'do-block': doBlock,
  'session-statement': ignore,
  // What code does stands in the operations inside it.
  'run-code': ignore,
  opaque: ignore,
} satisfies Partial<Handlers>;

/** Nothing that another session feels, or nothing that is understood. */
function ignore(): void {
  return;
}

/** COMMIT and ROLLBACK in a block (11+) fail unless the block is a statement of its own: `invalid transaction termination`. */
function doBlock({ operations = [] }: OperationOf<'do-block'>, scene: Scene): void {
  if (operations.some(({ kind }) => kind === 'commit' || kind === 'rollback')) {
    failInTransaction('A DO block that commits', scene);
  }
}

/** RequireTransactionBlock in xact.c. */
function onlyInside(command: string): (operation: unknown, scene: Scene) => void {
  return (_, scene) => {
    if (scene.inTransaction) return;
    const because = `${command} can only be used in transaction blocks`;
    scene.fails({ when: 'outside-transaction', certain: true, because });
  };
}

function clusterWide(operation: OperationOf<'cluster-wide'>, scene: Scene): void {
  failInTransaction(operation.command, scene);
}
