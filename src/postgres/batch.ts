import { isNewTable } from '../core/newness.js';
import type { Expression } from '../core/expression.js';
import type { QualifiedName } from '../core/name.js';
import type { OperationOf, RowLoop } from '../core/operation.js';
import { relationKey, tableOf, typeKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { isAlwaysTrue } from './expressions/index.js';
import { limitsRows } from './expressions/selectivity.js';

/** How much of its table an UPDATE or DELETE touches: all of it, a part that grows with it, or a part that does not. */
export type Reach = 'whole' | 'growing' | 'bounded';

/** Works out the reach from the condition and from what is known of the columns it names. */
export function reachOf(operation: OperationOf<'update' | 'delete'>, schema: Schema): Reach {
  const target = relationKey(schema, operation.table);
  const joins = operation.query.relations.some((relation) => relationKey(schema, relation) !== target);
  // In a loop the other side is its variable; without another relation it is an item of VALUES.
  return reach(operation, operation.conditional === true || !joins, schema);
}

/** Works out how much of its table a loop of code goes over. Another table is only there when the condition joins it. */
export function reachOfLoop(loop: RowLoop, schema: Schema): Reach {
  return reach(loop, true, schema);
}

interface Rows {
  readonly table: QualifiedName;
  readonly where?: Expression;
  readonly limited: boolean;
}

function reach({ table, where, limited }: Rows, otherSideIsSmall: boolean, schema: Schema): Reach {
  if (limited || isNewTable(schema, table)) return 'bounded';
  if (where === undefined || isAlwaysTrue(where)) return 'whole';
  const columns = tableOf(schema, table)?.columns;
  const bounded = limitsRows(where.text, {
    isCoarse: (column) => {
      const type = columns?.get(column)?.type;
      if (type === undefined) return false;
      return type.name === 'boolean' || schema.types.get(typeKey(schema, type))?.kind === 'enum';
    },
    otherSideIsSmall,
  });
  return bounded ? 'bounded' : 'growing';
}
