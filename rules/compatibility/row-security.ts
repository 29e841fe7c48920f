import { operationsAfter, restOfTransaction } from '../../src/core/later.js';
import type { QualifiedName } from '../../src/core/name.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable, isSameRelation } from '../../src/core/newness.js';
import type { Operation, OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';

type Change = OperationOf<'set-row-security' | 'create-policy' | 'alter-policy' | 'drop-policy'>;

export default defineRule({
  id: 'row-security',
  family: 'compatibility',
  severity: 'warning',
  summary: 'Row security changes which rows running code sees and may write.',
  operations: ['set-row-security', 'create-policy', 'alter-policy', 'drop-policy'],
  messages: {
    hidesAll: {
      message: 'Row security on {{table}} without a policy hides every row from all roles but its owner.',
      why: 'Running code that connects as another role reads an empty table without any error, and its writes are refused.',
      instead:
        'Create the policies in the same transaction, in front of ENABLE ROW LEVEL SECURITY, and try them as the role of the application.',
      severity: 'error',
    },
    filtersRows: {
      message: 'From this statement on {{table}} shows its roles only the rows that its policies let through.',
      why: 'Running code that does not do what the policies expect (set a role, set a parameter) reads fewer rows without any error, and its writes are refused.',
      instead:
        'Deploy code that does what the policies need first, try it as the role of the application, and enable row security in a later deployment.',
    },
    showsAll: {
      message: 'Without row security {{table}} shows every row to every role that may read it.',
      why: 'Running code that relied on the policies reads and changes rows of others, without any error.',
      instead: 'Deploy code that filters by itself first, or change the policies in place of switching them off.',
    },
    changesPolicy: {
      message: 'Changing the policy {{policy}} changes which rows of {{table}} its roles see and may write.',
      why: 'Running code reads other rows than before, without any error, or its writes are refused.',
      instead: 'Make sure that running code works under both the old and the new policy before this is deployed.',
    },
  },
  check(operation, context) {
    const { schema, effects, migration, transaction } = context;
    if (isNewTable(schema, operation.table) || isAsleep(operation, schema)) return undefined;
    const rest = restOfTransaction(migration, operation, transaction);
    const after = operationsAfter(migration, operation);
    const messageId = consequence(operation, schema, rest, after);
    if (messageId === undefined) return undefined;
    return {
      messageId,
      data: { table: displayName(operation.table), policy: 'policy' in operation ? operation.policy : '' },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
});

function consequence(
  operation: Change,
  schema: Schema,
  rest: readonly Operation[],
  after: readonly Operation[],
): 'hidesAll' | 'filtersRows' | 'showsAll' | 'changesPolicy' | undefined {
  const policies = tableOf(schema, operation.table)?.policies ?? [];
  const addsPolicy = (later: Operation): boolean =>
    later.kind === 'create-policy' && isSameRelation(schema, later.table, operation.table);
  switch (operation.kind) {
    case 'set-row-security':
      if (operation.action === 'disable') return 'showsAll';
      if (operation.action === 'no-force') return undefined;
      return policies.length > 0 || rest.some(addsPolicy) ? 'filtersRows' : 'hidesAll';
    case 'create-policy':
      // A permissive policy shows more rows; what it is there for is said where row security is enabled.
      return operation.permissive ? undefined : 'changesPolicy';
    case 'alter-policy':
      return 'changesPolicy';
    case 'drop-policy':
      // DROP POLICY and CREATE POLICY in one transaction is how a policy is written anew.
      return rest.some(addsPolicy) || after.some((later) => isEnd(later, operation.table, schema))
        ? undefined
        : 'changesPolicy';
  }
}

function isEnd(later: Operation, table: QualifiedName, schema: Schema): boolean {
  if (later.kind === 'set-row-security')
    return later.action === 'disable' && isSameRelation(schema, later.table, table);
  return later.kind === 'drop-table' && isSameRelation(schema, later.table, table);
}

/** Policies of a table without row security do nothing yet. */
function isAsleep(operation: Change, schema: Schema): boolean {
  if (operation.kind === 'set-row-security') return false;
  const table = tableOf(schema, operation.table);
  return table !== undefined && table.complete && !table.rowSecurity;
}
