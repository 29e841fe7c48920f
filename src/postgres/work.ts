import { isLasting } from '../core/disturbance.js';
import type { Effect } from '../core/effect.js';
import type { Operation, OperationOf } from '../core/operation.js';
import { isNewRelation, relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { commandName } from '../core/wording.js';
import { isAlwaysTrue } from './expressions/index.js';
import { limitsRows } from './expressions/selectivity.js';

/** Work of an operation whose time grows with the data. */
export interface Work {
  /** As a message names it: `CREATE INDEX`. */
  readonly name: string;
  /** False when it depends on the conditions of a query, and may well be over in a moment. */
  readonly certain: boolean;
}

/**
 * The work of an operation that does not end in a moment: it builds an index, reads or writes a table anew, or changes
 * many rows. Undefined for all others, for work on new tables alone, and for plain SELECT.
 */
export function workOf(operation: Operation, felt: readonly Effect[], schema: Schema): Work | undefined {
  const name = commandName(operation);
  switch (operation.kind) {
    case 'select':
    case 'lock-table':
    case 'copy':
      return undefined;
    case 'update':
    case 'delete':
      return changesManyRows(operation, schema) ? { name, certain: true } : undefined;
    case 'insert':
    case 'merge':
    case 'create-table':
    case 'create-materialized-view':
      return readsOthers(operation, felt, schema) ? { name, certain: isCertain(felt) } : undefined;
    default:
      return felt.some(isLasting) ? { name, certain: true } : undefined;
  }
}

function isCertain(felt: readonly Effect[]): boolean {
  return felt.some(({ kind, unknown }) => (kind === 'scans' || kind === 'rewrites') && unknown === undefined);
}

/** A query that reads only the table it fills asks whether rows are there already: a seed, not a copy. */
function readsOthers(operation: Operation, felt: readonly Effect[], schema: Schema): boolean {
  const own = operation.kind === 'insert' ? relationKey(schema, operation.table) : undefined;
  return felt.some((effect) => effect.kind === 'scans' && effect.relation !== own);
}

function changesManyRows(operation: OperationOf<'update' | 'delete'>, schema: Schema): boolean {
  const { table, where, limited, query } = operation;
  const own = relationKey(schema, table);
  if (limited || isNewRelation(schema, own)) return false;
  if (where === undefined || isAlwaysTrue(where)) return true;
  const joins = query.relations.some((relation) => relationKey(schema, relation) !== own);
  return !limitsRows(where.text, {
    isCoarse: (column) => schema.tables.get(own)?.columns.get(column)?.type?.name === 'boolean',
    otherSideIsSmall: operation.conditional === true || !joins,
  });
}
