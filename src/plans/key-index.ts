import type { UniqueConstraint } from '../core/operation.js';
import type { IndexDraft } from './concurrent-index.js';

/** The constraint as it takes over an index that bears its name. */
export function usingIndex({
  kind,
  name,
  deferrable,
  initiallyDeferred,
}: UniqueConstraint & { readonly name: string }): UniqueConstraint {
  return {
    kind,
    name,
    usingIndex: name,
    columns: [],
    include: [],
    nullsNotDistinct: false,
    ...(deferrable === undefined ? {} : { deferrable }),
    ...(initiallyDeferred === undefined ? {} : { initiallyDeferred }),
  };
}

/** The index behind the constraint. */
export function indexOf({
  columns,
  include,
  nullsNotDistinct,
  storageParameters,
  tablespace,
}: UniqueConstraint): IndexDraft {
  return {
    unique: true,
    method: 'btree',
    keys: columns.map((column) => ({ column })),
    include,
    nullsNotDistinct,
    ...(storageParameters === undefined ? {} : { storageParameters }),
    ...(tablespace === undefined ? {} : { tablespace }),
  };
}
