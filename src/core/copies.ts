import type { ObjectKey, QualifiedName } from './name.js';
import { displayName } from './name.js';
import type { Operation, QueryUse } from './operation.js';
import type { Step } from './rule.js';
import { relationKey } from './schema.js';
import type { Schema } from './schema.js';
import { earlierOfKind } from './steps.js';

/** The table into which an earlier statement of the migration copied rows of a relation, when one did. */
export function copyOf(relation: ObjectKey, before: readonly Step[], schema: Schema): string | undefined {
  for (const operation of [...earlierOfKind(before, 'insert'), ...earlierOfKind(before, 'create-table')]) {
    const copy = copyIn(operation);
    if (copy?.query.relations.some((read) => relationKey(schema, read) === relation) === true) {
      return displayName(copy.into);
    }
  }
  return undefined;
}

function copyIn(operation: Operation): { readonly into: QualifiedName; readonly query: QueryUse } | undefined {
  if (operation.kind === 'insert' && operation.rows === undefined) {
    return { into: operation.table, query: operation.query };
  }
  if (operation.kind === 'create-table' && operation.asQuery !== undefined && operation.withNoData !== true) {
    return { into: operation.table, query: operation.asQuery };
  }
  return undefined;
}
