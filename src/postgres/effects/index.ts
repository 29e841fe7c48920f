import type { Effect } from '../../core/effect.js';
import type { Operation, OperationKind, OperationOf } from '../../core/operation.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import type { Schema } from '../../core/schema.js';
import { failOnPendingEvents } from './alter-table.js';
import { withoutCaught } from './caught.js';
import { columnHandlers } from './columns.js';
import { constraintHandlers } from './constraints.js';
import { dataHandlers } from './data.js';
import type { Handler, Handlers } from './handler.js';
import { indexHandlers } from './indexes.js';
import { maintenanceHandlers } from './maintenance.js';
import { objectHandlers } from './objects.js';
import { partitionHandlers } from './partitions.js';
import { Scene } from './scene.js';
import { schemaHandlers } from './schemas.js';
import { sequenceHandlers } from './sequences.js';
import { storageHandlers } from './storage.js';
import { tableHandlers } from './tables.js';
import { transactionHandlers } from './transactions.js';
import { triggerHandlers } from './triggers.js';
import { typeHandlers } from './types.js';
import { viewHandlers } from './views.js';

/** The conditions an operation runs under. */
export interface EffectContext {
  readonly postgres: PostgresVersion;
  /** Whether it runs in a transaction block; true when it is left out, as most runners do. */
  readonly inTransaction?: boolean;
  /**
   * The other operations of the same statement: what `DROP TABLE a, b` or `TRUNCATE a, b` names together does not stand
   * in each other's way.
   */
  readonly siblings?: readonly Operation[];
}

/** One handler for each kind: a kind without one does not compile. */
const handlers: Handlers = {
  ...tableHandlers,
  ...storageHandlers,
  ...partitionHandlers,
  ...columnHandlers,
  ...constraintHandlers,
  ...indexHandlers,
  ...viewHandlers,
  ...triggerHandlers,
  ...typeHandlers,
  ...sequenceHandlers,
  ...schemaHandlers,
  ...objectHandlers,
  ...dataHandlers,
  ...maintenanceHandlers,
  ...transactionHandlers,
};

/**
 * What an operation does to a live database that looks like `schema`. The operations inside a block or function body
 * are not followed: whoever walks them asks for each.
 */
export function effectsOf(operation: Operation, schema: Schema, context: EffectContext): readonly Effect[] {
  const scene = new Scene(schema, context.postgres, context.inTransaction ?? true, context.siblings);
  failOnPendingEvents(operation, scene);
  run(operation, scene);
  return withoutCaught(operation, scene.effects());
}

function run<K extends OperationKind>(operation: OperationOf<K>, scene: Scene): void {
  const handler: Handler<K> = handlers[operation.kind];
  handler(operation, scene);
}
