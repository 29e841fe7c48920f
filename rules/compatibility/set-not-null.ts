import { effectsOfKind } from '../../src/core/effect.js';
import { restOfTransaction } from '../../src/core/later.js';
import { displayName } from '../../src/core/name.js';
import { isNewTable } from '../../src/core/newness.js';
import type { Operation, OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { tableOf } from '../../src/core/schema.js';
import type { Schema } from '../../src/core/schema.js';
import { quoteIdentifier } from '../../src/postgres/names.js';

type Demand = OperationOf<'set-not-null' | 'add-constraint'>;

export default defineRule({
  id: 'set-not-null',
  family: 'compatibility',
  severity: 'warning',
  summary: 'A column that becomes NOT NULL refuses the NULLs that running code may still write.',
  operations: ['set-not-null', 'add-constraint'],
  messages: {
    refusesNulls: {
      message:
        'From this statement on {{table}}.{{column}} refuses NULL, and code that still writes it, or leaves the column out, fails.',
      why: 'Code that was deployed before may insert NULL, on purpose or because it omits the column; it is refused with "null value in column {{column}}" until the next deployment is through.',
      instead:
        'Deploy code that always fills {{column}} first. Then refuse NULL, best with CHECK ({{sqlColumn}} IS NOT NULL) NOT VALID, which also shows what still writes it before the old rows matter.',
    },
    requiresNewColumn: {
      message:
        '{{table}}.{{column}} is added and made NOT NULL in the same deployment: every INSERT of running code fails.',
      why: 'Code that was deployed before does not know the column. Its INSERTs leave it out and are refused with "null value in column {{column}}" until the next deployment is through.',
      instead:
        'Give {{column}} a DEFAULT, or leave it nullable in this deployment and SET NOT NULL in a later one, when all running code fills it.',
      severity: 'error',
    },
  },
  check(operation, { schema, felt, migration, transaction }) {
    const table = displayName(operation.table);
    const rest = restOfTransaction(migration, operation, transaction, [operation.table.name]);
    const added = demandedColumns(operation).filter((column) => isNewAndUnfilled(operation, column, schema));
    const unfilled = added.find((column) => !rest.some((later) => fills(later, operation, column)));
    if (unfilled !== undefined) {
      return {
        messageId: 'requiresNewColumn',
        data: { table, column: unfilled, sqlColumn: quoteIdentifier(unfilled) },
        effects: [],
      };
    }
    const breaks = effectsOfKind(felt, 'breaks').filter(({ because }) => because === 'required');
    return breaks.flatMap((effect) => {
      const column = effect.object.slice(effect.object.lastIndexOf('.') + 1);
      // Running code does not write a column that it does not know, and the default fills it.
      if (added.includes(column)) return [];
      return {
        messageId: 'refusesNulls' as const,
        data: { table, column, sqlColumn: quoteIdentifier(column) },
        effects: [effect],
      };
    });
  },
});

function demandedColumns(operation: Demand): readonly string[] {
  if (operation.kind === 'set-not-null') return [operation.column];
  const { constraint } = operation;
  if (constraint.kind === 'not-null') return [constraint.column];
  return constraint.kind === 'primary-key' ? constraint.columns : [];
}

/** Whether a later operation sees to it that an INSERT may leave the column out. */
function fills(later: Operation, { table }: Demand, column: string): boolean {
  if (later.kind !== 'set-default' && later.kind !== 'add-identity') return false;
  return later.column === column && later.table.name === table.name && later.table.schema === table.schema;
}

/** A nullable column that the deployment adds to a table in use, and that nothing fills for code that does not know it. */
function isNewAndUnfilled({ table }: Demand, column: string, schema: Schema): boolean {
  if (isNewTable(schema, table)) return false;
  const known = tableOf(schema, table)?.columns.get(column);
  if (known === undefined || known.birth.deploy !== schema.deploy || known.notNull === true) return false;
  const isSerial = /serial$/.test(known.type?.name ?? '');
  return !isSerial && known.default === undefined && known.identity === undefined && known.generated === undefined;
}
