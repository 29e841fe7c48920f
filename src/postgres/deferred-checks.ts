import type { ObjectKey } from '../core/name.js';
import type { Constraint, Schema } from '../core/schema.js';

/** What a statement does to rows: the columns an UPDATE sets, or what else it is. */
export type RowWrite = 'insert' | 'delete' | 'any' | { readonly updates: readonly string[] };

/**
 * Whether a write leaves checks behind that run when the transaction ends: a row that is inserted, or gets another key,
 * is looked up (RI_FKey_fk_upd_check_required in ri_triggers.c); one that goes, or whose key changes, is looked for.
 */
export function leavesDeferredChecks(write: RowWrite, table: ObjectKey, schema: Schema): boolean {
  const known = schema.tables.get(table);
  if (known?.triggers.some(({ initiallyDeferred }) => initiallyDeferred === true) === true) return true;
  if (known?.constraints.some((own) => isDeferred(own) && checksOwn(write, own)) === true) return true;
  if (write === 'insert') return false;
  for (const holder of schema.referencedBy.get(table) ?? []) {
    const inbound = schema.tables
      .get(holder)
      ?.constraints.filter((other) => other.references === table && isDeferred(other));
    if (inbound?.some((other) => checksReferenced(write, other)) === true) return true;
  }
  return false;
}

function isDeferred({ definition }: Constraint): boolean {
  return definition.initiallyDeferred === true;
}

function checksOwn(write: RowWrite, { columns }: Constraint): boolean {
  if (typeof write === 'string') return write !== 'delete';
  return columns.some((column) => write.updates.includes(column));
}

/** The key that is referred to is the primary key where none is written, which hardly any UPDATE sets. */
function checksReferenced(write: RowWrite, { definition }: Constraint): boolean {
  if (typeof write === 'string' || definition.kind !== 'foreign-key') return true;
  return definition.referencedColumns.some((column) => write.updates.includes(column));
}
